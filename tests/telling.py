"""Reports read without a gazetteer and printed, for tests of times and claims; the notation of the corpus."""

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
