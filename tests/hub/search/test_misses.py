"""Searches that find nothing: kept for organisers, without a trace of who typed them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from glossary.models import EquivalentWords
from hub.search.actions import misses
from hub.search.actions.misses import note_miss, purge_misses, write_misses
from hub.search.models import Miss
from tests.factories.organisers import organiser
from tests.factories.pages import home_page

pytestmark = pytest.mark.django_db

FIRST = date(2026, 11, 2)


def days(*numbers: int) -> list[date]:
    return [FIRST + timedelta(days=number) for number in numbers]


def type_on(text: str, *numbers: int) -> None:
    for day in days(*numbers):
        write_misses({(text, day)})


def readable() -> list[tuple[str, int]]:
    return [(line.text, line.days) for line in Miss.objects.all()]


def test_a_miss_is_readable_from_its_third_day_only():
    type_on("quorum", 0, 0, 1)
    assert readable() == [("", 2)]
    type_on("quorum", 5)
    assert readable() == [("quorum", 3)]


@pytest.mark.parametrize("text", ["moi@exemple.fr", "06 12 34 56 78", "a" * 81, "   "])
def test_what_may_point_to_a_person_is_never_noted(text, monkeypatch):
    monkeypatch.setattr(misses, "BATCH", 1)
    note_miss(text)
    assert Miss.objects.count() == 0


def test_misses_are_written_a_few_at_a_time(client, monkeypatch):
    home_page()
    monkeypatch.setattr(misses, "_gathered", misses._Gathered())
    monkeypatch.setattr(misses, "BATCH", 3)
    counts = []
    for text in ("Zinnia", "zinnia", "dahlia", "pivoine"):
        client.get("/recherche/", {"q": text})
        counts.append(Miss.objects.count())
    assert counts == [0, 0, 0, 3]


def test_misses_are_limited_in_number(monkeypatch):
    monkeypatch.setattr(misses, "MOST", 2)
    for text in ("un zinnia", "un dahlia", "une pivoine"):
        type_on(text, 0)
    assert Miss.objects.count() == 2


def test_misses_are_forgotten():
    type_on("quorum", 0, 1, 2)
    type_on("zinnia", 0)
    assert purge_misses(datetime(2026, 12, 20, tzinfo=UTC)) == 1
    assert readable() == [("quorum", 3)]
    assert [purge_misses(datetime(2027, 11, day, tzinfo=UTC)) for day in (4, 5, 5)] == [0, 1, 0]


def test_organisers_see_what_is_missing_and_add_an_equivalent_from_there(client):
    home_page()
    type_on("assiette & quorum", 0, 1, 2)
    type_on("zinnia", 0)
    client.force_login(organiser())
    page = client.get("/admin/recherches-sans-resultat/").content.decode()
    link = "/admin/snippets/glossary/equivalentwords/add/?word=assiette+%26+quorum"
    assert (link in page, "zinnia" in page) == (True, False)
    assert 'value="assiette &amp; quorum"' in client.get(link).content.decode()
    client.post(link, {"word": "assiette & quorum", "others": "présence"})
    assert EquivalentWords.objects.get().all_words == ["assiette & quorum", "présence"]
