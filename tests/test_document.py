"""Values travel to JSON and back unharmed, and mistakes in an edited document are found."""

import pickle

import pytest

from mapper.errors import InvalidDocument
from mapper.model import Incident, Length, ReportCard, Span

CARD = ReportCard(id="r", title="t", sha256="0", characters=3, language="en", dateline=Span(0, 3, "abc"))


def test_a_document_comes_back_as_it_went():
    document = Incident(report=CARD).to_dict()
    assert Incident.from_dict(document).to_dict() == document


def test_an_unknown_key_is_an_error_with_its_pointer():
    document = Incident(report=CARD).to_dict()
    document["report"]["dateline"]["strat"] = 1
    with pytest.raises(InvalidDocument, match="/report/dateline/strat"):
        Incident.from_dict(document)


def test_values_and_errors_pickle():
    length = Length(650, 700, 750, "some 700 meters")
    assert pickle.loads(pickle.dumps(length)) == length
    error = InvalidDocument("here")
    assert str(pickle.loads(pickle.dumps(error))) == "here"
