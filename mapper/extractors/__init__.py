"""Finding the words that name something with a position. An extractor is one file."""

NAMES: dict[str, str] = {
    "toponyms": "toponyms",
}
