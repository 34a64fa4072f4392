"""What is asked twice of one incident is worked out once, and never of another one."""

import gc
from dataclasses import replace

from canned import kerman

from mapper.writers import _rows
from mapper.writers._once import once


def test_the_same_incident_is_asked_once_and_an_equal_one_again():
    asked = []
    work = once(lambda incident: asked.append(incident.report.id) or len(asked))
    one = kerman()
    assert (work(one), work(one), work(replace(one)), work(one)) == (1, 1, 2, 3)


def test_nothing_is_kept_of_an_incident_that_is_gone():
    work = once(lambda incident: Made())
    one = kerman()
    work(one)
    before = alive()
    del one
    gc.collect()
    assert (before, alive()) == (1, 0)


class Made:
    """What was worked out."""


def alive():
    return sum(isinstance(thing, Made) for thing in gc.get_objects())


def test_whoever_changes_a_collection_changes_nothing_else():
    incident = kerman()
    incident.to_geojson()["features"][0]["properties"]["name"] = "x"
    assert all(row["name"] != "x" for row in _rows.rows(incident))
