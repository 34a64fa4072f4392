"""Times and figures as worded to `Time` and `Claim`, once the zone of the incident's place is known."""

from __future__ import annotations

from mapper.settle.attach import attach_times
from mapper.settle.claims import settle_claims
from mapper.settle.times import settle_times

__all__ = ["attach_times", "settle_claims", "settle_times"]
