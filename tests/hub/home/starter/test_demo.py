"""The content to look around with: invented, flagged, silent, refused on a site of real people."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.urls import reverse

from hub.mail.models import OutgoingMail
from tests.factories.organisers import organiser
from tests.harness.dump import dump
from workshops.models import (
    Announcement,
    Contributor,
    DatePoll,
    MeetingLink,
    PollAnswer,
    PollInvitee,
    Registration,
    RegistrationDesk,
    WorkshopPage,
)

pytestmark = pytest.mark.django_db
SUMMARY = (
    "Contenu de démonstration chargé : 10 hôtes et interventions, 62 inscriptions, 3 ateliers, 8 personnes interrogées."
)


@pytest.fixture
def load():
    """The command as a site of trial runs it, unless said otherwise."""

    def run(*options: str, is_trial: bool = True) -> list[str]:
        output = io.StringIO()
        with override_settings(SHOW_MAILS=is_trial):
            call_command("load_starter", *options, stdout=output)
        return output.getvalue().splitlines()

    return run


def demo():
    return WorkshopPage.objects.filter(slug__startswith="demonstration-").order_by("slug")


def test_demo_is_loaded_once_and_leaves_the_rest_as_it_is(load):
    load()
    assert load("--demo")[1] == SUMMARY
    demo().filter(slug="demonstration-passe").update(title="Corrigé")
    before = dump()
    assert load("--demo") == [
        "Le contenu de départ est déjà là : rien n’a été modifié.",
        "Le contenu de démonstration est déjà là : rien n’a été modifié.",
    ]
    assert dump() == before


def test_starter_alone_has_no_demo(load):
    load()
    assert (demo().count(), Registration.objects.count(), Contributor.objects.count()) == (0, 0, 0)


def test_demo_is_refused_where_mails_leave_and_nothing_is_loaded(load):
    with pytest.raises(CommandError, match="sites d’essai"):
        load("--demo", is_trial=False)
    assert WorkshopPage.objects.count() == 0


def test_demo_queues_no_mail_and_no_announcement(load):
    load("--demo")
    assert (OutgoingMail.objects.count(), Announcement.objects.count()) == (0, 0)


def test_everybody_is_numbered_at_an_address_of_nobody(load):
    load("--demo")
    named = [*Registration.objects.all(), *Contributor.objects.all(), *PollInvitee.objects.all()]
    numbers = [re.fullmatch(r"Personne d’exemple (\d+)", row.name)[1] for row in named]
    assert [row.email for row in named] == [f"personne-{number}@example.org" for number in numbers]
    assert {link.address.split("/")[2] for link in MeetingLink.objects.all()} == {"visio.example.org"}


def test_every_workshop_says_that_it_is_a_demonstration(load, client):
    load("--demo")
    texts = [client.get(page.get_url()).content.decode() for page in demo()]
    assert [("Démonstration" in text, "n’existent pas" in text) for text in texts] == [(True, True)] * 3


def test_demo_fills_every_screen_of_its_workshops(load, client):
    load("--demo")
    client.force_login(organiser())
    names = ("workshop_cockpit", "workshop_decide", "workshop_poll", "workshop_registrations")
    found = [client.get(reverse(name, args=[page.pk])).status_code for page in demo() for name in names]
    assert found == [200] * 12
    desks = {desk.workshop.slug: desk for desk in RegistrationDesk.objects.select_related("workshop")}
    coming, past = desks["demonstration-a-venir"], desks["demonstration-passe"]
    confirmed = [desk.registrations.confirmed().count() for desk in (coming, past)]
    assert ([coming.taken, past.taken], coming.is_full) == (confirmed, True)
    assert past.registrations.filter(has_come=True).count() == 18
    assert (DatePoll.objects.get().slots.count(), PollAnswer.objects.count()) == (4, 24)
