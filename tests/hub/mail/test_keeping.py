"""How long mails are kept, and what a person gets or erases."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from casestudies.checking.actions.fact_reporting import submit_report
from hub.core.registries import Erasure, Person, personal_data, purges
from hub.mail.models import OutgoingMail
from hub.mail.purging import purge_mails
from tests.factories.mails import NOON, outgoing
from tests.factories.organisers import member
from tests.harness.dump import dump

pytestmark = pytest.mark.django_db
LONGER = ["geneva@ville.fr", "eva@ville.france", "marie-eva@ville.fr", "eva@ville.fr.example"]
CLOSED = ["sent", "failed", "dropped"]


@pytest.mark.parametrize("state", CLOSED)
def test_text_is_emptied_after_thirty_days_and_the_row_removed_after_a_year(state):
    outgoing(state=state)
    assert purge_mails(NOON + timedelta(days=30, seconds=-1)) == 0
    assert purge_mails(NOON + timedelta(days=30)) == 1
    assert OutgoingMail.objects.get().text == ""
    assert purge_mails(NOON + timedelta(days=365, seconds=-1)) == 0
    assert purge_mails(NOON + timedelta(days=365)) == 1
    assert OutgoingMail.objects.count() == 0


@pytest.mark.parametrize("state", ["queued", "sending"])
def test_mail_that_must_still_leave_is_kept(state):
    outgoing(state=state)
    assert purge_mails(NOON + timedelta(days=400)) == 0
    assert OutgoingMail.objects.get().text != ""


def test_purge_is_among_the_daily_ones():
    assert purges()["textes des messages"] is purge_mails


def mails_of() -> object:
    return next(data for data in personal_data() if data.name == "mails")


def test_person_gets_the_list_of_mails_without_their_texts():
    outgoing("Anne@exemple.fr", state="sent")
    outgoing("bob@exemple.fr")
    assert mails_of().export(Person("anne@exemple.fr")) == [
        {"date": NOON, "subject": "Votre proposition", "state": "Envoyé", "came_back": ""}
    ]


def test_erasure_leaves_longer_addresses_alone():
    told = [outgoing("autre@exemple.fr", text=f"Écrire à {address}, merci.") for address in LONGER]
    mails_of().erase(Person("eva@ville.fr"), Erasure(NOON, keep_published=False))
    assert OutgoingMail.objects.filter(state="queued").count() == len(told)


@pytest.mark.parametrize("state", ["queued", "sending", *CLOSED])
def test_erasure_leaves_no_trace_of_the_address(state):
    outgoing("Anne@exemple.fr", state=state, last_error="550 anne@exemple.fr")
    other = outgoing("organisation@exemple.fr", subject="De anne@exemple.fr", text="anne@exemple.fr écrit", state=state)
    bob = outgoing("bob@exemple.fr")
    mails_of().erase(Person("anne@exemple.fr"), Erasure(NOON, keep_published=False))
    assert [table for table, rows in dump().items() if "anne@" in "".join(rows).lower()] == []
    other.refresh_from_db()
    assert (other.subject, other.text, other.state) == (
        "Message effacé",
        "",
        state if state in CLOSED else "dropped",
    )
    bob.refresh_from_db()
    assert (bob.state, bob.subject) == ("queued", "Votre proposition")


def test_name_of_somebody_who_leaves_goes_from_the_mails_to_others():
    owner = member("anne@exemple.fr", first_name="Anne", last_name="Exemple")
    told = outgoing("mairie@ville.fr", subject="De Anne Exemple", text="Anne Exemple, puis Joanne Exemplette")
    mails_of().erase(Person(owner.email, owner), Erasure(NOON, keep_published=False))
    told.refresh_from_db()
    assert (told.subject, told.text, told.state) == (
        "De (nom effacé)",
        "(nom effacé), puis Joanne Exemplette",
        "queued",
    )


def test_mail_about_an_erased_report_is_never_sent():
    report = submit_report(idempotency_key=uuid.uuid4(), message="Appelez Anne", email="anne@exemple.fr")
    erase = next(data.erase for data in personal_data() if data.name == "signalements")
    erase(Person("anne@exemple.fr"), Erasure(timezone.now(), keep_published=True))
    report.refresh_from_db()
    assert (report.message, report.email, OutgoingMail.objects.count()) == ("Appelez Anne", "", 0)
