"""The colours of the light page, for pictures and plain maps; the stylesheet holds the same and the dark ones.

Hues after Okabe and Ito, darkened until lines on land reach a contrast of 3:1 and text 4.5:1.
"""

from __future__ import annotations

TONES = ("#0b5fa5", "#bf4308", "#00755a", "#8a3d8f", "#806000", "#3f5468")
NEUTRAL = "#46545f"
INK, QUIET = "#17212b", "#51606c"
LAND, SEA, COAST, BORDER, GRID, TOWN = "#f7f5ef", "#dbe6ec", "#8fa3b0", "#a59b8c", "#c3ccd2", "#4a5660"
ROAD, WATER, RAIL = "#d6cebf", "#a9c5d6", "#bdb6ab"


def tone(number: int) -> str:
    """The hue of a site; places have none of their own."""
    return TONES[number % len(TONES)] if number >= 0 else NEUTRAL
