"""How a language says things: one TOML file each, rules as data with their examples."""

NAMES: dict[str, str] = {}
