"""Where one makes, renews and cuts the addresses of one's private calendar."""

import re

import pytest
from django.urls import reverse

from tests.factories.organisers import member
from tests.factories.registering import asked, desk_of, registered
from tests.factories.workshops import workshop
from workshops.models import PrivateFeed
from workshops.registering.links import private_path
from workshops.subscribing.actions import cut_feed, feeds_of, make_feed

pytestmark = pytest.mark.django_db
WHEN = "2099-03-18T14:00/2099-03-18T16:00"
SHOWN = re.compile(r"http://testserver(/agenda/prive/[\w-]{43}/ateliers\.ics)")


@pytest.fixture
def ida(client):
    person = member("ida@exemple.fr")
    client.force_login(person)
    return person


@pytest.fixture
def row(db):
    return registered(desk_of(workshop(WHEN, certainty="confirmed", title="Rendre des comptes")))


def own(row) -> str:
    return f"{private_path(row)}agenda/"


def send(client, address, **data):
    response = client.post(address, data)
    return response.status_code, response.content.decode()


def test_space_leads_to_the_private_calendar(client, ida):
    make_feed(ida, "téléphone")
    page = client.get(reverse("my_space")).content.decode()
    assert [words in page for words in ("Mon agenda privé", "téléphone", "jamais lue", "vaut une clé")] == [True] * 4
    assert SHOWN.search(page) is None


def test_address_is_shown_once_and_works(client, ida):
    workshop(WHEN, certainty="confirmed")
    status, page = send(client, reverse("private_feeds"), decision="make", name=" téléphone ")
    address = SHOWN.search(page)[1]
    assert (status, client.get(address).status_code, feeds_of(ida).get().name) == (200, 200, "téléphone")
    after = client.get(reverse("private_feeds")).content.decode()
    assert (SHOWN.search(after), "dernière lecture le" in after) == (None, True)


def test_renewed_address_replaces_the_former(client, ida):
    send(client, reverse("private_feeds"), decision="make", name="téléphone")
    feed = feeds_of(ida).get()
    _, page = send(client, reverse("private_feeds"), decision="renew", feed=feed.pk)
    assert (SHOWN.search(page) is not None, "L’ancienne adresse ne montre plus rien" in page) == (True, True)
    status, page = send(client, reverse("private_feeds"), decision="renew", feed=feed.pk)
    assert (status, "vient d’être renouvelée ou coupée" in page, SHOWN.search(page)) == (409, True, None)


def test_cut_address_leaves_the_list(client, ida):
    make_feed(ida, "téléphone")
    _, page = send(client, reverse("private_feeds"), decision="cut", feed=feeds_of(ida).get().pk)
    assert ("est coupée." in page, feeds_of(ida).count()) == (True, 0)
    assert list(PrivateFeed.objects.values_list("name", "member", "registration")) == [("", None, None)]


@pytest.mark.parametrize("decision", ["renew", "cut"])
@pytest.mark.parametrize("feed", ["", "abc", "-1", "9" * 30, "theirs"])
def test_address_of_somebody_else_is_not_touched(client, ida, decision, feed):
    other = member("bob@exemple.fr")
    make_feed(other, "téléphone")
    chosen = feeds_of(other).get().pk if feed == "theirs" else feed
    status, page = send(client, reverse("private_feeds"), decision=decision, feed=chosen)
    assert (status, SHOWN.search(page), feeds_of(other).count()) == (409, None, 1)


@pytest.mark.parametrize("name", ["", "  ", "a" * 41, "<b>gras</b>"])
def test_refused_name_is_a_sentence_and_keeps_what_was_typed(client, ida, name):
    status, page = send(client, reverse("private_feeds"), decision="make", name=name)
    assert (status, "à corriger" in page, feeds_of(ida).count()) == (422, True, 0)


def test_two_addresses_of_one_name_are_refused(client, ida):
    make_feed(ida, "téléphone")
    status, page = send(client, reverse("private_feeds"), decision="make", name="téléphone")
    assert (status, "s’appelle déjà" in page, feeds_of(ida).count()) == (409, True, 1)
    cut_feed(ida, feeds_of(ida).get().pk)
    assert send(client, reverse("private_feeds"), decision="make", name="téléphone")[0] == 200


def test_addresses_have_a_limit(client, ida):
    for number in range(10):
        make_feed(ida, f"appareil {number}")
    status, page = send(client, reverse("private_feeds"), decision="make", name="un de plus")
    assert (status, "déjà 10 adresses" in page) == (409, True)


def test_stranger_is_sent_to_the_sign_in_page(client, db):
    assert client.get(reverse("private_feeds")).status_code == 302


def test_registration_has_a_calendar_without_account_nor_cookie(client, row):
    assert own(row) in client.get(private_path(row)).content.decode()
    assert "Rendre des comptes" in client.get(own(row)).content.decode()
    status, page = send(client, own(row), decision="make", name="téléphone")
    assert (status, client.get(SHOWN.search(page)[1]).status_code, dict(client.cookies)) == (200, 200, {})


def test_link_that_is_wrong_or_of_who_comes_no_more_opens_nothing(client, row):
    wrong = own(row).replace(private_path(row)[-5:-1], "aaaa")
    request = asked(row.desk)
    assert [client.get(wrong).status_code, client.get(own(request)).status_code] == [404, 404]
