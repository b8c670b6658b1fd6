"""What a large site asks most is answered by an index on both databases, never by reading a whole table.

Where a page stands, the fifth, is looked at in `tests/hub/core/test_sites.py`.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet

from bench.bulk import add_pages
from casestudies.models import AssemblyIndexPage, AssemblyPage, CaseStudyIndexPage, CaseStudyPage, Fact
from hub.home.pages.overview import LATEST_FIRST
from hub.search.models import Entry, Posting
from tests.factories.casestudies import source
from tests.factories.organisers import member
from tests.factories.pages import index_page
from tests.factories.registering import desk_of
from tests.factories.workshops import authority, workshop
from workshops.models import Registration

pytestmark = pytest.mark.django_db
MANY = 3_000
SHARE = 100


def _assemblies() -> list[AssemblyPage]:
    parent, place = index_page(AssemblyIndexPage, "assemblees", "Assemblées"), authority()
    pages = [AssemblyPage(title=f"A {each}", slug=f"a-{each}", authority=place) for each in range(MANY // 10)]
    return add_pages(parent, pages)


def facts_of_a_sheet() -> QuerySet:
    pages, said = _assemblies(), source()
    rows = [Fact(page=pages[each % len(pages)], key="size", value="9", source=said) for each in range(MANY)]
    Fact.objects.bulk_create(rows)
    return Fact.objects.filter(page=pages[3])


def _registrations() -> None:
    desks = [desk_of(workshop("2099-03-18")) for _ in range(MANY // SHARE)]
    people = [member() for _ in range(MANY // SHARE)]
    Registration.objects.bulk_create(
        Registration(desk=desks[each % len(desks)], member=people[each // SHARE], state="waiting", email_key=str(each))
        for each in range(MANY)
    )


def waiting_list_of_a_desk() -> QuerySet:
    _registrations()
    desk = Registration.objects.all()[0].desk
    return Registration.objects.filter(desk=desk, state="waiting").in_order()


def registrations_of_a_member() -> QuerySet:
    _registrations()
    return Registration.objects.filter(member=Registration.objects.all()[0].member)


def pages_with_a_word() -> QuerySet:
    made = [Entry(family="page", number=each, title="É", fingerprint="x") for each in range(SHARE)]
    entries = list(Entry.objects.bulk_create(made))
    words = [(entries[each % SHARE], f"mot{each // SHARE}") for each in range(MANY)]
    rows = [Posting(entry=entry, token=word, weight=1, word=word) for entry, word in words]
    Posting.objects.bulk_create(rows)
    return Posting.objects.filter(token=words[0][1])


@pytest.mark.parametrize(
    "prepare",
    [facts_of_a_sheet, waiting_list_of_a_desk, registrations_of_a_member, pages_with_a_word],
)
def test_heavy_query_is_answered_by_an_index(prepare: Callable[[], QuerySet]):
    query = prepare()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    plan = query.order_by().explain()
    tables = ["casestudies_fact", "workshops_registration", "hub_search_posting"]
    read_whole = [table for table in tables if {f"SCAN {table}", f"Seq Scan on {table}"} & _steps(plan)]
    assert (read_whole, "INDEX" in plan.upper()) == ([], True)


def test_latest_studies_are_found_from_the_newest_and_not_by_sorting_all_of_them():
    """What the home page and each theme ask for just after a publication."""
    parent, first = index_page(CaseStudyIndexPage, "etudes-de-cas", "Études de cas"), datetime(2024, 1, 1, tzinfo=UTC)
    pages = [CaseStudyPage(title=f"É {each}", slug=f"e-{each}", practice_summary="Ainsi.") for each in range(MANY)]
    for each, page in enumerate(pages):
        page.first_published_at = first + timedelta(hours=each)
    add_pages(parent, pages)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    latest = CaseStudyPage.objects.visible_to_all().order_by(*LATEST_FIRST)[:3]
    assert "wagtailcore_page_first_published_at" in latest.explain()
    assert [page.title for page in latest] == [f"É {MANY - each}" for each in (1, 2, 3)]


def _steps(plan: str) -> set[str]:
    """«SCAN table» and «Seq Scan on table», as the lines of both databases begin."""
    lines = [line.lstrip("0123456789 ->").split() for line in plan.splitlines()]
    return {" ".join(line[:2]) for line in lines} | {" ".join(line[:4]) for line in lines}
