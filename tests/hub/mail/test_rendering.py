"""How a mail looks on the wire."""

import pytest

from hub.mail.actions import queue_mail
from hub.mail.letters import Letter
from hub.mail.rendering import html_of
from hub.mail.sending import send_due_mails
from tests.factories.casestudies import assembly
from tests.factories.mails import NOON, outgoing

pytestmark = pytest.mark.django_db


def body(html: str) -> str:
    """What stands between the tags of the body, without indentation."""
    inside = html.partition("<body>")[2].partition("</body>")[0]
    return "".join(line.strip() for line in inside.splitlines())


def test_mail_is_text_then_html_for_one_recipient(smtp):
    mail = outgoing("anne@exemple.fr", subject="Œuvre déposée", text="Bonjour Anne,\n\nC’est fait.\n")
    send_due_mails()
    message = smtp.messages[0]
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    text, html = (part.get_content().replace("\r\n", "\n") for part in message.iter_parts())
    assert text == "Bonjour Anne,\n\nC’est fait.\n"
    assert body(html) == "<p>Bonjour Anne,</p><p>C’est fait.</p>"
    names = ("To", "From", "Subject", "Message-ID", "Date", "Auto-Submitted", "List-Unsubscribe", "Cc", "Bcc")
    assert [message[name] for name in names] == [
        "anne@exemple.fr",
        "Agorathèque <ne-pas-repondre@agoratheque.example>",
        "Œuvre déposée",
        mail.message_id,
        "Sun, 22 Nov 2026 13:00:00 +0100",
        "auto-generated",
        None,
        None,
        None,
    ]


def test_digest_can_be_left_in_one_click(smtp):
    address = "https://agora.example/desabonnement/abc/"
    queue_mail(Letter("nouvelles", "Nouvelles", "Voici.\n"), to="a@b.example", dedup_key="n", unsubscribe_url=address)
    send_due_mails()
    message = smtp.messages[0]
    assert message["List-Unsubscribe"] == f"<{address}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_html_escapes_what_people_typed():
    assert body(html_of("<b>", "<script>alert(1)</script> & « x »\nligne")) == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; « x »<br>ligne</p>"
    )


def test_html_says_the_language_of_names():
    assembly("Citizens’ Assembly", language="en")
    html = 'La <span lang="en">Citizens’ Assembly</span> siège.'
    assert body(html_of("Objet", "La Citizens’ Assembly siège.")) == f"<p>{html}</p>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Voir http://testserver/suivi/a/?b=1&c=2.", 'Voir <a href="{0}">{0}</a>.'),
        ("(http://testserver/suivi/a/?b=1&c=2)", '(<a href="{0}">{0}</a>)'),
        ("http://testserver", '<a href="http://testserver">http://testserver</a>'),
        ("http://testserver.pirate.example/", "http://testserver.pirate.example/"),
        ("http://testserver@pirate.example/", "http://testserver@pirate.example/"),
        ("https://pirate.example/", "https://pirate.example/"),
        ("[lien](javascript:alert(1))", "[lien](javascript:alert(1))"),
        ('http://testserver/"onclick="x', '<a href="http://testserver/">http://testserver/</a>&quot;onclick=&quot;x'),
    ],
)
def test_only_our_addresses_become_links(text, html):
    ours = "http://testserver/suivi/a/?b=1&amp;c=2"
    assert body(html_of("Objet", text)) == f"<p>{html.format(ours)}</p>"


def test_mail_loads_nothing_from_elsewhere(smtp):
    outgoing(text="Une ligne\n")
    send_due_mails()
    html = smtp.messages[0].get_body(["html"]).get_content()
    assert [word for word in ("<img", "<link", "<style", "url(", "src=", "<script") if word in html] == []


def test_mail_sent_again_is_made_of_the_same_bytes_but_for_its_borders(smtp):
    mail = outgoing()
    send_due_mails()
    type(mail).objects.update(state="queued")
    send_due_mails(clock=lambda: mail.next_attempt_at)
    first, second = smtp.messages
    kept = [[(name, value) for name, value in each.items() if name != "Content-Type"] for each in (first, second)]
    assert kept[0] == kept[1]
    assert NOON.strftime("%Y") in str(first["Date"])
