"""Past incidents, from the raw report to regions: each holds its true place and is as large as its words allow."""

import pytest
from test_incidents import cases
from truths import rows


@pytest.mark.skipif(not cases(), reason="the past incidents lie beside the repository and are not here")
@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_the_raw_report_of_a_past_incident_gives_a_region_with_its_true_place(case):
    for row in rows(case):
        assert row.hard, row
        assert row.ninety, row
        assert row.own is None or 0.98 < row.own < 1.05, row
