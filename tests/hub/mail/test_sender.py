"""Mails that something else than the outbox writes leave with our sender and address for answers too."""

import pytest
from django.core.mail import EmailMessage

from hub.settings import base

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ours(smtp, settings) -> None:
    settings.EMAIL_BACKEND = "hub.mail.backends.SmtpBackend"


def test_a_mail_of_a_library_has_our_sender_and_answers_come_to_the_group(smtp):
    EmailMessage("Relecture", "Une page attend.", to=["anne@exemple.fr"]).send()
    (sent,) = smtp.messages
    assert (sent["From"], sent["Reply-To"]) == (f"Agorathèque <{base.DEFAULT_FROM_EMAIL}>", base.CONTACT_EMAIL)


def test_a_sender_and_an_address_for_answers_of_its_own_are_kept(smtp):
    own = {"from_email": "autre@ville.example", "reply_to": ["elle@ville.example"]}
    EmailMessage("Objet", "Texte.", to=["anne@exemple.fr"], **own).send()
    (sent,) = smtp.messages
    assert (sent["From"], sent["Reply-To"]) == ("autre@ville.example", "elle@ville.example")
