"""Every failure is a sentence, an exit code and no traceback, and loses nothing."""

import io
import json
import os
import sys
from pathlib import Path

import pytest

from mapper.cli import main

SEED = Path(__file__).parent.parent / "seeds" / "kerman-2024-01-03.txt"


def kept(folder):
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def output(tmp_path):
    """An output folder with an earlier map in it."""
    folder = tmp_path / "output"
    folder.mkdir()
    (folder / "kerman-2024-01-03.html").write_text("an earlier map")
    return folder


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (None, 3, "does not exist"),
        (b"", 3, "is empty"),
        (b"%PDF-1.7", 3, "PDF"),
        (bytes(range(256)) * 10, 3, "binary"),
        (b"They said that nothing more was known.", 1, "names no place"),
        (b"A bomb exploded in Qxzyvillle on Monday.", 1, "nothing to draw"),
    ],
)
def test_a_report_that_can_not_be_mapped_leaves_the_output_untouched(output, tmp_path, capsys, content, code, says):
    report = tmp_path / "kerman-2024-01-03.txt"
    if content is not None:
        report.write_bytes(content)
    before = kept(output)
    assert main(["map", str(report), "--out", str(output)]) == code
    out, err = capsys.readouterr()
    assert says in err
    assert "Traceback" not in err
    assert out == ""
    assert kept(output) == before


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["map", str(SEED), "--formats", "xyz"], "none of the writers"),
        (["map", str(SEED), "--published", "yesterday"], "2024-01-03"),
        (["map", str(SEED), str(SEED)], "would both be written"),
        (["nosuch"], "no command"),
        (["map"], "REPORT"),
    ],
)
def test_a_call_that_makes_no_sense_is_a_usage_error(output, capsys, arguments, says):
    before = kept(output)
    out = ["--out", str(output)] if arguments[0] == "map" else []
    assert main([*arguments, *out]) == 2
    assert says in capsys.readouterr().err
    assert kept(output) == before


def test_an_output_folder_that_is_a_file_is_said(tmp_path, capsys):
    (tmp_path / "out").write_text("mine")
    assert main(["map", str(SEED), "--out", str(tmp_path / "out")]) == 3
    assert "--out" in capsys.readouterr().err


def test_one_bad_report_does_not_stop_the_others(tmp_path, capsys):
    assert main(["map", str(tmp_path / "none.txt"), str(SEED), "--out", str(tmp_path / "out")]) == 3
    assert "does not exist" in capsys.readouterr().err
    assert (tmp_path / "out" / "kerman-2024-01-03.geojson").exists()


def test_a_report_comes_from_standard_input(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", type("In", (), {"buffer": io.BytesIO(b"A bomb exploded in Quetta.")}))
    assert main(["map", "-", "--out", str(tmp_path)]) == 0
    assert (tmp_path / "report.html").exists()


def test_results_and_messages_keep_apart(tmp_path, capsys):
    assert main(["map", str(SEED), "--out", str(tmp_path), "--json"]) == 0
    out, _ = capsys.readouterr()
    written = [Path(path) for path in json.loads(out)[0]["written"]]
    assert written
    assert all(path.exists() for path in written)


def test_every_written_file_says_how_to_open_it(tmp_path, capsys):
    assert main(["map", str(SEED), "--out", str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any("browser" in line for line in lines if ".html" in line)
    assert all(len(line.split(maxsplit=1)) == 2 for line in lines)


def test_phrases_that_exclude_each_other_need_a_person(tmp_path, capsys):
    report = tmp_path / "clash.txt"
    report.write_text(
        "A bomb exploded 5 km north of Quetta, police said. The bomb exploded 30 km south of Quetta, a witness said."
    )
    assert main(["map", str(report), "--out", str(tmp_path / "out")]) == 1
    assert "exclude each other" in capsys.readouterr().err
    assert (tmp_path / "out" / "clash.geojson").exists()


def test_quiet_says_nothing_that_needs_nobody(tmp_path, capsys):
    assert main(["map", str(SEED), "--out", str(tmp_path), "--quiet"]) == 0
    assert capsys.readouterr().err == ""


def test_the_same_report_gives_the_same_bytes(tmp_path):
    for folder in ("a", "b"):
        assert main(["map", str(SEED), "--out", str(tmp_path / folder), "--quiet"]) == 0
    assert kept(tmp_path / "a") == kept(tmp_path / "b")


def test_a_reader_who_stops_reading_is_no_error(tmp_path):
    read, write = os.pipe()
    os.close(read)
    import subprocess

    child = subprocess.run([sys.executable, "-m", "mapper", "read", str(SEED)], stdout=write, stderr=subprocess.PIPE,
                           check=False)  # fmt: skip
    os.close(write)
    assert child.returncode == 0
    assert child.stderr == b""
