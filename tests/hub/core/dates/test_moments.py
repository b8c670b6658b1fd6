"""Moments as the site writes them: «3 h 10», never «03:10»."""

import re
from datetime import UTC, datetime, time

import pytest

from hub.core.dates.moments import in_hours, in_words
from hub.core.templatetags.typography import heure, moment
from tests.harness.sources import ROOT


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 11, 22, 2, 10, tzinfo=UTC), "22 novembre 2026 à 3 h 10"),
        (datetime(2026, 7, 31, 22, 0, tzinfo=UTC), "1er août 2026 à 0 h"),
        (datetime(2026, 12, 31, 23, 5, tzinfo=UTC), "1er janvier 2027 à 0 h 05"),
    ],
)
def test_moments_are_in_french_and_in_the_time_of_paris(at, words):
    assert in_words(at) == words
    assert re.sub("[\u00a0\u202f]", " ", moment(at)) == words


def test_times_of_day_are_written_with_h():
    assert [in_hours(time(14)), in_hours(time(9, 5))] == ["14 h", "9 h 05"]
    assert heure(time(14, 30)) == "14\u00a0h\u00a030"
    assert [heure(None), moment(None)] == ["", ""]


def test_no_template_writes_times_in_another_way():
    written = re.compile(r"\|(time\b|date:\"[^\"]*[GHgh]:i)")
    found = [str(path) for path in sorted((ROOT / "templates").rglob("*.html")) if written.search(path.read_text())]
    assert found == []
