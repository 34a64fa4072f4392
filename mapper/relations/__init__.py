"""What each spatial relation means on the ground, in no language. A relation is one file."""

NAMES: dict[str, str] = {
    "distance": "distance",
    "distance_range": "distance",
    "within": "within",
    "at": "at",
    "in": "at",
    "near": "near",
    "distance_heading": "distance_heading",
    "on_path": "on_path",
}
