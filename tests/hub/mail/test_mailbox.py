"""Mail of development: kept in files, read in the browser, and only there."""

import pytest
from django.core.mail import EmailMessage
from django.test import RequestFactory

from hub.mail.backends import FileMailBackend
from hub.mail.views import mailbox
from tests.factories.pages import home_page

pytestmark = pytest.mark.django_db


def test_mailbox_shows_what_would_have_been_sent_newest_first(settings, tmp_path):
    settings.MAIL_DIR = tmp_path / "mails"
    home_page()
    backend = FileMailBackend()
    for subject in ("Premier", "Second"):
        backend.send_messages([EmailMessage(subject, "Voici l’œuvre <b>", "de@exemple.fr", ["a@exemple.fr"])])
    html = mailbox(RequestFactory().get("/courrier/")).content.decode()
    assert html.index("Second") < html.index("Premier")
    assert html.count("Voici l’œuvre &lt;b&gt;") == 2


def test_mailbox_is_not_served_outside_development(client):
    home_page()
    assert client.get("/courrier/").status_code == 404
