"""A report to its reading: the words and what they mean, before anyone looks at a map."""

from __future__ import annotations

from collections.abc import Sequence

from mapper.model import Reading, Report
from mapper.seams import Gazetteer


def extract(
    report: Report, *, gazetteers: Sequence[Gazetteer], spans: Sequence[tuple[int, int]] | None = None
) -> Reading:
    """The reading of one report."""
    raise NotImplementedError


def explain(reading: Reading) -> str:
    """Sentence by sentence, what each phrase was read as and by which rule; and what was not read."""
    raise NotImplementedError
