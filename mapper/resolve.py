"""Mentions to places: which place each name stands for, decided over the whole report at once."""

from __future__ import annotations

from collections.abc import Sequence

from mapper.model import Mention, Place, Report
from mapper.seams import Gazetteer


def resolve(report: Report, mentions: Sequence[Mention], *, gazetteers: Sequence[Gazetteer]) -> tuple[Place, ...]:
    """The places that the mentions stand for, each holding the spans of its mentions."""
    raise NotImplementedError
