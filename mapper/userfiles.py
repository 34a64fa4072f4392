"""The user's own folders: what is configured and what is kept between runs.

`MAPPER_CONFIG` and `MAPPER_CACHE` name other folders; else the XDG ones, on Windows those of the profile. Nothing is
made until something is written, and everything in the cache may be deleted at any time.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from mapper.errors import UnreadableInput, UsageError
from mapper.version import __version__

_OURS = "incident-mapper"
CONFIG = "config.toml"
LIST = "gazetteers.toml"  # of the user's own gazetteers; `mapper.gazetteer` keeps it


def config_folder() -> Path:
    """The folder of the user's configuration, which may not exist."""
    return _folder("MAPPER_CONFIG", "XDG_CONFIG_HOME", "APPDATA", Path(".config"))


def cache_folder() -> Path:
    """The folder of what can be made again, which may not exist."""
    return _folder("MAPPER_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA", Path(".cache"))


def _folder(own: str, xdg: str, windows: str, usual: Path) -> Path:
    if named := os.environ.get(own):
        return Path(named)
    base = os.environ.get(xdg) or (os.environ.get(windows) if os.name == "nt" else None)
    return (Path(base) if base else Path.home() / usual) / _OURS


def agent(name: str, *given: object) -> str:
    """How the tool names itself to a service, with the contact of whoever asks: never made up.

    The first of `given`, of MAPPER_CONTACT and of the configuration counts: an e-mail address or a page.

    Raises:
        UsageError: there is none.
    """
    every = (*given, os.environ.get("MAPPER_CONTACT"), config().get("online", {}).get("contact"))
    contact = next((str(words) for words in every if words), "")
    if not re.fullmatch(r"\S+@\S+\.\S+|https?://\S+\.\S+", contact):
        got = f"{contact!r} is neither" if contact else "none is given"
        raise UsageError(
            f"{name} is told whom it can reach about its use, by an e-mail address or a page; {got}. "
            f"Set MAPPER_CONTACT, or `contact` under [online] in {config_folder() / CONFIG}."
        )
    return f"incident-mapper/{__version__} ({contact})"


def config() -> dict[str, Any]:
    """What the user has configured; nothing where there is no file.

    Raises:
        UnreadableInput: the file is no TOML; the message has the line.
    """
    return configured(CONFIG)


def is_there(name: str) -> bool:
    """Whether a file of the user's configuration exists; one in a folder that is not ours to look into does not."""
    try:
        return (config_folder() / name).exists()
    except (PermissionError, RuntimeError):  # a home of someone else's, or no home: a container, a service's account
        return False


def configured(name: str) -> dict[str, Any]:
    """A TOML file of the user's configuration; nothing where there is none.

    Raises:
        UnreadableInput: it can't be read or is no TOML; the message has the line.
    """
    if not is_there(name):
        return {}
    import tomllib  # no command should pay for it where nothing is configured

    path = config_folder() / name
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnreadableInput(f"{path}: {error}; mend it, or move it away") from error
