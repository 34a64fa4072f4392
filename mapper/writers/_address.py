"""Where what is written will be published, if somebody says so: a page on a disk does not know its own address."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin

from mapper.errors import UsageError


def published(url: str, name: str) -> str:
    """The address of a file in the folder `url` (or beside the page `url`); its bare name where no address is known.

    >>> published("https://paper.example/maps/", "quake.png")
    'https://paper.example/maps/quake.png'
    >>> published("https://paper.example/maps/quake.html", "quake.png")
    'https://paper.example/maps/quake.png'
    >>> published("", "two words.png")
    'two%20words.png'

    Raises:
        UsageError: `url` is no http or https address.
    """
    if url and not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:\d+)?(/[^\s\"'<>\\\\{}`]*)?", url):
        raise UsageError(f"--publish-at {url[:80]!r}: an address to publish at begins with https:// and names a host")
    return urljoin(url, quote(name)) if url else quote(name)
