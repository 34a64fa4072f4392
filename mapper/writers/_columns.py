"""The columns that GeoJSON, GeoPackage, CSV and the others share: public names, each with its one type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mapper.model import Incident


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its public name, its one type, the heading for people, and what it means."""

    name: str
    kind: Literal["text", "real", "integer", "boolean", "time"]
    alias: str
    about: str


COLUMNS = (
    Column("feature_id", "text", "Feature", "equal to the feature's id; stable from run to run"),
    Column("kind", "text", "Kind", "place | region | ring"),
    Column("role", "text", "Role", "incident | anchor | container | mentioned"),
    Column("name", "text", "Name", "of the place or the site"),
    Column("label", "text", "Label", "what a map prints: the name, and the reading where there are several"),
    Column("site", "text", "Site", "id of the site in the incident document"),
    Column("relation", "text", "Relation", "what the words say of the position: distance, near, at, ..."),
    Column("shape", "text", "Shape", "ring, sector, disc, feature, ..."),
    Column("anchor", "text", "Measured from", "name of the place or site that the words measure from"),
    Column("anchor_lon", "real", "Anchor longitude", "degrees, WGS 84"),
    Column("anchor_lat", "real", "Anchor latitude", "degrees, WGS 84"),
    Column("distance_m", "real", "Distance (m)", "the figure as said"),
    Column("distance_low_m", "real", "Distance from (m)", "lower bound of the words' own precision"),
    Column("distance_high_m", "real", "Distance to (m)", "upper bound of the words' own precision"),
    Column("bearing_deg", "real", "Bearing (°)", "clockwise from true north"),
    Column("bearing_half_width_deg", "real", "Bearing ± (°)", "half the width that the word covers"),
    Column("uncertainty_m", "real", "Uncertainty (m)", "radius that holds the place and all doubt; never 0"),
    Column("unbounded", "boolean", "Unbounded", "the words set no outer limit: the edge is a convention"),
    Column("reading", "text", "Reading", "which of several meanings of the words this is"),
    Column("weight", "real", "Weight", "share of this reading; the readings of one site sum to 1"),
    Column("time_utc", "time", "Time (UTC)", "null where the hour is not known"),
    Column("time_local", "text", "Time (local)", "as said, ISO 8601 with offset, or the day alone"),
    Column("time_precision", "text", "Time precision", "minute | hour | day | unknown"),
    Column("quote", "text", "Quote", "words of the report that this rests on"),
    Column("quote_start", "integer", "Quote starts", "character of the report's text"),
    Column("quote_end", "integer", "Quote ends", "character of the report's text, exclusive"),
    Column("by", "text", "Said by", "who said so, where the report names someone"),
    Column("source", "text", "Source", "gazetteer and identifier of the position, or of the anchors'"),
    Column("confidence", "real", "Confidence", "0 to 1, that the names stand for these places"),
    Column("because", "text", "Because", "the steps that led to this region"),
    Column("label_lon", "real", "Label longitude", "degrees; inside the region and only a label"),
    Column("label_lat", "real", "Label latitude", "degrees; inside the region and only a label"),
)
CLAIMS = ("killed", "injured", "missing", "displaced", "detained")
"""Kinds of claims that have columns, where a site has one."""


def columns(incident: Incident) -> tuple[Column, ...]:
    """The columns of this incident's rows: the fixed ones, then those of the claims that its sites have."""
    present = {claim.claim for claim in incident.claims if claim.site}
    figures = [column for name in CLAIMS if name in present for column in claim_columns(name)]
    return (*COLUMNS[:23], *figures, *COLUMNS[23:])


def claim_columns(claim: str) -> tuple[Column, ...]:
    """The columns of one kind of claim."""
    said = f"people {claim} at this site"
    return (
        Column(f"{claim}_low", "integer", f"{claim.capitalize()}, at least", f"{said}, lower bound"),
        Column(f"{claim}_high", "integer", f"{claim.capitalize()}, at most", f"{said}, upper bound; null: none said"),
        Column(f"{claim}_scope", "text", f"{claim.capitalize()}, who", f"{said}: the subset that the figure is about"),
        Column(f"{claim}_by", "text", f"{claim.capitalize()}, said by", f"{said}: whose figure it is"),
    )
