"""The outbox, and when daily tasks run."""

from hub.mail.models.daily import DailyRun
from hub.mail.models.outgoing import OutgoingMail

__all__ = ["DailyRun", "OutgoingMail"]
