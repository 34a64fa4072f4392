"""What several writers ask of one incident is worked out once; what they get is shared, and nobody changes it."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from mapper.model import Incident

T = TypeVar("T")


def once(work: Callable[[Incident], T]) -> Callable[[Incident], T]:
    """`work`, which remembers what it made of the last incident for as long as that lives."""
    last: dict[weakref.ref[Incident], T] = {}

    @wraps(work)
    def asked(incident: Incident) -> T:
        for known, made in list(last.items()):
            if known() is incident:
                return made
        made = work(incident)
        last.clear()
        last[_Known(incident, lambda gone: last.pop(gone, None))] = made
        return made

    return asked


class _Known(weakref.ref[Incident]):
    """An incident by its identity: values that are equal need not be the same, and frozen dicts can't be hashed."""

    __slots__ = ()
    __hash__ = object.__hash__
    __eq__ = object.__eq__
