"""Times as worded to times with a day, a zone and a precision; derived ones say from what.

`value` is ISO 8601 with the offset of the zone said, or of the incident's place; a bare date where no more is known,
None where the day isn't. Day and zone are never guessed in silence: `because` says whence each comes.
Zones are those of the tz database (zoneinfo).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mapper.model import Span, Time
from mapper.readings import Reading, TimeSaid
from mapper.settle.days import Day, cited, day_of

NEAR = 12  # times to either side that are looked at
LATE = frozenset({"night", "late", "evening"})
"""Parts of a day that end in the midnight after it."""
AFTER_NOON = frozenset({"afternoon", "evening", "night"})
"""Parts of a day in which "at 2:49" is after noon."""


@dataclass(frozen=True, slots=True)
class _At:
    """A settled instant, or a day, or neither, with the reasons."""

    moment: datetime | date | None
    precision: str
    because: tuple[str, ...]
    derived: bool = False


def settle_times(reading: Reading, *, timezone: str) -> tuple[Time, ...]:
    """One `Time` for each of `reading.times`, in order: the time at index 0 is "t1".

    `timezone` is the IANA name of the zone of the incident's place, "" where it isn't known; the report's own
    `timezone` wins over it.
    """
    settler = _Settler(reading, reading.report.timezone or timezone)
    return tuple(_time(f"t{index + 1}", said, settler.at(index)) for index, said in enumerate(reading.times))


def _time(name: str, said: TimeSaid, at: _At) -> Time:
    value = None if at.moment is None else at.moment.isoformat()
    return Time(name, value, at.precision if value else "unknown", at.derived, said.quote, at.because, said.role)


class _Settler:
    """Settles each time once; times may lean on other times."""

    def __init__(self, reading: Reading, zone: str) -> None:
        self.times = reading.times
        self.published = reading.report.published
        self.zone = zone
        starts = [sentence.start for sentence in reading.sentences]
        self.sentence = [bisect_right(starts, said.quote.start) for said in self.times]
        self.days = self._own_days()
        self.lenders = {role: self._last(role) for role in sorted({"event"} | {said.role for said in self.times})}
        self.settled: dict[int, _At | None] = {}

    def _own_days(self) -> list[Day | None]:
        """The days that the words of each time give; "the next day" counts from the last one named before it.

        That is the last day of an event, or any day of its own sentence.
        """
        days: list[Day | None] = []
        event: date | None = None
        here: tuple[int, date | None] = (-1, None)
        for index, said in enumerate(self.times):
            before = (here[1] if here[0] == self.sentence[index] else None) or event or self.published
            days.append(own := day_of(said, published=self.published, before=before))
            if own and own[0]:
                here = (self.sentence[index], own[0])
                event = own[0] if said.role == "event" else event
        return days

    def _last(self, role: str) -> list[int | None]:
        """For each time, the last one before it that has this role and a day of its own."""
        last: list[int | None] = []
        found = None
        for index, said in enumerate(self.times):
            last.append(found)
            day = self.days[index]
            found = index if said.role == role and day and day[0] else found
        return last

    def at(self, index: int) -> _At:
        """The time at `index`; a circle of times that lean on one another stays unknown."""
        if index not in self.settled:
            self.settled[index] = None
            self.settled[index] = self._shifted(index) if self.times[index].shifted else self._plain(index)
        return self.settled[index] or _At(None, "unknown", ("counted from a time that is not known",))

    def _plain(self, index: int) -> _At:
        said = self.times[index]
        day, because = self.days[index] or self._borrowed(index)
        if day is None:
            lone = "" if said.hour is None else f"{cited(said.quote.text)} is a time of day only: "
            return _At(None, "unknown", tuple(f"{lone}{reason}" for reason in because))
        if said.hour is None:
            part = (f"{said.part}: no hour is said",) if said.part else ()
            return _At(day, "day", (*because, *part))
        if said.part == "midnight":
            return self._midnight(index, day, because)
        hour = self._hour(index, said.hour)
        if hour != said.hour:
            because = (*because, f"read as {hour:02}:{said.minute or 0:02}, after noon, like the day's own words")
        zone, source = self._zone(said)
        clock = time(hour, said.minute or 0)
        if zone is None:
            return _At(day, "day", (*because, f"the clock says {clock:%H:%M}; {source}"))
        moment = self._in_zone(index, day, clock, zone)
        return self._checked(index, _At(moment, said.precision, (*because, *_twice(moment), source)))

    def _in_zone(self, index: int, day: date, clock: time, zone: tzinfo) -> datetime:
        """The clock on the day; where the day was borrowed and the zone is another's, the day is the place's own."""
        said = self.times[index]
        moment = datetime.combine(day, clock, zone)
        own = _zoneinfo(self.zone)
        if self.days[index] is not None or said.zone in ("", "local") or own is None:
            return moment
        if said.same_as is not None and isinstance(other := self.at(said.same_as).moment, datetime):
            around = [moment + timedelta(days=step) for step in (-1, 0, 1)]
            return min(around, key=lambda near: abs(near - other))
        return moment + (day - moment.astimezone(own).date())

    def _checked(self, index: int, at: _At) -> _At:
        """The time, with what the same instant in another zone says to it."""
        said = self.times[index]
        if said.same_as is None or not isinstance(at.moment, datetime):
            return at
        other = self.at(said.same_as).moment
        if not isinstance(other, datetime):
            return at
        apart = abs(at.moment - other)
        words = cited(self.times[said.same_as].quote.text)
        verdict = f"agrees with {words}" if not apart else f"differs from {words} by {apart}"
        return _At(at.moment, at.precision, (*at.because, verdict), at.derived)

    def _midnight(self, index: int, day: date, because: tuple[str, ...]) -> _At:
        """Midnight is the start of a day after "early", its end after "night", and else not to be known."""
        said = self.times[index]
        parts = {self.times[other].part for other in self._same_day(index)}
        zone, why = self._zone(said)
        if zone is None or (not parts & LATE and not parts & {"early", "morning"} and self.days[index]):
            return _At(day, "day", (*because, "midnight may be the start or the end of the day"))
        if parts & LATE:
            day, because = day + timedelta(days=1), (*because, "the midnight that ends the night")
        return _At(datetime.combine(day, time(0), zone), said.precision, (*because, why))

    def _hour(self, index: int, hour: int) -> int:
        said = self.times[index]
        if said.half or not 1 <= hour <= 11:
            return hour
        parts = {self.times[other].part for other in self._same_day(index)} | {said.part}
        late = parts & AFTER_NOON and not parts & {"morning", "early"}
        return hour + 12 if late and not ("night" in parts and hour < 6) else hour

    def _same_day(self, index: int) -> list[int]:
        """The times that share the day of the one at `index`: those of its sentence, else the one it borrows from."""
        here = [i for i in self._around(index) if self.days[i]]
        lender = self._lender(index)
        return here or ([] if lender is None else [lender])

    def _around(self, index: int) -> list[int]:
        """The times of the sentence of the one at `index`, as far as they stand near it."""
        near = range(max(index - NEAR, 0), min(index + NEAR, len(self.times)))
        return [i for i in near if self.sentence[i] == self.sentence[index]]

    def _lender(self, index: int) -> int | None:
        """The time whose day a clock without a day takes: nearest in its sentence, else the last one before it."""
        said = self.times[index]
        here = [i for i in self._around(index) if self._lends(i, said)]
        if here:
            return min(here, key=lambda i: abs(self.times[i].quote.start - said.quote.start))
        before = (self.lenders[role][index] for role in {"event", said.role})
        return max((i for i in before if i is not None), default=None)

    def _lends(self, index: int, said: TimeSaid) -> bool:
        """Whether a time can give its day to another: it has one, in the same zone, and tells of the same."""
        day, lender = self.days[index], self.times[index]
        zoned = lender.zone in ("", "local", said.zone) or lender.hour is None
        return bool(day and day[0]) and zoned and lender.role in {"event", said.role}

    def _borrowed(self, index: int) -> Day:
        lender = self._lender(index)
        day = None if lender is None else self.days[lender]
        if lender is not None and day is not None:
            return day[0], (f"the day is that of {cited(self.times[lender].quote.text)}", *day[1])
        if self.published is not None:
            return self.published, (f"no day in the words: {self.published}, when the report came out",)
        return None, ("the day is not in the words, and the day the report came out is not known",)

    def _zone(self, said: TimeSaid) -> tuple[tzinfo | None, str]:
        if said.zone not in ("", "local"):
            zone = _zoneinfo(said.zone)
            return zone, f"in the zone said, {said.zone}" if zone else f"the zone {said.zone} is not known"
        zone = _zoneinfo(self.zone)
        if zone is None:
            return None, "the zone of the place is not known"
        return zone, f"local time of the place ({self.zone})" if said.zone else f"taken as local time ({self.zone})"

    def _shifted(self, index: int) -> _At:
        said = self.times[index]
        if said.base is None:
            return _At(None, "unknown", ("counted from a time that the report doesn't give",))
        base, words = self.at(said.base), cited(self.times[said.base].quote.text)
        if base.moment is None:
            return _At(None, "unknown", (f"counted from {words}", *base.because))
        because = (f"{cited(said.quote.text)} counted from {words} ({base.moment.isoformat()})",)
        if said.shift_s is None:
            vague = said.precision if isinstance(base.moment, datetime) else "day"
            moment = base.moment if vague != "day" or not isinstance(base.moment, datetime) else base.moment.date()
            return _At(moment, vague, (*because, "how long isn't said"), derived=True)
        step = timedelta(seconds=said.shift_s)
        if isinstance(base.moment, datetime):
            if said.precision == "day":
                return _At((base.moment + step).date(), "day", because, derived=True)
            moved = (base.moment.astimezone(UTC) + step).astimezone(base.moment.tzinfo)
            coarse = "hour" if "hour" in (base.precision, said.precision) else "minute"
            return _At(moved, coarse, because, derived=True)
        if said.precision == "day":
            return _At(base.moment + step, "day", because, derived=True)
        return _At(base.moment, "day", (*because, "no hour is known to count from"), derived=True)


@cache
def _zoneinfo(name: str) -> tzinfo | None:
    """The zone called `name` ("Asia/Tehran", "+03:00"); None where there is none.

    >>> str(_zoneinfo("Asia/Tehran")), str(_zoneinfo("+03:30")), _zoneinfo("Nowhere")
    ('Asia/Tehran', 'UTC+03:30', None)
    """
    if name[:1] in ("+", "-"):
        hours, minutes = int(name[1:3]), int(name[4:6] or 0)
        offset = timedelta(hours=hours, minutes=minutes)
        return timezone(-offset if name[0] == "-" else offset)
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _twice(moment: datetime) -> Sequence[str]:
    """What a change of the clocks does to this time, if it does."""
    utc = moment.astimezone(UTC)
    if moment.replace(fold=1).utcoffset() == moment.utcoffset():
        return ()
    if utc.astimezone(moment.tzinfo).replace(tzinfo=None) != moment.replace(tzinfo=None):
        return ("the clocks went forward over this time that day: there was no such time",)
    return ("the clocks went back that day and this time came twice: the first is taken",)


def sentence_of(sentences: Sequence[Span], position: int) -> int:
    """The index of the sentence that holds the character `position`, or of the one before it."""
    return max(bisect_right([sentence.start for sentence in sentences], position) - 1, 0)
