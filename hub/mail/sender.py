"""Who mails come from and where answers go: the same for every mail, whoever writes it."""

from email.headerregistry import Address
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

from hub.core.sites import site_identity
from hub.core.validators import one_line


def from_address() -> str:
    """The bare address of the environment."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def from_line() -> str:
    """The same, under the name that the organisation chose."""
    return str(Address(display_name=one_line(site_identity().sender), addr_spec=from_address()))


def reply_line() -> str:
    return one_line(site_identity().reply_address)


def addressed(message: EmailMessage) -> EmailMessage:
    """`message`, which something else than our outbox wrote, with our sender and address for answers."""
    if message.from_email == settings.DEFAULT_FROM_EMAIL:
        message.from_email = from_line()
    if not message.reply_to:
        message.reply_to = [reply_line()]
    return message
