"""What each spatial relation means on the ground, in no language. A relation is one file."""

NAMES: dict[str, str] = {
    "at": "at",
    "in": "at",
    "address": "address",
    "near": "near",
    "distance": "distance",
    "within": "within",
    "beyond": "beyond",
    "distance_range": "distance",
    "distance_heading": "distance_heading",
    "heading_only": "heading_only",
    "orthogonal_offsets": "orthogonal_offsets",
    "edge": "edge",
    "part_of": "part_of",
    "on_path": "on_path",
    "between": "between",
    "midpoint": "midpoint",
    "travel_time": "travel_time",
    "zone": "zone",
    "coordinates": "coordinates",
    "none": "none",
}
