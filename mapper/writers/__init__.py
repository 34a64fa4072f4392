"""Files that people use. A format is one file; its docstring says what it cannot carry."""

NAMES: dict[str, str] = {
    "incident": "incident",
    "geojson": "geojson",
    "qml": "qml",
    "gpkg": "gpkg",
    "qgz": "qgz",
    "kml": "kml",
    "kmz": "kmz",
    "csv": "csv",
    "hxl": "hxl",
    "timemap": "timemap",
    "jsonld": "jsonld",
    "flatgeobuf": "flatgeobuf",
    "parquet": "parquet",
    "html": "html",
    "embed": "embed",
    "alt": "alt",
    "svg": "svg",
    "png": "png",
}
