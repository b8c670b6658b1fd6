"""What the editor of pages does beyond Wagtail's: expired pages are saved, publishing leads back to the list."""

from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
from django.test import RequestFactory
from django.utils import timezone

from hub.core.expiring import PAST
from hub.core.http import own_screen
from hub.core.viewsets import LISTS
from hub.core.wagtail_hooks import back_to_the_list
from hub.home.models import StandardPage
from tests.factories.organisers import organiser
from tests.factories.pages import home_page
from tests.factories.workshops import workshop

pytestmark = pytest.mark.django_db
ROWS = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
LIST = "/admin/ateliers/?moment=to_come&p=2"


@pytest.fixture
def office(client):
    client.force_login(organiser())
    return client


def plain_page(**fields: object) -> StandardPage:
    return home_page().add_child(instance=StandardPage(title="La charte", slug="charte", **fields))


def expired_page() -> StandardPage:
    return plain_page(live=False, expired=True, expire_at=timezone.now() - timedelta(days=1))


def send(client, page: StandardPage, **values: object):
    known = {"title": "Titre neuf", "slug": "charte", "introduction": "", "seo_title": "", "search_description": ""}
    rows = {f"comments-{name}": value for name, value in ROWS.items()}
    return client.post(f"/admin/pages/{page.pk}/edit/", {**known, **rows, "body-count": "0", **values})


def typed(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def kept(page: StandardPage) -> tuple[str, bool]:
    latest = StandardPage.objects.get(pk=page.pk)
    return latest.get_latest_revision_as_object().title if latest.latest_revision else latest.title, latest.live


# ---------------------------------------------------------------- an end that is past
def test_expired_page_is_saved_and_keeps_its_end(office):
    page = expired_page()
    answer = send(office, page, expire_at=typed(page.expire_at))
    assert answer.status_code == 302
    draft = StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert (kept(page), typed(draft.expire_at)) == (("Titre neuf", False), typed(page.expire_at))


def test_expired_page_is_published_without_its_end_only(office):
    page = expired_page()
    refused = send(office, page, expire_at=typed(page.expire_at), **{"action-publish": "1"})
    assert (refused.status_code, PAST in refused.context["form"].errors["expire_at"]) == (200, True)
    assert (refused.context["form"]["title"].value(), kept(page)) == ("Titre neuf", ("La charte", False))
    assert send(office, page, expire_at="", **{"action-publish": "1"}).status_code == 302
    assert kept(page) == ("Titre neuf", True)


def test_another_end_in_the_past_is_refused(office):
    page = expired_page()
    answer = send(office, page, expire_at=typed(page.expire_at - timedelta(days=2)))
    assert (answer.status_code, "expire_at" in answer.context["form"].errors) == (200, True)
    assert kept(page) == ("La charte", False)


# ---------------------------------------------------------------- back to the list
def test_list_gives_its_address_to_its_pages(office):
    page = workshop("2027-06")
    link = f'href="/admin/pages/{page.pk}/edit/?next={quote("/admin/ateliers/?moment=to_come", safe="")}"'
    assert link in office.get("/admin/ateliers/?moment=to_come").text
    assert link in office.get("/admin/ateliers/results/?moment=to_come").text


def test_publishing_leads_to_the_list_also_after_a_refused_form(office):
    page = plain_page()
    opened = office.get(f"/admin/pages/{page.pk}/edit/?next={quote(LIST, safe='')}")
    assert opened.context["next"] == LIST
    refused = send(office, page, title="", next=LIST, **{"action-publish": "1"})
    assert (refused.status_code, refused.context["next"]) == (200, LIST)
    assert send(office, page, next=LIST, **{"action-publish": "1"})["Location"] == LIST


@pytest.mark.parametrize("address", ["", "https://ailleurs.example/admin/", "//ailleurs.example/admin/", "/agenda/"])
def test_publishing_leads_nowhere_else(office, address):
    page = plain_page()
    answer = send(office, page, next=address, **{"action-publish": "1"})
    assert answer["Location"] == f"/admin/pages/{home_page().pk}/"


def test_publishing_leads_to_the_list_of_the_type(office):
    page = workshop("2027-06")
    data = {"action-publish": "1", "title": page.title, "slug": page.slug}
    assert LISTS[type(page)] == "ateliers:index"
    request = RequestFactory().post("/", data)
    assert back_to_the_list(request, page)["Location"] == "/admin/ateliers/"


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("/admin/ateliers/?p=2", True),
        ("/admin/", True),
        ("/adminailleurs/", False),
        ("//ailleurs.example/admin/", False),
        ("https://ailleurs.example/admin/", False),
        ("/admin/../deconnexion/", False),
        ("/admin/\\ailleurs", True),
        ("javascript:alert(1)", False),
        ("/agenda/", False),
        ("", False),
    ],
)
def test_only_screens_of_the_administration_are_led_to(address, own):
    assert own_screen(address) == (address if own else "")
