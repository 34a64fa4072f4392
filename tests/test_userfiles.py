"""A user's own folders: there, not there, or someone else's."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mapper.errors import UnreadableInput
from mapper.gazetteer import listed
from mapper.userfiles import config

NOBODY = 65534


@contextmanager
def as_somebody_without_rights() -> Iterator[None]:
    """Rights hold for everybody but root: root becomes somebody else for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MAPPER_CONFIG", str(tmp_path / "theirs" / "ours"))
    (tmp_path / "theirs" / "ours").mkdir(parents=True)
    return tmp_path / "theirs"


def test_a_configuration_in_a_folder_that_may_not_be_looked_into_is_none(folder: Path) -> None:
    (folder / "ours" / "gazetteers.toml").write_text('[[gazetteer]]\nfile = "a.csv"\n')
    folder.chmod(0)
    try:
        with as_somebody_without_rights():
            assert config() == {}
            assert listed() == ()
    finally:
        folder.chmod(0o700)
    assert len(listed()) == 1


def test_a_broken_configuration_says_where(folder: Path) -> None:
    (folder / "ours" / "config.toml").write_text("[online\n")
    with pytest.raises(UnreadableInput, match=r"config\.toml: .*line 1"):
        config()
