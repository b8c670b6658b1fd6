"""The calendar behind a secret address: what it shows, to programs that know nothing but the address."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from hub.core.masking import mask
from hub.core.private_links import hash_of, random_token
from tests.factories.contributing import make_contributor
from tests.factories.organisers import member
from tests.factories.registering import desk_of, registered
from tests.factories.workshops import theme, workshop
from tests.harness.dump import dump
from workshops.contributing.links import join_url as contributor_join_url
from workshops.models import PrivateFeed, WorkshopPage
from workshops.registering.actions.seats import cancel_registration
from workshops.registering.links import join_url
from workshops.subscribing import feeds
from workshops.subscribing.actions import cut_feed, feeds_of, make_feed, renew_feed

pytestmark = pytest.mark.django_db
WHEN = "2099-03-18T14:00/2099-03-18T16:00"


@pytest.fixture
def ida():
    return member("ida@exemple.fr")


def path(token: str) -> str:
    return reverse("private_feed", args=[token])


def events(response) -> list:
    return Calendar.from_ical(response.content).events


def titles(response) -> list[str]:
    return [str(event["summary"]) for event in events(response)]


def test_member_reads_all_workshops_and_the_links_of_theirs(client, ida):
    coming, other = (workshop(WHEN, certainty="confirmed", title=title) for title in ("A", "B"))
    workshop(WHEN, certainty="confirmed", title="Brouillon", live=False)
    row = registered(desk_of(coming), "IDA@exemple.fr")
    somebody = registered(desk_of(other), "bob@exemple.fr")
    response = client.get(path(make_feed(ida, "téléphone")))
    found = {str(event["summary"]): event for event in events(response)}
    assert sorted(found) == ["A", "B"]
    assert [str(found["A"]["conference"]), "conference" in found["B"]] == [join_url(row), False]
    assert str(found["A"]["description"]).splitlines()[0] == f"Rejoindre la visioconférence : {join_url(row)}"
    assert {str(event["class"]) for event in found.values()} == {"PRIVATE"}
    assert str(found["A"]["organizer"]) == "mailto:ne-pas-repondre@agoratheque.example"
    text = response.content.decode().replace("\r\n ", "")
    assert [word in text for word in (join_url(somebody), "bob@", "ida@", "SOURCE", "ATTENDEE")] == [False] * 5


def test_who_holds_a_workshop_reads_their_own_link(client, ida):
    held = make_contributor(workshop(WHEN, certainty="confirmed"), "ida@exemple.fr")
    (event,) = events(client.get(path(make_feed(ida, "bureau"))))
    assert str(event["conference"]) == contributor_join_url(held)


def test_registration_without_account_reads_its_workshop_only(client):
    row = registered(desk_of(workshop(WHEN, certainty="confirmed", title="A")))
    registered(desk_of(workshop(WHEN, certainty="confirmed", title="B")), row.email)
    response = client.get(path(make_feed(row, "téléphone")))
    (event,) = events(response)
    assert (str(event["summary"]), str(event["conference"])) == ("A", join_url(row))


def test_who_waits_reads_no_link(client):
    desk = desk_of(workshop(WHEN, certainty="confirmed"), capacity=1)
    registered(desk)
    (event,) = events(client.get(path(make_feed(registered(desk), "téléphone"))))
    assert ("conference" in event, "Rejoindre" in event["description"]) == (False, False)


def test_workshop_on_site_has_no_room_to_join(client, ida):
    registered(desk_of(workshop(WHEN, certainty="confirmed", mode="on_site")), ida.email)
    (event,) = events(client.get(path(make_feed(ida, "téléphone"))))
    assert "conference" not in event


def test_headers_are_those_of_a_secret(client, ida):
    workshop(WHEN, certainty="confirmed")
    response = client.get(path(make_feed(ida, "téléphone")), headers={"accept-encoding": "gzip"})
    names = ("Content-Type", "Cache-Control", "Referrer-Policy", "X-Robots-Tag", "Content-Length")
    assert [response.get(name) for name in names] == [
        "text/calendar; charset=utf-8",
        "private, max-age=900",
        "no-referrer",
        "noindex",
        str(len(response.content)),
    ]
    assert (response.cookies, response.get("Vary"), response.get("Content-Encoding")) == ({}, None, None)
    assert re.fullmatch('"[0-9a-f]{64}"', response["ETag"])


def test_programs_that_hold_it_already_get_304(client, ida):
    workshop(WHEN, certainty="confirmed")
    address = path(make_feed(ida, "téléphone"))
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    head = client.head(address)
    assert (again.status_code, again.content, head["ETag"], head.content) == (304, b"", first["ETag"], b"")
    assert again["Referrer-Policy"] == "no-referrer"
    WorkshopPage.objects.update(title="Autre")
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PROPFIND", "OPTIONS"])
def test_nothing_but_reading_is_allowed(ida, method):
    asked = Client(enforce_csrf_checks=True).generic(method, path(make_feed(ida, "téléphone")))
    assert asked.status_code == 405


def test_unknown_address_is_404_and_counted(client, monkeypatch):
    monkeypatch.setattr(feeds, "UNKNOWN_PER_HOUR", 2)
    asked = [client.get(path(random_token())).status_code for _ in range(3)]
    assert asked == [404, 404, 429]


@pytest.mark.parametrize("token", ["x", "é" * 50, "%00", "a" * 5000])
def test_what_is_no_token_is_404(client, token):
    assert client.get(path(token)).status_code == 404


def test_address_with_one_sign_changed_is_unknown(client, ida):
    token = make_feed(ida, "téléphone")
    assert client.get(path(("a" if token[0] != "a" else "b") + token[1:])).status_code == 404


def test_cut_address_is_an_empty_calendar_that_says_so(client, ida):
    workshop(WHEN, certainty="confirmed")
    token = make_feed(ida, "téléphone")
    cut_feed(ida, feeds_of(ida).get().pk)
    response = client.get(path(token))
    calendar = Calendar.from_ical(response.content)
    assert (response.status_code, str(calendar["name"]), calendar.events) == (200, "Agenda révoqué", [])


def test_renewing_cuts_the_former_address(client, ida):
    workshop(WHEN, certainty="confirmed", title="A")
    former = make_feed(ida, "téléphone")
    name, present = renew_feed(ida, feeds_of(ida).get().pk)
    assert [titles(client.get(path(token))) for token in (former, present)] == [[], ["A"]]
    assert (name, feeds_of(ida).count()) == ("téléphone", 1)


def test_who_cancels_has_no_calendar_any_more(client):
    row = registered(desk_of(workshop(WHEN, certainty="confirmed", title="A")))
    token = make_feed(row, "téléphone")
    assert titles(client.get(path(token))) == ["A"]
    cancel_registration(row)
    assert titles(client.get(path(token))) == []
    registered(row.desk, row.email)
    assert titles(client.get(path(token))) == []


def test_closed_account_reads_nothing(client, ida):
    workshop(WHEN, certainty="confirmed")
    token = make_feed(ida, "téléphone")
    type(ida).objects.update(is_active=False)
    assert titles(client.get(path(token))) == []


def test_reading_is_noted_once_a_day(client, ida):
    token = make_feed(ida, "téléphone")
    client.get(path(token))
    with CaptureQueriesContext(
        connection,
    ) as seen:
        client.get(path(token))
    assert [query["sql"] for query in seen if not query["sql"].startswith("SELECT")] == []
    assert PrivateFeed.objects.get().last_read_on == timezone.localdate()


def test_secret_is_stored_nowhere_and_masked_in_logs(client, ida):
    token = make_feed(ida, "téléphone")
    client.get(path(token))
    assert PrivateFeed.objects.get().hash == hash_of(token)
    assert [table for table, rows in dump().items() if token in "".join(rows)] == []
    assert mask(f"GET {path(token)} 200") == "GET /agenda/prive/*** 200"


def test_feed_costs_the_same_for_1_and_30_registrations(client, ida):
    subject = theme()
    token = make_feed(ida, "téléphone")
    client.get(path(token))
    counts = []
    for wanted in (1, 30):
        for _ in range(wanted - WorkshopPage.objects.count()):
            registered(desk_of(workshop(WHEN, certainty="confirmed", themes=[subject])), ida.email)
        with CaptureQueriesContext(connection) as seen:
            assert len(events(client.get(path(token)))) == wanted
        counts.append(len(seen))
    assert len(set(counts)) == 1
