"""Who sees the room, when, and what the others are told."""

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests.factories.contributing import make_contributor
from tests.factories.organisers import member
from tests.factories.registering import asked, desk_of, registered
from tests.factories.workshops import workshop
from tests.harness.clock import stopped_at
from tests.harness.queries import query_counts
from workshops.contributing.links import join_url as contributor_join_url
from workshops.contributing.links import private_path as contribution_path
from workshops.joining.doors import Door, closes_in_words, door_of
from workshops.models import MeetingLink, Registration, WorkshopPage
from workshops.registering.actions.seats import cancel_registration
from workshops.registering.links import join_url, private_path

pytestmark = pytest.mark.django_db
WHEN = "2099-03-18T14:00/2099-03-18T16:00"
#: Same day, UTC: Paris is an hour ahead.
BEFORE, OPEN, OVER = "2099-03-18T12:44:59Z", "2099-03-18T12:45:00Z", "2099-03-18T15:30:00Z"
HOSTS_BEFORE, HOSTS_OPEN = "2099-03-18T12:29:59Z", "2099-03-18T12:30:00Z"
ROOM = {"address": "https://visio.exemple.fr/salle-7", "code": "4412", "phone": "+33 1 99 00 12 34"}


@pytest.fixture
def page():
    page = workshop(WHEN, certainty="confirmed")
    MeetingLink.objects.create(workshop=page, host_notes="Ouvrir avec le compte commun", **ROOM)
    return page


@pytest.fixture
def seated(page):
    return registered(desk_of(page), "ida@exemple.fr")


def path_of(url):
    return "/" + url.split("/", 3)[3]


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("\u202f", " ")


def shown(response):
    """Which parts of the room the page gives."""
    content = response.content.decode()
    return [name for name, value in ROOM.items() if value in content]


def at(client, moment, url):
    with stopped_at(moment):
        return client.get(path_of(url))


@pytest.mark.parametrize(
    ("moment", "parts"),
    [(BEFORE, []), (OPEN, list(ROOM)), ("2099-03-18T15:29:59Z", list(ROOM)), (OVER, [])],
)
def test_registered_person_sees_the_room_from_a_quarter_of_an_hour_before(client, seated, moment, parts):
    answer = at(client, moment, join_url(seated))
    assert (answer.status_code, shown(answer), "compte commun" in text_of(answer)) == (200, parts, False)


def test_page_says_in_words_when_the_room_opens_then_that_it_is_over(client, seated):
    assert "La salle ouvre le 18 mars 2099 à 13 h 45 (heure de Paris)" in text_of(at(client, BEFORE, join_url(seated)))
    assert "L’atelier est terminé." in text_of(at(client, OVER, join_url(seated)))


@pytest.mark.parametrize(
    ("role", "moment", "parts", "reads_notes"),
    [
        ("host", HOSTS_BEFORE, [], False),
        ("host", HOSTS_OPEN, list(ROOM), True),
        ("second_host", HOSTS_OPEN, list(ROOM), True),
        ("speaker", HOSTS_OPEN, [], False),
        ("speaker", OPEN, list(ROOM), False),
    ],
)
def test_hosts_enter_first_and_read_their_notes(client, page, role, moment, parts, reads_notes):
    row = make_contributor(page, role=role, part=1)
    answer = at(client, moment, contributor_join_url(row))
    assert (shown(answer), "compte commun" in text_of(answer)) == (parts, reads_notes)


def test_page_is_kept_nowhere_and_tells_the_provider_nothing(client, seated):
    for moment in (BEFORE, OPEN):
        headers = at(client, moment, join_url(seated)).headers
        assert "no-store" in headers["Cache-Control"]
        assert (headers["Referrer-Policy"], headers["X-Robots-Tag"]) == ("no-referrer", "noindex")
        assert client.cookies == {}


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("asked", "pressez d’abord le bouton"),
        ("to_approve", "n’est pas encore validée"),
        ("waiting", "liste d’attente"),
        ("cancelled", "Votre inscription est annulée"),
        ("refused", "n’a pas pu retenir"),
    ],
)
def test_who_has_no_seat_is_told_where_they_stand(client, seated, state, words):
    Registration.objects.filter(pk=seated.pk).update(state=state)
    answer = at(client, OPEN, join_url(seated))
    assert (answer.status_code, shown(answer), words in text_of(answer)) == (200, [], True)


def test_cancelling_takes_the_room_away_from_the_same_link(client, seated):
    assert shown(at(client, OPEN, join_url(seated))) == list(ROOM)
    cancel_registration(seated)
    assert shown(at(client, OPEN, join_url(seated))) == []


def test_who_declined_does_not_enter(client, page):
    row = make_contributor(page, standing="declined")
    answer = at(client, OPEN, contributor_join_url(row))
    assert (shown(answer), "Vous avez dit que vous ne venez pas" in text_of(answer)) == ([], True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"certainty": "cancelled"}, "Cet atelier est annulé."),
        ({"certainty": "postponed"}, "Cet atelier est reporté."),
        ({"certainty": "void"}, "Cet atelier n’est pas annoncé."),
        ({"certainty": "idea"}, "Cet atelier n’est pas annoncé."),
        ({"certainty": "held"}, "L’atelier est terminé."),
        ({"live": False}, "Cet atelier n’est pas annoncé."),
        ({"mode": "on_site"}, "Cet atelier a lieu sur place"),
    ],
)
def test_workshop_that_does_not_take_place_has_no_room(client, page, seated, change, words):
    WorkshopPage.objects.filter(pk=page.pk).update(**change)
    for url in (join_url(seated), contributor_join_url(make_contributor(page))):
        answer = at(client, OPEN, url)
        assert (answer.status_code, shown(answer), words in text_of(answer)) == (200, [], True)
    assert door_of(WorkshopPage.objects.get(pk=page.pk), datetime(2099, 3, 1, tzinfo=UTC)).invites is False


def test_link_changed_by_one_sign_opens_nothing(client, page, seated):
    for url in (join_url(seated), contributor_join_url(make_contributor(page))):
        path = path_of(url)
        for place in (-2, -10, -44):
            other = "A" if path[place] != "A" else "B"
            assert at(client, OPEN, f"https://x/{(path[:place] + other + path[place + 1 :])[1:]}").status_code == 404


def test_link_of_one_page_does_not_open_the_other(client, page, seated):
    token = private_path(seated).rsplit("/", 2)[1]
    assert client.get(reverse("join", args=[seated.pk, token])).status_code == 404
    token = contribution_path(make_contributor(page)).rsplit("/", 2)[1]
    assert client.get(reverse("join", args=[seated.pk, token])).status_code == 404


def test_room_that_nobody_gave_is_said_to_be_missing(client, page, seated):
    MeetingLink.objects.all().delete()
    assert "n’est pas encore donnée" in text_of(at(client, OPEN, join_url(seated)))


def test_nothing_is_changed_by_a_program_that_opens_links(client, seated):
    assert client.post(path_of(join_url(seated))).status_code == 405


def test_day_without_an_hour_opens_for_the_whole_day():
    page = workshop("2099-03-18", certainty="confirmed")
    before, during = (datetime(2099, 3, day, 22, 0, tzinfo=UTC) for day in (17, 18))
    assert (door_of(page, before).is_open, door_of(page, during)) == (False, Door(True, invites=True))
    assert "L’heure n’est pas encore fixée" in door_of(page, before).words


def test_month_has_no_opening_yet():
    page = workshop("2099-03", certainty="confirmed")
    words = "La date n’est pas encore fixée. Un message vous la dira."
    assert door_of(page, datetime(2099, 3, 18, tzinfo=UTC)) == Door(False, words, invites=True)


def test_night_when_clocks_change_opens_a_quarter_of_an_hour_before():
    """Clocks go from 2 h to 3 h: 3 h 05 begins five minutes after 1 h 59."""
    page = workshop("2099-03-29T03:05/2099-03-29T04:00", certainty="confirmed")
    opening = datetime(2099, 3, 29, 0, 50, tzinfo=UTC)
    moments = (opening.replace(minute=49), opening)
    assert [door_of(page, moment).is_open for moment in moments] == [False, True]


def test_open_room_says_until_when_it_is_shown(client, seated):
    assert "16 h 30" in text_of(at(client, OPEN, join_url(seated)))
    assert closes_in_words(workshop("2099-03")) == ""


def test_own_page_announces_the_button_then_gives_it(client, seated):
    with stopped_at(BEFORE):
        page = client.get(private_path(seated)).content.decode()
        assert ("quinze minutes avant" in text_of(client.get(private_path(seated))), "/rejoindre/" in page) == (
            True,
            False,
        )
    with stopped_at(OPEN):
        assert path_of(join_url(seated)) in client.get(private_path(seated)).content.decode()


def test_own_page_of_who_waits_has_no_button(client, page):
    desk = desk_of(page, capacity=1)
    registered(desk)
    rows = [registered(desk), asked(desk)]
    with stopped_at(OPEN):
        assert ["/rejoindre/" in client.get(private_path(row)).content.decode() for row in rows] == [False, False]


def test_space_of_a_member_gives_the_button_at_the_same_cost(client, page, seated):
    with stopped_at(OPEN):
        client.force_login(member("ida@exemple.fr"))
        assert path_of(join_url(seated)) in client.get(reverse("my_space")).content.decode()

        def add():
            original = workshop("2099-03-18", certainty="cancelled")
            again = workshop(WHEN, certainty="confirmed", fallback_for=original)
            registered(desk_of(again), "ida@exemple.fr")

        assert len(set(query_counts(client, reverse("my_space"), add))) == 1
