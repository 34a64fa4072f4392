"""GeoParquet: the rows of the GeoJSON with real types, for data frames and data warehouses."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from mapper.model import Incident
from mapper.seams import Style

TITLE = "GeoParquet"
FOR = "geopandas, DuckDB, BigQuery: many incidents in one table"
LOSES = "what GeoJSON loses; no look"
NEEDS = "parquet"
BY_DEFAULT = False


def files(incident: Incident, *, stem: str, style: Style) -> Mapping[str, bytes]:
    """`<stem>.parquet`."""
    made = BytesIO()
    incident.to_geodataframe().to_parquet(made, index=False, compression="zstd")
    return {f"{stem}.parquet": made.getvalue()}
