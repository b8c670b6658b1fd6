"""Letters about the mail itself."""

from datetime import datetime

from django.utils import timezone

from hub.mail.letters import Letter, letter

TRIAL = "mail-trial"


def trial_letter(name: str, *, at: datetime) -> Letter:
    """Shows an organiser what people receive from the site `name`."""
    return letter(TRIAL, name=name, at=at)


#: Examples of every letter of this app, for the administration.
EXAMPLES = {TRIAL: lambda: trial_letter("Agorathèque", at=timezone.now())}
