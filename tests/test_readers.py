"""Reports come in any format and encoding; what can't be read says why and what would help."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper import Report, UnreadableInput, UsageError
from mapper.readers.file import LARGEST, from_bytes
from mapper.readers.markdown import draft as markdown

STORY = "Two blasts in Kerman — “some 700 meters” from the grave of Müller.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "windows-1252"])
def test_any_common_encoding_gives_the_same_words(encoding):
    assert from_bytes(STORY.encode(encoding), name="a.txt").text == STORY


def test_an_encoding_can_be_named():
    words = "Взрыв произошёл в Донецке."
    assert from_bytes(words.encode("koi8-r"), name="a.txt", encoding="koi8-r").text == words


def test_front_matter_is_known_but_not_read_and_spans_count_the_whole_file():
    raw = "---\ntitle: Two blasts\npublished: 2024-01-03\ntimezone: Asia/Tehran\n---\nIn Kerman."
    report = from_bytes(raw.encode(), name="a.txt")
    assert (report.title, report.published, report.timezone) == ("Two blasts", date(2024, 1, 3), "Asia/Tehran")
    assert report.text == raw
    assert report.readable.split() == ["In", "Kerman."]
    assert len(report.readable) == len(raw)


def test_what_the_caller_knows_wins_over_front_matter():
    raw = b"---\npublished: 2024-01-03\n---\nIn Kerman."
    assert from_bytes(raw, name="a.txt", published=date(2024, 1, 4)).published == date(2024, 1, 4)


def test_a_rule_at_the_head_of_a_text_is_no_front_matter():
    assert from_bytes(b"---\nIn Kerman.\n---\nMore.", name="a.txt").markup == ()


def test_markdown_keeps_its_words_in_place():
    raw = "# Blast\n\n* In [Kerman](https://example.org/x) **95** were _killed_.\n\n```\ncode in Paris\n```\n"
    report = from_bytes(raw.encode(), name="a.md")
    assert report.readable.split() == ["Blast", "In", "Kerman", "95", "were", "killed", "."]
    assert report.readable.index("Kerman") == raw.index("Kerman")
    assert report.title == "Blast"


@given(st.text(max_size=400))
def test_markup_ranges_are_ordered_and_inside(raw):
    made = markdown(raw)
    edges = [edge for pair in made.markup for edge in pair]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(raw) for edge in edges)
    assert len(Report(raw, markup=made.markup).readable) == len(raw)


def test_html_gives_the_article_and_its_facts():
    page = """<html lang="en"><head><title>Two blasts</title><meta property="og:site_name" content="The Wire">
      <meta property="article:published_time" content="2024-01-03T18:00:00Z"></head><body>
      <nav><a href="/">Home</a></nav><article><h1>Two blasts</h1>
      <p>Two bombs exploded in the city of Kerman on Wednesday afternoon, officials said.</p>
      <p>The first went off some 700 metres from the grave, and the second about one kilometre away from it.</p>
      </article><footer>Copyright and cookies</footer></body></html>"""
    report = from_bytes(page.encode(), name="a.html")
    assert "some 700 metres from the grave" in report.text
    assert "cookies" not in report.text
    assert report.published == date(2024, 1, 3)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b" \n\t", "is empty"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"PK\x03\x04....", "ZIP or office"),
        (bytes(range(256)) * 20, "binary"),
        (b"---\ntitle: x\n---\n  \n", "no words"),
    ],
)
def test_what_is_no_report_is_refused_with_a_reason(data, says):
    with pytest.raises(UnreadableInput, match=says):
        from_bytes(data, name="a.txt")


def test_files_that_are_not_there_folders_and_giants_are_refused(tmp_path):
    with pytest.raises(UnreadableInput, match="does not exist"):
        Report.from_file(tmp_path / "none.txt")
    with pytest.raises(UnreadableInput, match="is a folder"):
        Report.from_file(tmp_path)
    giant = tmp_path / "giant.txt"
    with giant.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(UnreadableInput, match="more than"):
        Report.from_file(giant)


def test_a_day_that_is_none_is_an_error_of_the_one_who_said_it():
    with pytest.raises(UnreadableInput, match="published"):
        from_bytes(b"---\npublished: yesterday\n---\nx", name="a.txt")
    with pytest.raises(UsageError, match="2024-01-03"):
        from_bytes(b"x", name="a.txt", published="yesterday")
    with pytest.raises(UsageError, match="encoding"):
        from_bytes(b"x", name="a.txt", encoding="no-such")
