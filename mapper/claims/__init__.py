"""Figures that people state: killed, injured, missing. A kind of claim is one file."""

NAMES: dict[str, str] = {}
