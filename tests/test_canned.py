"""The hand-made incident is itself a sound document."""

from canned import kerman

from mapper.model import Incident


def test_the_canned_incident_is_a_document_that_comes_back():
    document = kerman().to_dict()
    assert Incident.from_dict(document).to_dict() == document
