"""A real mail server for the tests of sending."""

from collections.abc import Iterator

import pytest

from tests.harness.smtp import MailServer, mail_server


@pytest.fixture
def smtp(settings) -> Iterator[MailServer]:
    """A mail server that accepts everything, and that the site uses."""
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 0.5
        yield server
