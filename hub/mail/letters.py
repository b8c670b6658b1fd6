"""What a mail says, before anything is stored. Each app's `mails.py` makes letters; no query here."""

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from hub.core.validators import clean_text, one_line

SUBJECT_LENGTH = 200
#: Stands for a private link in the examples that organisers read.
EXAMPLE_LINK = "https://exemple.fr/lien-personnel/"


@dataclass(frozen=True)
class Letter:
    """A mail in plain text. `kind` names its template and groups it in the administration."""

    kind: str
    subject: str
    text: str


@dataclass(frozen=True)
class CalendarPart:
    """What programs put into the reader's own calendar (RFC 6047): a whole VCALENDAR, whose METHOD is `method`."""

    method: str
    text: str


#: Beside a letter without anything for calendars.
NO_CALENDAR = CalendarPart("", "")


def letter(kind: str, **context: Any) -> Letter:
    """The letter written by `templates/mails/<kind>.txt`: its first line is the subject, the text follows.

    The template says `{% autoescape off %}`: this is plain text. Line breaks typed into names can't add headers.
    """
    rendered = clean_text(render_to_string(f"mails/{kind}.txt", context)).strip()
    subject, _, text = rendered.partition("\n")
    return Letter(kind, one_line(subject)[:SUBJECT_LENGTH], text.strip() + "\n")
