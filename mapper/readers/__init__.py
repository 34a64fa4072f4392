"""Reports in any format they come in, to text. A reader is one file; it registers here in one line.

`file` is the door: it reads and decodes the bytes and hands them to the reader of the file's suffix.
"""

NAMES = {"file": "file", "text": "text", "markdown": "markdown", "html": "html"}
FORMATS = ("text", "markdown", "html")
