"""Mentions to places: which place each name stands for, decided over the whole report at once.

Names are grouped (one sense a report), every group gets its candidates from the gazetteers, and each candidate a
score: how prominent it is, what kind the words ask for, what the text says it lies in, and how well it agrees with
the report's other places. What it cannot know: places that no source has; they fall back to what they lie in.
"""

from __future__ import annotations

from collections.abc import Sequence

from mapper.model import Place, Report
from mapper.parts import part
from mapper.readings import Mention
from mapper.resolve.candidates import Sources
from mapper.resolve.context import settle
from mapper.resolve.descriptions import described
from mapper.resolve.groups import Group, grouped
from mapper.resolve.places import placed
from mapper.seams import Gazetteer


def resolve(
    report: Report, mentions: Sequence[Mention], *, gazetteers: Sequence[Gazetteer], given: bool = False
) -> tuple[Place, ...]:
    """The places that the mentions stand for, each holding the spans of its mentions, in the order of the text.

    `given`: the mentions were chosen by others; the text's other names only help to decide which place each is.

    >>> from mapper.parts import part
    >>> report, known = Report("Blasts in Paris, Texas."), [part("geocoders", "embedded").opened()]
    >>> mentions = part("extractors", "toponyms").mentions(report, gazetteers=known)
    >>> [(place.name, place.country, place.role) for place in resolve(report, mentions, gazetteers=known)]
    [('Paris', 'US', 'mentioned'), ('Texas', 'US', 'container')]
    """
    if given and mentions:
        mentions = part("extractors", "toponyms").surrounded(report, mentions, gazetteers=gazetteers)
    sources = Sources(gazetteers)
    groups = grouped(mentions)
    settle(report.text, mentions, groups, sources, hints=_hints(report, gazetteers))
    things = described(mentions, groups, sources)
    return placed(report, mentions, groups, things, sources)


def _hints(report: Report, gazetteers: Sequence[Gazetteer]) -> list[Group]:
    """Names in the title and in the publisher's name ("The Jackson Sun"): they say where, and are no places here."""
    said = ". ".join(words for words in (report.title, report.publisher) if words)
    if not said:
        return []
    found = part("extractors", "toponyms").mentions(Report(said), gazetteers=gazetteers)
    hints = grouped(found)
    for hint in hints:
        hint.sort, hint.mentions, hint.container = "organisation", [], None
    return hints
