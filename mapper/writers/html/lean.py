"""folium without pandas, in a process of our own.

folium takes pandas along wherever it is installed, to accept data frames of coordinates; the page hands it none, and
importing pandas takes longer than everything else of folium together. In somebody else's process (a notebook) folium
is imported as it is: whoever draws data frames there finds what they expect.
"""

from __future__ import annotations

import sys


def import_folium() -> None:
    """Import folium now, and pandas not, unless it is there already; a later `import pandas` works as ever."""
    if "pandas" in sys.modules or "folium" in sys.modules:
        return
    sys.modules["pandas"] = None  # type: ignore[assignment]  # what Python documents for "not to be imported"
    try:
        import folium  # noqa: F401
    finally:
        del sys.modules["pandas"]
