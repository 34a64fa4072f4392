"""What a report leaves unnamed is in the place that the report is set in, and says so; what is wider is not."""

from dataclasses import replace

from canned import kerman

from mapper.model import Incident, Length, Place, Relation, Site, Span
from mapper.scene import set_in_scene

QUOTE = Span(0, 5, "words")
CITY = next(place for place in kerman().places if place.id == "kerman")


def relation(name, site, *anchors):
    return Relation(name + site, name, site, anchors, None, None, None, False, "feature", QUOTE)


def incident(*, city=CITY, thing=None, relations=(), sites=("site-1",)):
    sites = tuple(Site(site, site, "explosion", None, (QUOTE,)) for site in sites)
    places = (city, thing) if thing else (city,)
    return Incident(kerman().report, places, sites, tuple(relations))


LIBRARY = Place("library", "public library", "library", "anchor", (QUOTE,))
ISLAND = replace(LIBRARY, id="island", kind="island")


def test_an_unknown_building_is_somewhere_in_the_city_of_the_incident():
    made = set_in_scene(
        incident(thing=LIBRARY, relations=[relation("in", "site-1", "kerman"), relation("near", "site-1", "library")])
    )
    assert made.places[1].resolved_to == "container:kerman"
    assert "no gazetteer knows it" in made.places[1].because[-1]


def test_the_dateline_is_the_scene_only_where_the_text_names_no_other():
    dateline = replace(CITY, id="dateline", role="dateline")
    made = set_in_scene(incident(city=dateline, thing=LIBRARY, relations=[relation("near", "site-1", "library")]))
    assert made.places[1].resolved_to == "container:dateline"


def test_an_unknown_island_stays_unlocated():
    made = set_in_scene(
        incident(thing=ISLAND, relations=[relation("in", "site-1", "kerman"), relation("near", "site-1", "island")])
    )
    assert made.places[1].resolved_to == "self"
    assert made.places[1].lon is None


def test_a_site_without_a_place_is_taken_to_be_in_the_scene_and_says_that_this_is_assumed():
    made = set_in_scene(incident(relations=[relation("in", "site-1", "kerman")], sites=("site-1", "site-2")))
    added = made.relations[-1]
    assert (added.site, added.relation, added.anchors) == ("site-2", "in", ("kerman",))
    assert added.detail["assumed"]


def test_a_country_is_no_scene():
    wide = replace(CITY, uncertainty_m=1_000_000.0, kind="country")
    made = set_in_scene(incident(city=wide, relations=[relation("in", "site-1", "kerman")], sites=("site-1", "site-2")))
    assert len(made.relations) == 1


def test_the_dateline_says_nothing_of_a_site_where_the_text_places_another():
    dateline = replace(CITY, id="dateline", role="dateline")
    made = set_in_scene(
        incident(city=dateline, relations=[relation("near", "site-1", "x")], sites=("site-1", "site-2"))
    )
    assert len(made.relations) == 1


def test_a_thing_whose_site_is_measured_from_elsewhere_stays_unlocated():
    harbour = replace(CITY, id="harbour", uncertainty_m=500.0, role="anchor")
    made = incident(
        thing=LIBRARY,
        relations=[
            relation("in", "site-2", "kerman"),
            relation("near", "site-1", "library"),
            replace(relation("distance", "site-1", "harbour"), distance_m=Length(1500, 2000, 2500)),
        ],
    )
    made = set_in_scene(replace(made, places=(*made.places, harbour)))
    assert made.places[1].resolved_to == "self"
