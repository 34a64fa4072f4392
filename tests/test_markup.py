"""What is read without markup is cited with it."""

from mapper.markup import readable, requoted
from mapper.model import Incident, Place, Report, ReportCard, Span


def test_quotes_are_the_files_own_characters():
    report = Report("In **Ker**man.", markup=((3, 5), (8, 10)))
    read_as = readable(report)
    assert read_as.text == "In   Ker  man."
    span = read_as.span(5, 13)
    card = ReportCard("r", "", read_as.sha256, read_as.characters, "en")
    incident = requoted(Incident(card, places=(Place("p", "Kerman", "city", "mentioned", (span,)),)), report)
    assert incident.places[0].mentions == (Span(5, 13, "Ker**man"),)
    assert incident.report.sha256 == report.sha256


def test_a_report_without_markup_is_left_alone():
    report = Report("In Kerman.")
    incident = Incident(ReportCard("r", "", report.sha256, 10, "en"))
    assert readable(report) is report
    assert requoted(incident, report) is incident
