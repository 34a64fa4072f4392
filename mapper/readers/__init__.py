"""Reports in any format they come in, to text. A reader is one file; it registers here in one line."""

NAMES = {"file": "file", "text": "text", "markdown": "markdown", "html": "html"}
