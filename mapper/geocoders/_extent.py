"""How far a town reaches when only its people are counted.

Built-up area grows with the 5/6th power of population (Bettencourt 2013), so its radius with the 5/12th. How much land
each takes differs by region: in North America, Australia and New Zealand about four times as much, in Europe, Japan
and on the Gulf about twice as much as in the dense cities of the other countries (Angel et al., Atlas of Urban
Expansion, 2016). It cannot know the shape of a town, nor that a municipality is many times its built-up area.
"""

from __future__ import annotations

LEAST_M = 500.0
_METRES = 28.0  # times the 5/12th power of population: a dense city of a million reaches 8.9 km
_SPREAD = {  # how much farther a town of as many people reaches, by ISO 3166-1 codes
    1.8: "AU CA NZ US",
    1.3: "AD AE AL AT BA BE BG BH BY CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT JP KW LI LT LU LV MC MD ME MK MT "
    "NL NO OM PL PT QA RO RS SA SE SI SK SM UA VA XK",
}


def town_m(population: int, country: str = "") -> tuple[float, str]:
    """The radius in metres that nominally holds a town of so many people, and by which method.

    >>> town_m(577_514, "IR")[0] < 7_100 < 12_000 < town_m(577_514, "US")[0]
    True
    """
    spread = next((times for times, codes in _SPREAD.items() if country and country in codes.split()), 1.0)
    metres = max(LEAST_M, spread * _METRES * population ** (5 / 12))
    return float(
        round(metres)
    ), f"from population: {spread * _METRES:.0f} m times its 5/12th power, at least {LEAST_M:.0f} m"
