"""What moves ETag and Last-Modified, and what feeds answer to everything but reading."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from tests.factories.workshops import PUBLISHED, theme, workshop
from workshops.models import WorkshopPage

pytestmark = pytest.mark.django_db

FEED = "/agenda/ateliers.ics"
NOW = datetime(2026, 11, 22, 10, 0, 0, 400_000, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    """Sets the day and the instant."""

    def at(now: datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: now.date())

    at(NOW)
    return at


def publish(page: WorkshopPage, title: str) -> None:
    page = WorkshopPage.objects.get(pk=page.pk)
    page.title = title
    page.save_revision().publish()


def state(client, path: str) -> tuple[str, str]:
    answer = client.get(path)
    return answer["ETag"], answer["Last-Modified"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PROPFIND", "DELETE", "REPORT"])
@pytest.mark.parametrize(
    "path", [FEED, "/agenda/ateliers-previsionnels.ics", "/agenda/themes/tirage.ics", "/ateliers/juin/atelier.ics"]
)
def test_feeds_are_only_read(path, method):
    theme("Tirage", slug="tirage")
    workshop("2027-06", slug="juin")
    answer = Client(enforce_csrf_checks=True).generic(method, path)
    assert (answer.status_code, answer["Allow"], dict(answer.cookies)) == (405, "GET, HEAD", {})


def test_last_modified_moves_with_the_day(client, clock):
    publish(workshop("2027-03-18"), "Lui")
    first = client.get(FEED)["Last-Modified"]
    assert first == "Sun, 22 Nov 2026 10:00:00 GMT"
    assert client.get(FEED, HTTP_IF_MODIFIED_SINCE=first).status_code == 304
    clock(datetime(2026, 11, 23, 8, tzinfo=UTC))
    assert client.get(FEED)["Last-Modified"] == "Sun, 22 Nov 2026 23:00:00 GMT"
    assert client.get(FEED, HTTP_IF_MODIFIED_SINCE=first).status_code == 200


def test_two_publications_in_one_second_are_two_states(client, clock):
    page = workshop("2027-03-18")
    publish(page, "Un")
    etag, since = state(client, FEED)
    publish(page, "Deux")
    assert client.get(FEED, HTTP_IF_NONE_MATCH=etag).status_code == 200
    assert client.get(FEED, HTTP_IF_MODIFIED_SINCE=since).status_code == 200
    assert state(client, FEED)[1] > since


def test_one_workshop_changes_only_when_it_does(client, clock):
    page, other = workshop("2027-03-18", slug="lui"), workshop("2027-03-19")
    one = "/ateliers/lui/atelier.ics"
    before = state(client, one)
    assert before[1] == "Mon, 02 Nov 2026 09:30:00 GMT"
    assert datetime(2026, 11, 2, 9, 30, tzinfo=UTC) == PUBLISHED
    publish(other, "Un autre")
    other.delete()
    clock(datetime(2026, 11, 25, 8, tzinfo=UTC))
    assert state(client, one) == before
    publish(page, "Nouveau titre")
    after = state(client, one)
    assert (after[0] != before[0], after[1]) == (True, "Wed, 25 Nov 2026 08:00:00 GMT")


def test_feed_is_the_same_bytes_while_what_it_shows_does_not_move(client, clock):
    chosen = theme("Tirage", slug="tirage")
    workshop("2027-03-18", themes=[chosen])
    before = client.get("/agenda/themes/tirage.ics").content
    publish(workshop("2027-03-19"), "Un autre thème")
    clock(datetime(2026, 11, 25, 8, tzinfo=UTC))
    assert client.get("/agenda/themes/tirage.ics").content == before


def test_workshop_that_leaves_moves_the_whole_feed(client, clock):
    page = workshop("2027-03-18")
    publish(workshop("2027-03-19"), "Un autre")
    before = state(client, FEED)
    clock(datetime(2026, 11, 22, 11, tzinfo=UTC))
    page.delete()
    after = state(client, FEED)
    assert (after[0] != before[0], after[1] > before[1]) == (True, True)


def test_last_day_of_the_year_before_is_still_in_the_feed(client, clock):
    workshop("2025-11-22", title="Un an", certainty="held")
    workshop("2025-11-21", title="Plus d’un an", certainty="held")
    body = client.get(FEED).content.decode()
    assert ("Un an" in body, "Plus d’un an" in body, date(2025, 11, 22).isoformat() in body) == (True, False, False)
