"""Files appear whole or not at all, inside the folder that was named."""

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.errors import UnwritableOutput
from mapper.files import slug, write_all


@given(st.text(max_size=300))
def test_a_slug_is_one_plain_name(text):
    name = slug(text)
    assert Path(name).name == name
    assert name not in {"", ".", ".."}
    assert not name.startswith((".", "-"))
    assert len(name) <= 80


def test_a_failure_in_the_middle_leaves_what_was_there(tmp_path, monkeypatch):
    write_all(tmp_path, {"a.txt": b"before", "b.txt": b"before"})

    def full(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UnwritableOutput, match="No space left"):
        write_all(tmp_path, {"a.txt": b"after", "b.txt": b"after"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.txt": b"before", "b.txt": b"before"}


def test_a_folder_that_is_a_file_says_so(tmp_path):
    (tmp_path / "out").write_text("mine")
    with pytest.raises(UnwritableOutput, match="--out"):
        write_all(tmp_path / "out", {"a.txt": b""})
    assert (tmp_path / "out").read_text() == "mine"


@pytest.mark.parametrize("name", ["../a", "a/b", "..", "", "/etc/x"])
def test_no_name_leaves_the_folder(tmp_path, name):
    with pytest.raises(UnwritableOutput, match="plain file name"):
        write_all(tmp_path / "out", {name: b""})


def test_a_link_in_the_folder_is_replaced_and_not_followed(tmp_path):
    outside = tmp_path / "outside.txt"
    outside.write_text("mine")
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "a.txt").symlink_to(outside)
    write_all(folder, {"a.txt": b"new"})
    assert outside.read_text() == "mine"
    assert (folder / "a.txt").read_bytes() == b"new"
    assert not (folder / "a.txt").is_symlink()


def test_a_folder_in_the_place_of_a_file_is_found_before_anything_moves(tmp_path):
    (tmp_path / "b.txt").mkdir()
    with pytest.raises(UnwritableOutput, match="is a folder"):
        write_all(tmp_path, {"a.txt": b"", "b.txt": b""})
    assert [path.name for path in tmp_path.iterdir()] == ["b.txt"]
