"""People of this field find what they look for in the starter content, typed the way they say it."""

import io

import pytest
from django.core.management import call_command

from casestudies.models import Fact
from hub.core.lists.kept import forget
from tests.hub.search.relevance import MUST, MUST_NOT

pytestmark = pytest.mark.django_db


@pytest.fixture
def first_page(client):
    forget()
    call_command("load_starter", stdout=io.StringIO())

    def search(text: str) -> list[str]:
        return [result.title for result in client.get("/recherche/", {"q": text}).context["results"]]

    return search


def test_there_are_enough_queries():
    assert sum(map(len, MUST.values())) + len(MUST_NOT) >= 200


def test_the_first_page_has_what_is_looked_for_and_nothing_foreign(first_page):
    missing = [
        f"{family}: {query} → {title}"
        for family, pairs in MUST.items()
        for query, title in pairs
        if not any(title in found for found in first_page(query))
    ]
    foreign = [query for query, title in MUST_NOT if any(title in found for found in first_page(query))]
    assert (missing, foreign) == ([], [])


def test_the_box_of_assemblies_finds_every_sheet_with_the_fact(first_page, client):
    facts = Fact.objects.filter(key="compensation", page__live=True).values("page").distinct().count()
    assert client.get("/assemblees/", {"q": "indemnité"}).context["items"].paginator.count >= facts > 5
