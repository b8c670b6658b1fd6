"""A fact is told once."""

from email.utils import parseaddr

import pytest

from hub.mail.actions import message_id, queue_mail
from hub.mail.letters import Letter
from hub.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db
LETTER = Letter("essai", "Objet", "Bonjour\n")


def test_mail_is_queued_once_per_fact() -> None:
    first = queue_mail(LETTER, to="a@b.example", dedup_key="proposal-1")
    second = queue_mail(Letter("essai", "Autre", "Autre\n"), to="c@d.example", dedup_key="proposal-1")
    assert (second.pk, OutgoingMail.objects.count()) == (first.pk, 1)
    assert (second.recipient, second.subject, second.text) == ("a@b.example", "Objet", "Bonjour\n")


def test_message_id_is_stable_and_on_our_domain(settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Agorathèque <ecrire@agora.example>"
    assert message_id("x") == message_id("x")
    assert message_id("x") != message_id("y")
    assert parseaddr(message_id("x"))[1].rpartition("@")[2] == "agora.example"
