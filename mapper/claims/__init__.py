"""Figures that people state: killed, injured, missing. A kind of claim is a row of `people.py`.

How a language words it is a row in the tables of its file (`[values.state]` and the others).
"""

NAMES: dict[str, str] = dict.fromkeys(
    (
        "killed",
        "injured",
        "missing",
        "displaced",
        "evacuated",
        "detained",
        "hospitalised",
        "trapped",
        "rescued",
        "abducted",
        "casualties",
    ),
    "people",
)
