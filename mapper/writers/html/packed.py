"""The few tiles around an incident, packed into the page: streets without a network, for those who ask for them.

Asked once, politely: one request after the other, under the caller's own contact, kept on disk afterwards. A tile that
does not come is left out and said; a host that fails twice running is not asked again. What the provider's terms allow
to be published is for the caller to know: they are named before anything is asked.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from math import asinh, pi, radians, tan
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from mapper.errors import UnwritableOutput
from mapper.files import write_all
from mapper.userfiles import agent, cache_folder
from mapper.writers._view import View
from mapper.writers.html.street import Street

MOST = 16  # tiles: about what a desktop screen shows
AROUND = 0.3  # of the regions' extent on every side
_PAUSE_S, _TIMEOUT_S, _MAX_BYTES = 0.2, 10.0, 400_000
_SILENT = 2  # failures one after the other
_KINDS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF8", "gif"), (b"RIFF", "webp"))


def packed(view: View, street: Street, *, problem: Callable[[str], None] | None = None) -> Street | None:
    """The layer with its tiles inside, or None where no tile came; `problem` is told what could not be had.

    Raises:
        UsageError: nobody said whom the provider can reach (MAPPER_CONTACT).
    """
    problem = problem or _to_stderr
    host = urlsplit(street.url).netloc.replace("{s}.", "")
    contact = agent(host)
    deepest = street.options.get("max_native_zoom", 18)
    zoom, wanted = _around(view, deepest if isinstance(deepest, int) else 18)
    _to_stderr(f"packing up to {len(wanted)} tiles of {host} into the page, asked for as {contact}; "
        f"its terms decide whether they may be published; the page credits: {street.credit}")  # fmt: skip
    tiles: dict[str, str] = {}
    silent = 0
    for x, y in wanted:
        if silent >= _SILENT:
            problem(f"{host} was not asked for more tiles, as it had not answered before")
            break
        url = _address(street, zoom, x, y)
        try:
            tiles[f"{zoom}/{x}/{y}"] = _data(_kept(url) or _asked(url, contact))
            silent = 0
        except HTTPError as error:
            error.close()
            silent += 1
            problem(f"{host}: tile {zoom}/{x}/{y} is left out: {error.code} {error.reason}")
        except (OSError, ValueError, http.client.HTTPException) as error:
            silent += 1
            problem(f"{host}: tile {zoom}/{x}/{y} is left out: {error}")
    if not tiles:
        problem(f"no tile of {host} came; the page is drawn from its built-in ground")
        return None
    shown = {"min_zoom": max(zoom - 2, 0), "min_native_zoom": zoom, "max_native_zoom": zoom}
    return replace(street, url="{z}/{x}/{y}", hosts=(), options=shown, tiles=tiles)


def _around(view: View, deepest: int) -> tuple[int, list[tuple[int, int]]]:
    """The closest zoom at which few tiles cover the view, and those tiles."""
    west, south, east, north = view.bounds
    wide, high = AROUND * max(east - west, 1e-3), AROUND * max(north - south, 1e-3)
    for zoom in range(min(deepest, 17), -1, -1):
        side = 1 << zoom
        xs = [int((lon + 180) / 360 * side // 1) for lon in (west - wide, east + wide)]
        ys = [int((1 - asinh(tan(radians(max(min(lat, 85.0), -85.0)))) / pi) / 2 * side)
              for lat in (north + high, south - high)]  # fmt: skip
        if (xs[1] - xs[0] + 1) * (ys[1] - ys[0] + 1) <= MOST:
            break
    across = dict.fromkeys(x % side for x in range(xs[0], xs[1] + 1))
    return zoom, [(x, y) for y in range(ys[0], ys[1] + 1) for x in across]


def _address(street: Street, zoom: int, x: int, y: int) -> str:
    slots = {"{s}": str(street.options.get("subdomains", "a"))[:1], "{r}": "", "{z}": zoom, "{x}": x, "{y}": y,
             "{-y}": (1 << zoom) - 1 - y}  # fmt: skip
    url = street.url
    for slot, value in slots.items():
        url = url.replace(slot, str(value))
    return url


def _file(url: str) -> Path:
    return cache_folder() / "tiles" / hashlib.sha256(url.encode()).hexdigest()


def _kept(url: str) -> bytes | None:
    path = _file(url)
    return path.read_bytes() if path.is_file() else None


def _asked(url: str, contact: str) -> bytes:
    time.sleep(_PAUSE_S)
    end = time.monotonic() + 2 * _TIMEOUT_S
    with urlopen(Request(url, headers={"User-Agent": contact}), timeout=_TIMEOUT_S) as answer:  # noqa: S310  # http(s) by `chosen`
        content = b"".join(_parts(answer, end))
        expected = answer.headers.get("Content-Length")
    if expected and expected.isdigit() and len(content) < int(expected):
        raise ValueError(f"cut off after {len(content)} of {expected} bytes")
    _data(content)  # what is no picture is not kept
    path = _file(url)
    with suppress(UnwritableOutput):  # then it is asked for again the next time
        write_all(path.parent, {path.name: content})
    return content


def _parts(answer: http.client.HTTPResponse, end: float) -> Iterator[bytes]:
    size = 0
    while part := answer.read1(65536):
        size += len(part)
        if size > _MAX_BYTES:
            raise ValueError(f"more than {_MAX_BYTES} bytes came")
        if time.monotonic() > end:
            raise ValueError("it takes too long")
        yield part


def _data(content: bytes) -> str:
    kind = next((kind for start, kind in _KINDS if content.startswith(start)), None)
    if kind is None:
        raise ValueError("what came is no picture")
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def _to_stderr(text: str) -> None:
    sys.stderr.write(f"{text}\n")
