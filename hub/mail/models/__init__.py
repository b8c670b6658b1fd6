"""The outbox."""

from hub.mail.models.outgoing import OutgoingMail

__all__ = ["OutgoingMail"]
