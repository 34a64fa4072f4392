"""What each spatial relation means on the ground, in no language. A relation is one file."""

NAMES: dict[str, str] = {}
