"""Makers of the nodes of time: zones, clocks, dates, days, moments and intervals, as the words give them.

A clock, a day or a moment is a mapping of fields of `TimeSaid`; nothing here knows the day of publication.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mapper.grammar import Chart, Maker, Match

Fields = Mapping[str, Any]
"""Fields of a `TimeSaid`, as far as some words give them."""

CENTURY = 2000  # of a year written with two digits


@dataclass(frozen=True, slots=True)
class Interval:
    """How long, in seconds; None where the words don't say ("minutes later")."""

    seconds: float | None
    unit_s: float


def zone(match: Match, chart: Chart) -> str | None:
    """An IANA name, an offset ("+03:00"), or "local"."""
    named = match.value("zone_name") or match.value("zone_place")
    if named is None:
        return "local"
    plus = match.get("plus")
    if plus is None:
        return str(named)
    sign = chart.tokens.words[plus.start]
    hours = str(match["digits"].value)
    minutes = str(match.value("minute", "00"))
    if len(hours) == 4:
        hours, minutes = hours[:2], hours[2:]
    if not hours.isdecimal() or not minutes.isdecimal() or int(hours) > 14 or int(minutes) > 59:
        return None
    return f"{sign}{int(hours):02}:{int(minutes):02}"


def clock(match: Match, chart: Chart) -> Fields | None:
    """An hour and perhaps a minute; on the hour ("6 p.m.") the words are only good to the hour."""
    where = match.value("clock_zone", "")
    if named := match.value("noon"):
        night = named == "midnight"
        part = {"part": "midnight"} if night else {}
        return {"hour": 0 if night else 12, "half": "24", "zone": where, "precision": "hour", **part}
    figure, minute = str(match.value("hour")), match.value("minute")
    half = str(match.value("half_day", ""))
    if minute is None and "." in figure and (half or where):
        figure, _, minute = figure.partition(".")
    elif minute is None and len(figure) == 4 and not half:
        figure, minute = figure[:2], figure[2:]
    elif minute is None and not half and "o'clock" not in match.pattern:
        return None  # "14 local time", "24 hours": no clock
    spelt = minute if minute is not None else "00"
    if not figure.isdecimal() or not spelt.isdecimal() or len(figure) > 2 or len(spelt) != 2:
        return None
    hour = int(figure)
    if int(spelt) > 59 or hour > 24 or (half and hour > 12 and half == "am"):
        return None
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return {
        "hour": hour % 24,
        "minute": int(spelt) if minute is not None else None,
        "half": half or ("24" if figure[0] == "0" or hour > 12 else ""),
        "zone": where,
        "precision": "minute" if minute is not None else "hour",
    }


def date(match: Match, chart: Chart) -> Fields | None:
    """A date with or without its year; one that may be read in two ways keeps no day and says both."""
    if feast := match.value("feast"):
        named = str(feast).split("-")
        return {"year": None, "month": int(named[0]), "day": int(named[1])}
    if match.get("month"):
        day = _whole(match.value("day") or match.value("digits"), 1, 31)
        year = _whole(match.value("year"), 1000, 2999) if match.get("year") else None
        if day is None or (match.get("year") and year is None):
            return None
        if chart.is_a(match.start, "month_or_verb") and chart.said(match.start, match.end)[0].islower():
            return None  # "it may 12 times over"
        if match.end < len(chart.tokens) and chart.is_a(match.end, "unit"):
            return None  # "to march 3 miles"
        return {"year": year, "month": int(match.value("month")), "day": day}
    if dotted := match.value("dotted"):
        figures = str(dotted).split(".")
    else:
        figures = [str(match.value(name)) for name in ("first", "year", "middle", "last") if match.get(name)]
    if len(figures) != 3 or not all(figure.isdecimal() for figure in figures):
        return None
    if len(figures[0]) == 4:
        year, month, day = int(figures[0]), _whole(figures[1], 1, 12), _whole(figures[2], 1, 31)
        return None if month is None or day is None else {"year": year, "month": month, "day": day}
    one, two = _whole(figures[0], 1, 31), _whole(figures[1], 1, 31)
    if one is None or two is None or len(figures[2]) not in (2, 4) or (one > 12 and two > 12):
        return None
    year = int(figures[2]) + (CENTURY if len(figures[2]) == 2 else 0)
    if one > 12 or two > 12 or one == two or dotted:
        day, month = (two, one) if two > 12 else (one, two)
        return {"year": year, "month": month, "day": day} if month <= 12 else None
    said = chart.said(match.start, match.end)
    both = f"{said!r} may be {year}-{two:02}-{one:02} (day first) or {year}-{one:02}-{two:02} (month first)"
    return {"year": year, "because": (both,)}


def _whole(figure: Any, low: int, high: int) -> int | None:
    text = str(figure)
    return int(text) if text.isdecimal() and len(text) < 5 and low <= int(text) <= high else None


def day(match: Match, chart: Chart) -> Fields | None:
    """A day by date, by weekday, or counted from another, with the part of it."""
    fields = dict(match.value("date") or {})
    weekday = match.value("weekday") or match.value("weekday_short")
    if weekday is not None:
        fields["weekday"] = int(weekday)
    if match.rule.get("days") is not None:
        fields["days"], fields["after"] = match.rule.get("days"), match.rule.get("after", False)
    if (named := match.value("day_named")) is not None:
        fields["days"] = int(named)
    part = match.value("day_part") or match.value("day_edge")
    return {**fields, "part": str(part)} if part else fields


def moment(match: Match, chart: Chart) -> Fields:
    """A clock on a day, or one of the two, with its hedge."""
    when, clocked, hedge = match.value("day", {}), match.value("clock", {}), match.value("around")
    fields = {**when, **clocked}
    if "part" in when and "part" in clocked:
        fields["part"] = when["part"] if clocked["part"] != "midnight" else "midnight"
    if hedge is not None:
        fields["hedged"] = True
        if hedge == "near":
            fields["precision"] = "hour"
    return fields


def interval(match: Match, chart: Chart) -> Interval | None:
    """A number of seconds; vague words ("several minutes") keep the unit only."""
    unit_s = float(match.value("time_unit", 60))
    if match.get("number"):
        return Interval(float(match["number"].value.value) * unit_s, unit_s)
    if match.get("some_of"):
        return Interval(float(match["some_of"].value) * unit_s, unit_s)
    if match.pattern.endswith("and a half"):
        return Interval(1.5 * unit_s, unit_s)
    if match.get("vague_unit"):
        unit_s = 3600.0 if chart.said(match.start, match.end).lower() == "hours" else 60.0
    return Interval(None, unit_s)


MAKERS: Mapping[str, Maker] = {
    "zone": zone,
    "clock": clock,
    "date": date,
    "day": day,
    "moment": moment,
    "interval": interval,
}
