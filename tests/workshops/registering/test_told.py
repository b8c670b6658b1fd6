"""Who registered is told of decisions, once, and finds the workshop in «Mon espace»."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hub.home.my_space.actions.news import subscribe_to_news
from hub.mail.models import OutgoingMail
from tests.factories.organisers import member, organiser
from tests.factories.registering import asked, desk_of, registered
from tests.factories.workshops import theme, workshop
from tests.harness.queries import query_counts
from workshops.planning.actions.announcing import send_announcements
from workshops.planning.actions.decisions import set_certainty
from workshops.registering.actions.seats import cancel_registration
from workshops.registering.links import private_url

pytestmark = pytest.mark.django_db
WHEN = "2099-03-18T14:00/2099-03-18T16:00"


def test_decision_is_told_once_to_who_comes_waits_or_is_to_be_approved():
    subject = theme()
    page = workshop(WHEN, certainty="confirmed", themes=[subject])
    desk = desk_of(page, capacity=1)
    seated, waiting = registered(desk, "Ida@exemple.fr"), registered(desk, "b@exemple.fr")
    asked(desk, "c@exemple.fr")
    cancel_registration(registered(desk, "d@exemple.fr"))
    subscribe_to_news(member("ida@exemple.fr"), themes=[subject], rhythm="weekly")
    OutgoingMail.objects.all().delete()
    set_certainty(page, "cancelled", by=organiser(), reason="La salle est fermée.")
    send_announcements(timezone.now() + timedelta(minutes=16))
    mails = {mail.recipient: mail for mail in OutgoingMail.objects.filter(kind="workshop-decided")}
    assert sorted(mails) == ["Ida@exemple.fr", "b@exemple.fr"]
    assert [private_url(row) in mails[row.email].text for row in (seated, waiting)] == [True, True]
    assert {mail.unsubscribe_url for mail in mails.values()} == {""}


def test_member_finds_workshops_to_come_in_their_space(client):
    owner = member("ida@exemple.fr")
    client.force_login(owner)
    assert "Les ateliers où vous vous inscrivez" in client.get(reverse("my_space")).content.decode()
    later = registered(desk_of(workshop(WHEN, certainty="confirmed", title="Plus tard")), "IDA@exemple.fr")
    sooner = registered(desk_of(workshop("2098-06", title="Avant")), "ida@exemple.fr")
    asked(desk_of(workshop("2097-06", title="Demandé par n’importe qui")), "ida@exemple.fr")
    page = client.get(reverse("my_space")).content.decode()
    assert [page.index("Avant") < page.index("Plus tard"), "n’importe qui" in page] == [True, False]
    assert [private_url(row).partition("/inscription/")[2] in page for row in (sooner, later)] == [True, True]


def test_space_costs_the_same_with_1_3_and_30_workshops(client):
    client.force_login(member("ida@exemple.fr"))

    def add():
        registered(desk_of(workshop(WHEN, certainty="confirmed")), "ida@exemple.fr")

    assert len(set(query_counts(client, reverse("my_space"), add))) == 1
