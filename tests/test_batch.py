"""Many reports: what goes in comes out once, whatever happens in between."""

import csv
import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import geopandas
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mapper import batch
from mapper.batch import Columns, Settings, crew, dataset
from mapper.batch.items import Item, bundles
from mapper.batch.sources import count, items
from mapper.batch.spool import Spool
from mapper.errors import MapperError, UnreadableInput, UnwritableOutput, UsageError
from mapper.terminal import Terminal
from tests import standin
from tests.kills import kill

REPO = Path(__file__).parent.parent


def lines(path, texts):
    path.write_text("".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in texts.items()), "utf-8")
    return str(path)


def some(number):
    return {f"r{i:04}": f"A bomb exploded in town {i}." for i in range(number)}


def mapped(source, out, *, opener=standin.opened, **options):
    return batch.run([source], out, opener=opener, **options)


def frame(out):
    return geopandas.read_parquet(out / "incidents")


def contents(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_every_report_has_a_row_and_the_failing_ones_say_why(tmp_path):
    texts = some(70) | {"bad": "FAIL", "worse": "BREAK", "nowhere": "NOWHERE at all"}
    done = mapped(lines(tmp_path / "a.jsonl", texts), tmp_path / "out", workers=2)
    rows = frame(tmp_path / "out")
    assert set(rows.report) == set(texts)
    assert (done.read, done.total, done.failed) == (73, 73, 2)
    errors = dict(zip(rows.report, rows.error, strict=True))
    assert errors["bad"] == "no words in it\nat all"
    assert "ZeroDivisionError" in errors["worse"]
    assert rows[rows.report == "nowhere"].status.tolist() == ["unplaced"]
    assert rows[rows.report == "r0001"].status.tolist() == ["placed", "placed"]
    assert rows.crs == "EPSG:4326"


def test_the_dataset_is_partitioned_by_date_and_country(tmp_path):
    mapped(lines(tmp_path / "a.jsonl", some(40)), tmp_path / "out")
    folders = {path.parent.relative_to(tmp_path / "out" / "incidents") for path in tmp_path.rglob("*.parquet")}
    assert len(folders) > 5
    assert all(folder.parts[0].startswith("date=20") and folder.parts[1].startswith("country=") for folder in folders)
    assert {"date", "country"} <= set(frame(tmp_path / "out").columns)


def test_results_depend_on_no_number_of_workers_and_no_order(tmp_path):
    texts = some(150) | {"bad": "FAIL"}
    one = lines(tmp_path / "one.jsonl", texts)
    other = lines(tmp_path / "other.jsonl", dict(reversed(texts.items())))
    mapped(one, tmp_path / "a", workers=1)
    mapped(other, tmp_path / "b", workers=3)
    assert contents(tmp_path / "a" / "incidents") == contents(tmp_path / "b" / "incidents")


def test_a_report_that_kills_its_worker_is_a_row_and_costs_no_other(tmp_path):
    texts = some(100) | {"deadly": "DIE"}
    mapped(lines(tmp_path / "a.jsonl", texts), tmp_path / "out", workers=2)
    rows = frame(tmp_path / "out")
    assert set(rows.report) == set(texts)
    assert rows[rows.status == "failed"].report.tolist() == ["deadly"]
    assert "SIGKILL" in rows[rows.report == "deadly"].error.iloc[0]


def test_a_report_that_never_ends_is_given_up(tmp_path):
    settings = Settings(longest_s=0.2)
    mapped(lines(tmp_path / "a.jsonl", {"a": "HANG", "b": "A blast"}), tmp_path / "out", settings=settings)
    rows = frame(tmp_path / "out")
    assert dict(zip(rows.report, rows.status, strict=True)) == {"a": "failed", "b": "placed"}


def test_what_the_workers_need_and_miss_is_said_once(tmp_path):
    with pytest.raises(UnreadableInput, match="the gazetteer is not there"):
        mapped(lines(tmp_path / "a.jsonl", some(3)), tmp_path / "out", opener=standin.refused, workers=2)


def test_a_second_run_into_a_folder_needs_to_ask_and_then_reads_nothing_again(tmp_path):
    marks = tmp_path / "marks"
    source = lines(tmp_path / "a.jsonl", {f"r{i}": f"Blast {i} TOUCH {marks} " for i in range(20)})
    mapped(source, tmp_path / "out")
    before = contents(tmp_path / "out" / "incidents")
    with pytest.raises(UsageError, match="--resume"):
        mapped(source, tmp_path / "out")
    done = mapped(source, tmp_path / "out", resume=True)
    assert (done.read, done.files) == (0, 0)
    assert len(marks.read_text().splitlines()) == 20
    assert contents(tmp_path / "out" / "incidents") == before


def test_an_archive_that_grows_is_the_archive_that_was_whole_from_the_start(tmp_path):
    mapped(lines(tmp_path / "a.jsonl", some(30)), tmp_path / "grown")
    changed = some(60) | {"r0003": "A bomb exploded, and the report was corrected."}
    source = lines(tmp_path / "a.jsonl", changed)
    done = mapped(source, tmp_path / "grown", resume=True)
    assert (done.read, done.replaced, done.total) == (31, 1, 60)
    mapped(source, tmp_path / "whole")
    assert contents(tmp_path / "grown" / "incidents") == contents(tmp_path / "whole" / "incidents")


def test_other_settings_need_another_folder(tmp_path):
    source = lines(tmp_path / "a.jsonl", some(2))
    mapped(source, tmp_path / "out")
    with pytest.raises(UsageError, match="2004"):
        mapped(source, tmp_path / "out", resume=True, settings=Settings(precision_rule="2004"))


def test_two_runs_into_one_folder_are_refused(tmp_path):
    with_lock = Spool(tmp_path / "out" / batch.SPOOL)
    asking = "from mapper.batch.spool import Spool; import sys, pathlib; Spool(pathlib.Path(sys.argv[1]))"
    command = [sys.executable, "-c", asking, str(tmp_path / "out" / batch.SPOOL)]
    refused = subprocess.run(command, cwd=REPO, capture_output=True, text=True, check=False)
    assert "another run is writing" in refused.stderr
    with_lock.close()
    assert subprocess.run(command, cwd=REPO, check=False).returncode == 0


def test_repeated_reports_are_counted_once_and_said_to_be(tmp_path):
    path = tmp_path / "a.jsonl"
    lines(path, some(3))
    path.write_text(path.read_text() * 2 + json.dumps({"id": "r0001", "text": "Another blast"}) + "\n")
    done = mapped(str(path), tmp_path / "out")
    assert (done.total, done.repeated) == (4, 3)


def test_a_full_disk_leaves_whole_files_and_a_rerun_completes(tmp_path):
    """A limit on the size of files is met like a full disk: wherever it strikes, nothing is half there."""
    source = lines(tmp_path / "a.jsonl", some(400))
    script = (
        "import sys, resource; from pathlib import Path; from tests import standin; from mapper import batch\n"
        "if __name__ == '__main__':\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))\n"
        "    batch.run([sys.argv[1]], Path(sys.argv[2]), opener=standin.opened, resume=True)\n"
    )
    (tmp_path / "run.py").write_text(script)
    environment = {**os.environ, "PYTHONPATH": str(REPO)}
    for limit in (3_000, 9_000, 60_000):
        command = [sys.executable, str(tmp_path / "run.py"), source, str(tmp_path / "out"), str(limit)]
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert "UnwritableOutput" in ended.stderr, ended.stderr
        for path in tmp_path.rglob("*.parquet"):
            pq.read_table(path)
    mapped(source, tmp_path / "out", resume=True)
    assert set(frame(tmp_path / "out").report) == set(some(400))


def test_kills_at_any_moment_lose_double_and_break_nothing(tmp_path):
    seen = kill(3, tmp_path, seed=2, reports=200)
    assert [seen[what] for what in ("lost", "doubled", "broken", "different")] == [0] * 4


def test_kills_while_reports_are_really_read_lose_double_and_break_nothing(tmp_path):
    seen = kill(2, tmp_path, seed=5, reports=40, real=True, longest_s=2)
    assert [seen[what] for what in ("lost", "doubled", "broken", "different")] == [0] * 4


def test_a_clock_that_jumps_changes_nothing(tmp_path):
    source = lines(tmp_path / "a.jsonl", some(20))
    mapped(source, tmp_path / "steady")
    mapped(source, tmp_path / "jumping", opener=standin.jumping)
    assert contents(tmp_path / "steady" / "incidents") == contents(tmp_path / "jumping" / "incidents")
    assert (tmp_path / "steady" / "overview.html").read_bytes() == (tmp_path / "jumping" / "overview.html").read_bytes()


def test_an_unwritable_folder_is_said_in_a_sentence(tmp_path):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(UnwritableOutput):
        mapped(lines(tmp_path / "a.jsonl", some(1)), tmp_path / "out")


def test_files_for_each_report_come_on_request(tmp_path):
    mapped(lines(tmp_path / "a.jsonl", some(3)), tmp_path / "out", settings=Settings(formats=("geojson",)))
    names = sorted(path.name for path in (tmp_path / "out" / "reports").iterdir())
    assert [name[:5] for name in names] == ["r0000", "r0001", "r0002"]
    assert all(name.endswith(".geojson") for name in names)


# ------------------------------------------------------------------------------------------------- the sources


def found(*sources, **options):
    return {item.name: item for item in items([str(source) for source in sources], **options)}


def test_folders_are_walked_and_the_runs_own_output_is_not(tmp_path):
    for name in ("a.txt", "deep/b.md", "deep/er/c.html", "picture.png", "out/d.txt", ".hidden.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"words of {name}")
    assert set(found(tmp_path, leave_out=tmp_path / "out")) == {"a.txt", "deep/b.md", "deep/er/c.html"}
    assert len(found(tmp_path / "**" / "*.txt")) == 2
    assert count([str(tmp_path)], leave_out=tmp_path / "out") == 3


def test_tables_are_read_row_by_row_whatever_they_are(tmp_path):
    rows = [
        {"uid": "1", "Story": "A blast, in Kerman\non Wednesday", "day": "2024-01-03"},
        {"uid": "2", "Story": "Two", "day": ""},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress((tmp_path / "a.jsonl").read_bytes()))
    for name, delimiter in (("a.csv", ","), ("b.csv", ";"), ("a.tsv", "\t")):
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, ["uid", "Story", "day"], delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
        (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    columns = Columns(text="Story", facts={"published": "day"})
    tables = ("a.jsonl", "a.jsonl.gz", "a.csv", "b.csv", "a.tsv", "a.parquet")
    each = [found(tmp_path / name, columns=columns) for name in tables]
    assert all(one == each[0] for one in each)
    assert each[0]["1"].report().published.isoformat() == "2024-01-03"
    assert each[0]["1"].report().text == rows[0]["Story"]
    assert {name: count([str(tmp_path / name)]) for name in ("a.parquet",)} == {"a.parquet": 2}


def test_standard_input_is_json_lines_or_csv(monkeypatch):
    for text in (b'{"text": "A blast"}\n{"text": "Two"}\n', b"text,id\nA blast,stdin:1\nTwo,stdin:2\n"):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(text))))
        assert [(item.name, item.data) for item in items(["-"])] == [("stdin:1", b"A blast"), ("stdin:2", b"Two")]
    assert count(["-"]) is None


def test_a_bad_line_is_an_item_with_its_error(tmp_path):
    (tmp_path / "a.jsonl").write_text(
        '{"text": "ok"}\n{nonsense\n[1]\n{"text": ""}\n{"id": "x\\ud800", "text": "y\\ud800"}\n'
    )
    read = list(items([str(tmp_path / "a.jsonl")]))
    assert [bool(item.error) for item in read] == [False, True, True, True, False]
    assert "a.jsonl:2" in read[1].error
    with pytest.raises(UnreadableInput, match="does not exist"):
        list(items([str(tmp_path / "none.jsonl")]))


def test_a_name_or_a_text_that_no_table_can_hold_still_becomes_a_row(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / os.fsdecode(b"caf\xe9.txt")).write_text("A blast")
    (tmp_path / "in" / "a.jsonl").write_text('{"id": "x\\ud800", "text": "y\\ud800 FAIL", "title": "t\\ud800"}\n')
    mapped(str(tmp_path / "in"), tmp_path / "out")
    assert sorted(frame(tmp_path / "out").report.unique()) == ["caf\\udce9.txt", "x\\ud800"]


def test_bundles_are_bounded_in_number_and_size():
    many = [Item(str(i), b"x" * 100) for i in range(200)]
    assert [len(bundle) for bundle in bundles(many)] == [16] * 12 + [8]
    large = [Item(str(i), b"x" * 3_000_000) for i in range(3)]
    assert [len(bundle) for bundle in bundles(large)] == [1, 1, 1]


def test_the_bar_sees_every_report(tmp_path):
    seen = []

    def watch(things, *, total=None, what=""):
        for thing in things:
            seen.append((what, total))
            yield thing

    mapped(lines(tmp_path / "a.jsonl", some(5)), tmp_path / "out", watch=watch)
    assert seen.count(("reports", 5)) == 5
    assert list(Terminal(quiet=True).progress([1, 2])) == [1, 2]


# ------------------------------------------------------------------------------------------------------- the crew


def squared(number):
    return number * number


def refused(number):
    if number == 7:
        raise UnreadableInput("not seven")
    return number


def deadly(number):
    if number == 7:
        os.kill(os.getpid(), 9)
    return number


def test_shared_work_comes_back_in_its_order():
    tasks = [(number,) for number in range(50)]
    wanted = [number * number for number in range(50)]
    assert list(crew.in_threads(squared, tasks)) == wanted
    assert list(crew.in_processes(squared, tasks, workers=3)) == wanted
    assert list(crew.in_processes(squared, [], workers=2)) == []


def test_what_shared_work_meets_is_said_and_a_death_ends_it():
    tasks = [(number,) for number in range(50)]
    with pytest.raises(UnreadableInput, match="not seven"):
        list(crew.in_processes(refused, tasks, workers=2))
    with pytest.raises(MapperError, match="--resume"):
        list(crew.in_processes(deadly, tasks, workers=2))


def test_a_dataset_made_by_processes_is_the_one_made_without(tmp_path, monkeypatch):
    monkeypatch.setattr(dataset, "_FEW", 3)
    source = lines(tmp_path / "a.jsonl", some(120))
    mapped(source, tmp_path / "one", workers=1)
    mapped(source, tmp_path / "two", workers=2)
    assert contents(tmp_path / "one" / "incidents") == contents(tmp_path / "two" / "incidents")
