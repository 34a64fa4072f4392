"""Reports read without a gazetteer and printed, for tests of times and claims; the notation of the corpus."""

import re
from datetime import date

from hypothesis import settings

from mapper.extract import extract
from mapper.model import Report
from mapper.settle import attach_times, settle_claims, settle_times

UNHURRIED = settings(deadline=None)  # the machine may be busy
WEDNESDAY = date(2024, 1, 3)


def told(text, published=WEDNESDAY, zone="Asia/Tehran"):
    """The sites, times and claims of a text."""
    reading = extract(Report(text, published=published), gazetteers=(), spans=())
    times = settle_times(reading, timezone=zone)
    return attach_times(reading.sites, reading.times, reading.sentences), times, settle_claims(reading, times)


def printed_time(time):
    role = "" if time.role == "event" else f"{time.role} "
    return f"{role}{time.value or 'unknown'} {time.precision}{' derived' * time.derived}"


def printed_claim(claim):
    many = f"{claim.low}" if claim.low == claim.high else f"{claim.low}-{claim.high}"
    many = f"..{claim.high}" if claim.low is None else f"{claim.low}+" if claim.high is None else many
    return (
        f"{claim.claim} {many}"
        + (f" ({claim.scope})" if claim.scope else "")
        + " estimate" * claim.estimate
        + (f" revises {claim.revises}" if claim.revises else "")
        + (f" by {claim.by}" if claim.by else "")
        + (f" as of {claim.as_of}" if claim.as_of else "")
    )


def times_of(text, **known):
    return [printed_time(time) for time in told(text, **known)[1]]


def claims_of(text, **known):
    return [printed_claim(claim) for claim in told(text, **known)[2]]


def spans(text, names):
    """Where the names stand in a text, the longest only: what an extractor of toponyms would find."""
    found = {match.span() for name in names for match in re.finditer(rf"\b{re.escape(name)}\b", text)}
    return sorted(one for one in found if not any(o != one and o[0] <= one[0] and one[1] <= o[1] for o in found))


def _plain(value):
    return "" if value is None else f"{value:.10g}" if isinstance(value, float) else f"{value}"


def printed_phrase(reading, phrase):
    """A spatial phrase in one line; the site is printed where the text has several."""
    anchors = [" ".join(reading.mentions[a].text.split()) if a >= 0 else f"#{~a + 1}" for a in phrase.anchors]
    parts = [f"#{phrase.site + 1}"] * (len(reading.sites) > 1) + [phrase.relation, f"[{'; '.join(anchors)}]"]
    if phrase.distance:
        figures = (phrase.distance.low, phrase.distance.nominal, phrase.distance.high)
        parts.append("..".join(map(_plain, figures)) + " m")
    if phrase.bearing:
        parts.append(f"{_plain(phrase.bearing.degrees)}±{_plain(phrase.bearing.half_width)}°")
    parts += ["hedged"] * phrase.hedged + [_plain(phrase.weight)] * (phrase.weight != 1)
    parts += [f"{key}={_plain(value)}" for key, value in sorted(phrase.detail.items()) if key != "path_anchors"]
    return " ".join(parts)


def places_of(text, names=()):
    """The spatial phrases of a text whose toponyms are given."""
    reading = extract(Report(text), gazetteers=(), spans=spans(text, names))
    return [printed_phrase(reading, phrase) for phrase in reading.phrases]
