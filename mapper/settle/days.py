"""Which day the words of a time mean, counted from the day the report came out; and the reasons, in words.

A weekday is the most recent one that is not after the publication; a date without a year is the one nearest to
it. Without a day of publication both stay unknown. Nothing here asks a clock.
"""

from __future__ import annotations

from datetime import date, timedelta

from mapper.readings import TimeSaid

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
UNPUBLISHED = "the day the report came out is not known"

Day = tuple[date | None, tuple[str, ...]]
"""A day, or None where it can't be known, and why."""


def cited(words: str) -> str:
    """Words of the report as a reason cites them: in quotes, any kind of space a plain one."""
    return f'"{" ".join(words.split())}"'


def day_of(said: TimeSaid, *, published: date | None, before: date | None) -> Day | None:
    """The day that these words give by themselves; None where they give none at all.

    `before` is the day named before these words in the text, from which "the next day" counts.
    """
    if said.year is not None or said.month is not None:
        return _dated(said, published)
    if said.weekday is not None:
        return _weekday(said, said.weekday, published)
    if said.days is None:
        return None
    start = before if said.after else published
    if start is None:
        return None, (f"counted from a day that is not known: {UNPUBLISHED}",)
    whence = "the day named before" if said.after else "the day the report came out"
    day = start + timedelta(days=said.days)
    return day, (f"{cited(said.quote.text)} counts from {start}, {whence}",)


def _dated(said: TimeSaid, published: date | None) -> Day:
    if said.month is None or said.day is None:
        return None, said.because
    if said.year is not None:
        day = _date(said.year, said.month, said.day)
        return (day, _agreement(day, said, published)) if day else (None, ("there is no such day",))
    if published is None:
        return None, (f"no year in the words, and {UNPUBLISHED}",)
    years = (_date(published.year + step, said.month, said.day) for step in (-1, 0, 1))
    near = sorted((abs((day - published).days), day) for day in years if day)
    if not near:
        return None, ("there is no such day near the day the report came out",)
    day = near[0][1]
    return day, (f"no year in the words: the one nearest to {published}", *_agreement(day, said, published))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _agreement(day: date, said: TimeSaid, published: date | None) -> tuple[str, ...]:
    """What the weekday of the words and the day of publication say to a date: yes, no, or nothing."""
    because = []
    if said.weekday is not None:
        named, real = WEEKDAYS[said.weekday], WEEKDAYS[day.weekday()]
        because.append(f"{day} is a {real}" + ("" if named == real else f", not a {named}: the words disagree"))
    if published is not None and day > published:
        because.append(f"after {published}, the day the report came out")
    elif published is not None:
        ago = (published - day).days
        before = f"{ago} day{'s' * (ago > 1)} before the report came out" if ago else "the day the report came out"
        because.append(f"{before} ({published})" if ago else f"{day}, {before}")
    return tuple(because)


def _weekday(said: TimeSaid, weekday: int, published: date | None) -> Day:
    name = WEEKDAYS[weekday]
    if published is None:
        return None, (f"which {name} is not known: {UNPUBLISHED}",)
    back = (published.weekday() - weekday) % 7
    if said.days == 1:
        day, what = published + timedelta(days=7 - back), f"the first {name} after"
    elif said.days == -1:
        day, what = published - timedelta(days=back or 7), f"the last {name} before"
    else:
        day, what = published - timedelta(days=back), f"the most recent {name} up to"
        if not back:
            return day, (f"{published}, the day the report came out, is a {name}: they agree",)
    return day, (f"{what} {published}, the day the report came out",)
