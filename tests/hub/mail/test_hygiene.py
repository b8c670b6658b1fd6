"""What servers and programs of readers want of every mail, those to organisers included."""

from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime

import pytest

from hub.mail.actions import queue_mail
from hub.mail.models import OutgoingMail
from hub.mail.registries import previews
from hub.mail.rendering import mail_message
from hub.mail.sending import send_due_mails
from tests.factories.mails import outgoing

pytestmark = pytest.mark.django_db
#: RFC 5322, 2.1.1.
LONGEST = 998


def on_the_wire(mail: OutgoingMail) -> bytes:
    return mail_message(mail).message().as_bytes(linesep="\r\n")


@pytest.mark.parametrize("kind", sorted(previews()))
def test_every_kind_of_mail_has_what_servers_want(kind, settings):
    settings.DEFAULT_FROM_EMAIL = "Agorathèque <site@agoratheque.example>"
    letter = previews()[kind]()
    mail = queue_mail(letter, to="anne@exemple.fr", dedup_key=kind)
    raw = on_the_wire(mail)
    message = message_from_bytes(raw, policy=policy.default)
    assert [len(message.get_all(name) or []) for name in ("From", "To", "Subject", "Date", "Message-ID")] == [1] * 5
    assert (message["Message-ID"], message["Auto-Submitted"]) == (mail.message_id, "auto-generated")
    assert mail.message_id.endswith("@agoratheque.example>")
    assert parsedate_to_datetime(message["Date"]).tzinfo is not None
    assert max(map(len, raw.split(b"\r\n"))) <= LONGEST
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert message.get_body(("plain",)).get_content().replace("\r\n", "\n") == letter.text


@pytest.mark.parametrize("text", ["é" * 5000, "mot " * 2000, "x" * 5000])
def test_long_line_is_cut_on_the_wire_and_whole_for_the_reader(text):
    raw = on_the_wire(outgoing(text=text + "\n"))
    message = message_from_bytes(raw, policy=policy.default)
    assert max(map(len, raw.split(b"\r\n"))) <= LONGEST
    assert message.get_body(("plain",)).get_content().splitlines() == [text]


def test_address_with_a_newline_never_reaches_a_header(smtp):
    mail = outgoing("anne@exemple.fr\nBcc: tous@exemple.fr")
    send_due_mails()
    mail.refresh_from_db()
    assert (mail.state, smtp.messages) == ("failed", [])
