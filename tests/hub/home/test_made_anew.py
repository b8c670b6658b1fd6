"""Pages that are made anew, when nothing changed since the last time: what they show is not read again."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casestudies.models import AssemblyPage, CaseStudyPage
from glossary.models import Term, Theme
from hub.core.lists import kept
from hub.home.models import StandardPage
from hub.home.starter import load_starter
from tests.factories.casestudies import assembly, case_study
from tests.factories.pages import home_page
from tests.factories.registering import desk_of, registered
from tests.factories.workshops import authority, partner, theme, workshop
from tests.harness.queries import SIZES, growing
from workshops.models import WorkshopPage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    kept.forget()


def queries(path: str, *, is_known: bool = True) -> int:
    if is_known:
        Client().get(path)
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(path).status_code == 200
    return len(captured)


def test_pages_read_the_token_and_where_they_stand_and_who_may_read_them():
    load_starter(year=2027)
    three = "&".join(f"a={page.slug}" for page in AssemblyPage.objects.visible_to_all().order_by("pk")[:3])
    models = (WorkshopPage, AssemblyPage, CaseStudyPage)
    first = {model.__name__: model.objects.visible_to_all().order_by("pk")[0].url for model in models}
    paths = {**first, "home": "/", "theme": Theme.objects.all()[0].get_absolute_url()}
    paths |= {"comparison": f"/assemblees/comparer/?{three}"}
    assert {name: queries(path) for name, path in paths.items()} == {
        "WorkshopPage": 4,
        "AssemblyPage": 4,
        "CaseStudyPage": 4,
        "home": 3,
        "theme": 1,
        "comparison": 3,
    }


def test_pages_just_after_a_publication_read_each_thing_once():
    """Nothing is kept any more: what is added here is paid by the first reader after each publication."""
    load_starter(year=2027)
    meeting = WorkshopPage.objects.visible_to_all().order_by("pk")[0]
    paths = {"home": "/", "workshop": meeting.url, "theme": Theme.objects.all()[0].get_absolute_url()}
    counts = {}
    for name, path in paths.items():
        shown(path)
        kept.content_changed()
        counts[name] = queries(path, is_known=False)
    assert counts == {"home": 25, "workshop": 24, "theme": 36}


def test_pages_just_after_a_publication_cost_the_same_whatever_they_gather():
    subject, place = theme(), assembly("paris")
    meeting = workshop("2099-03-18", themes=[subject])
    study = case_study("Une étude", assemblies=[place])
    three = "&".join(f"a={assembly(slug).slug}" for slug in ("lyon", "lille", "brest"))
    pages = ["/", subject.get_absolute_url(), place.url, study.url, meeting.url, f"/assemblees/comparer/?{three}"]
    counts: dict[str, list[int]] = {path: [] for path in pages}
    made = 0
    for size in SIZES:
        for number in range(made, size):
            more = case_study(f"Étude {number}", assemblies=[place])
            more.themes.add(subject)
            more.workshops.add(meeting)
            more.save()
            partner(workshop("2099-03-19", themes=[subject], fallback_for=meeting), authority())
        made = size
        for path in pages:
            shown(path)
            kept.content_changed()
            counts[path].append(queries(path, is_known=False))
    assert growing(counts) == {}


def shown(path: str) -> str:
    return re.sub(r"\s+", " ", Client().get(path).text)


def test_what_pages_gather_is_read_again_once_something_changed():
    subject = theme()
    place = assembly("paris")
    study = case_study("Une étude", assemblies=[place])
    meeting = workshop("2099-03-18", certainty="confirmed", themes=[subject])
    study.workshops.add(meeting)
    study.save()
    pages = ["/", subject.get_absolute_url(), place.url, study.url, meeting.url]
    for path in pages:
        shown(path)
    Theme.objects.update(label="Le libellé neuf", short_label="Le libellé neuf")
    CaseStudyPage.objects.update(title="Le titre neuf")
    assert [path for path in ("/", place.url, meeting.url) if "Le titre neuf" not in shown(path)] == []
    assert [path for path in ("/", subject.get_absolute_url()) if "Le libellé neuf" not in shown(path)] == []


def test_page_of_a_workshop_says_that_it_is_full_at_once():
    desk = desk_of(workshop("2099-03-18", certainty="confirmed"), capacity=1)
    assert "Inscriptions ouvertes." in shown(desk.workshop.url)
    registered(desk)
    assert "Complet." in shown(desk.workshop.url)


def test_a_definition_opens_in_a_page_as_soon_as_it_is_written():
    page = workshop("2099-03-18", introduction="Du tirage au sort.")
    shown(page.url)
    Term.objects.create(name="tirage au sort", slug="tirage-au-sort", definition="Le hasard.")
    assert "Le hasard." in shown(page.url)


def test_a_few_things_are_kept_and_never_more():
    asked: list[list[int]] = []

    def read(missing: list[int]) -> dict[int, int]:
        asked.append(missing)
        return {number: -number for number in missing if number != 3}

    assert kept.kept_few("squares", [2, 3, 1], read) == {2: -2, 1: -1}
    assert list(kept.kept_few("squares", [1, 4, 2], read)) == [1, 4, 2]
    assert asked == [[2, 3, 1], [4]]
    for number in range(5, 500):
        kept.kept_few("squares", [number], read)
        assert len(kept.kept("squares", dict)) <= kept.FEW


@pytest.mark.parametrize("path", ["/b/a/", "/a/a/", "/b/", "/a/c/", "/a/b/c/b/"])
def test_an_address_is_followed_from_above(path):
    below = home_page().add_child(instance=StandardPage(title="A", slug="a"))
    below.add_child(instance=StandardPage(title="B", slug="b")).add_child(instance=StandardPage(title="C", slug="c"))
    assert [Client().get(each).status_code for each in ("/a/", "/a/b/", "/a/b/c/", path)] == [200, 200, 200, 404]


def test_a_page_below_one_that_is_unpublished_is_still_served():
    """As Wagtail does."""
    above = home_page().add_child(instance=StandardPage(title="A", slug="a"))
    above.add_child(instance=StandardPage(title="B", slug="b"))
    above.unpublish()
    assert [Client().get(path).status_code for path in ("/a/", "/a/b/")] == [404, 200]
