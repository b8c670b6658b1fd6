"""What a mail puts into the reader's calendar holds their private links: it goes as soon as the mail has left."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hub.mail.actions import drop_mail, queue_mail
from hub.mail.letters import CalendarPart, Letter
from hub.mail.models import OutgoingMail
from hub.mail.purging import purge_mails
from hub.mail.sending import send_due_mails, settle_stale
from tests.factories.organisers import organiser

pytestmark = pytest.mark.django_db
LINK = "cle-de-la-salle"
PART = CalendarPart("REQUEST", f"BEGIN:VCALENDAR\r\nX-LIEN:{LINK}\r\nEND:VCALENDAR\r\n")


def queued(**more) -> OutgoingMail:
    letter = Letter("essai", "Objet", "Texte\n")
    return queue_mail(letter, to="anne@exemple.fr", dedup_key="essai", calendar=PART, **more)


def left(mail: OutgoingMail) -> str:
    return OutgoingMail.objects.get(pk=mail.pk).calendar


@pytest.mark.parametrize("is_confidential", [True, False])
def test_calendar_of_a_mail_that_left_is_forgotten(smtp, is_confidential):
    mail = queued(is_confidential=is_confidential)
    send_due_mails()
    assert (left(mail), len(smtp.messages)) == ("", 1)


def test_calendar_waits_with_its_mail_and_leaves_unchanged(smtp):
    smtp.data = "451 plus tard"
    mail = queued()
    send_due_mails()
    assert left(mail) == PART.text
    smtp.data = "250 ok"
    send_due_mails(clock=lambda: timezone.now() + timedelta(hours=1))
    part = list(smtp.messages[-1].iter_parts())[-1]
    assert (part.get_payload(decode=True).decode(), left(mail)) == (PART.text, "")


def test_calendar_of_a_mail_given_up_or_too_late_is_forgotten():
    mail = queued(not_after=timezone.now() + timedelta(hours=1))
    drop_mail(mail, by=organiser())
    assert left(mail) == ""
    OutgoingMail.objects.update(calendar=PART.text, state="queued")
    settle_stale(timezone.now() + timedelta(hours=2))
    assert left(mail) == ""


def test_calendar_of_a_failed_mail_is_forgotten_after_30_days():
    mail = queued()
    OutgoingMail.objects.update(state="failed", text="", created_at=timezone.now() - timedelta(days=31))
    assert (purge_mails(timezone.now()), left(mail)) == (1, "")


def test_calendar_is_never_shown_in_the_administration(client):
    mail = queued()
    client.force_login(organiser())
    pages = [client.get(reverse("messages:index")), client.get(reverse("messages:inspect", args=[mail.pk]))]
    assert [(page.status_code, LINK in page.content.decode()) for page in pages] == [(200, False), (200, False)]


def test_mail_without_calendar_has_two_forms_only(smtp):
    queue_mail(Letter("essai", "Objet", "Texte\n"), to="anne@exemple.fr", dedup_key="essai")
    send_due_mails()
    assert [part.get_content_type() for part in smtp.messages[0].iter_parts()] == ["text/plain", "text/html"]
