"""Feeds over HTTP: what they hold, and that they are the same bytes for everybody."""

from datetime import date

import pytest
import vobject
from django.core.cache.backends.dummy import DummyCache

from tests.factories.workshops import authority, partner, theme, workshop
from tests.harness.queries import growing, query_counts_of
from workshops.agenda.actions import record_publication
from workshops.models import CalendarState, WorkshopPage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2026, 11, 22))


def summaries(response) -> list[str]:
    calendar = vobject.readOne(response.content.decode())
    return [event.summary.value for event in getattr(calendar, "vevent_list", [])]


def test_feed_holds_known_days_and_the_forecast_also_months(client):
    workshop("2027-03-18", title="Jour connu", certainty="confirmed")
    workshop("2027-06", title="Mois connu")
    workshop("2027", title="Année connue")
    workshop("", title="Sans date")
    assert summaries(client.get("/agenda/ateliers.ics")) == ["Jour connu"]
    assert summaries(client.get("/agenda/ateliers-previsionnels.ics")) == [
        "Jour connu",
        "[Date à préciser] Mois connu",
    ]


def test_feed_says_in_the_title_what_is_not_sure(client):
    workshop("2027-03-18/2027-03-19", title="Comptes", certainty="tentative")
    workshop("2027-04-02", title="Autre", certainty="cancelled")
    workshop("2027-06", title="Été", certainty="cancelled")
    assert summaries(client.get("/agenda/ateliers.ics")) == ["[Sous réserve] Comptes", "[Annulé] Autre"]
    assert summaries(client.get("/agenda/ateliers-previsionnels.ics"))[2:] == ["[Annulé] Été"]


def test_feed_of_a_theme_holds_only_its_workshops(client):
    chosen = theme("Tirage au sort", slug="tirage")
    workshop("2027-03-18", title="Le bon", themes=[chosen], certainty="confirmed")
    workshop("2027-03-19", title="Un autre", certainty="confirmed")
    assert summaries(client.get("/agenda/themes/tirage.ics")) == ["Le bon"]
    assert client.get("/agenda/themes/inconnu.ics").status_code == 404


def test_feed_never_holds_drafts_or_ideas(client):
    workshop("2027-03-18", live=False)
    workshop("2027-03-18", certainty="idea")
    assert summaries(client.get("/agenda/ateliers-previsionnels.ics")) == []


def test_feed_answers_conditional_requests_without_cookie(client):
    workshop("2027-03-18")
    first = client.get("/agenda/ateliers.ics")
    again = client.get("/agenda/ateliers.ics", HTTP_IF_NONE_MATCH=first["ETag"])
    since = client.get("/agenda/ateliers.ics", HTTP_IF_MODIFIED_SINCE=first["Last-Modified"])
    head = client.head("/agenda/ateliers.ics")
    assert [first.status_code, again.status_code, since.status_code, head.status_code] == [200, 304, 304, 200]
    assert (head.content, head["Content-Length"]) == (b"", str(len(first.content)))
    assert first.content == client.get("/agenda/ateliers.ics").content
    assert first.cookies == {}
    assert first.get("Vary") is None
    for feed in ("ateliers", "ateliers-previsionnels"):
        assert client.post(f"/agenda/{feed}.ics").status_code == 405


def test_feed_of_one_workshop_is_a_download(client):
    page = workshop("2027-06", slug="juin", title="Juin")
    response = client.get("/ateliers/juin/atelier.ics")
    assert response["Content-Disposition"] == 'attachment; filename="atelier-juin.ics"'
    assert vobject.readOne(response.content.decode()).vevent.uid.value == str(page.uid)
    assert client.get("/ateliers/rien/atelier.ics").status_code == 404


def test_queries_do_not_grow_with_workshops(client, monkeypatch):
    """Feeds are written anew each time here: what is kept would hide their cost."""
    monkeypatch.setattr("workshops.agenda.feeds.cache", DummyCache("", {}))
    place, subject = authority(), theme(slug="tirage")
    original = workshop("2027-03-18", themes=[subject], slug="mars", certainty="cancelled")

    def one_more() -> None:
        partner(workshop("2027-11-04", themes=[subject], fallback_for=original), place, "tentative")
        workshop("2027-06", themes=[subject], replaces=original, certainty="confirmed")

    feeds = ["/agenda/ateliers.ics", "/agenda/ateliers-previsionnels.ics", "/agenda/themes/tirage.ics"]
    paths = [*feeds, "/ateliers/mars/atelier.ics", "/ateliers/", "/themes/tirage/", "/ateliers/mars/"]
    assert growing(query_counts_of(client, paths, one_more)) == {}


def test_sequence_goes_up_when_the_date_changes_and_not_for_a_title():
    page = workshop("2027-06")
    record_publication(page)
    page.title = "Autre titre"
    record_publication(page)
    assert WorkshopPage.objects.get(pk=page.pk).sequence == 0
    page.when = page.when.parse("2027-06-14")
    record_publication(page)
    record_publication(page)
    assert WorkshopPage.objects.get(pk=page.pk).sequence == 1


def test_publishing_an_older_draft_keeps_the_identity_in_calendars():
    page = workshop("2027-06")
    draft = page.save_revision()
    WorkshopPage.objects.filter(pk=page.pk).update(sequence=7)
    draft.publish()
    published = WorkshopPage.objects.get(pk=page.pk)
    assert (published.uid, published.sequence >= 7) == (page.uid, True)


def test_copied_workshop_gets_its_own_identity():
    page = workshop("2027-06")
    copy = page.copy(update_attrs={"slug": "copie"})
    assert copy.uid != page.uid


def test_unpublishing_deleting_and_renaming_move_etag_and_last_modified(client):
    subject = theme("Tirage au sort", slug="tirage")
    first = workshop("2027-03-18", themes=[subject], slug="un")
    second = workshop("2027-03-19", themes=[subject], slug="deux")
    seen = [client.get("/agenda/ateliers.ics")["ETag"]]
    first.unpublish()
    seen.append(client.get("/agenda/ateliers.ics")["ETag"])
    second.delete()
    seen.append(client.get("/agenda/ateliers.ics")["ETag"])
    workshop("2027-03-20", themes=[subject], slug="trois").save_revision().publish()
    seen.append(client.get("/agenda/ateliers.ics")["ETag"])
    subject.label = "Sortition"
    subject.save()
    seen.append(client.get("/agenda/ateliers.ics")["ETag"])
    assert len(set(seen)) == 5
    assert CalendarState.objects.get().generation >= 4


def test_warm_feed_costs_one_query(client, django_assert_num_queries):
    workshop("2027-03-18")
    etag = client.get("/agenda/ateliers.ics")["ETag"]
    with django_assert_num_queries(1):
        client.get("/agenda/ateliers.ics")
    with django_assert_num_queries(1):
        client.get("/agenda/ateliers.ics", HTTP_IF_NONE_MATCH=etag)


def test_poisoned_row_leaves_the_others_in_the_feed(client):
    workshop("2027-03-18", title="Le bon", certainty="confirmed")
    bad = workshop("2027-03-19", title="Le mauvais", certainty="confirmed")
    WorkshopPage.objects.filter(pk=bad.pk).update(title="a\r\nATTENDEE:mailto:x@y.z\u2028b;,:\\ 😀" + "é" * 200)
    response = client.get("/agenda/ateliers.ics")
    assert response.status_code == 200
    assert b"\nATTENDEE" not in response.content
    assert summaries(response)[0] == "Le bon"


@pytest.mark.parametrize(
    ("place", "mode", "told"),
    [
        ("Salle du conseil", "online", "Salle du conseil"),
        ("", "online", "Visioconférence"),
        ("Salle du conseil", "on_site", "Salle du conseil"),
        ("", "on_site", None),
    ],
)
def test_where_it_takes_place_is_what_is_known(client, place, mode, told):
    workshop("2027-03-18", certainty="confirmed", place=place, mode=mode)
    (event,) = vobject.readOne(client.get("/agenda/ateliers.ics").content.decode()).vevent_list
    assert (event.location.value if hasattr(event, "location") else None) == told
