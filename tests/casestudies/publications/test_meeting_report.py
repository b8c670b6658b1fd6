"""Reports: a date before the workshop warns and keeps what was typed."""

import pytest

from hub.core.dates.when import When
from tests.factories.casestudies import report
from tests.factories.workshops import workshop

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("meeting", "early"),
    [("2027-03-17", True), ("2027-02", True), ("2027-03-18", False), ("2027-03", False), ("", False)],
)
def test_report_knows_when_it_is_dated_before_its_workshop(meeting, early):
    page = report(workshop=workshop("2027-03-18"), when=When.parse(meeting))
    assert page.is_before_its_workshop is early


def test_report_without_workshop_is_never_early():
    assert report(when=When.parse("2020")).is_before_its_workshop is False
