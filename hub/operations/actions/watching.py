"""The watch: whoever organises is told once when something stops, and once when it goes again.

It speaks to the mail server itself: when the timed work is silent, the outbox is silent too.
"""

from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from hub.community.models import Member
from hub.core.addresses import view_url
from hub.core.site_state import WATCH, note, noted
from hub.operations.health import Line, lines

OURS = "hub.mail.backends.SmtpBackend"
#: The subjects that cannot wait until somebody looks at the table.
WATCHED = ("database", "disk", "tick", "backup", "mail")


def watch(now: datetime) -> list[str]:
    """Compare with what was told last time, and write to the organisers when it differs; gives what was told.

    The note changes only once the mail was accepted: what could not be told is told the next time.
    """
    found = {line.key: line for line in lines(now)}
    wrong = {key: found[key] for key in WATCHED if key in found and not found[key].is_well}
    told = {str(key): str(label) for key, label in noted(WATCH).items()}
    new = [line for key, line in wrong.items() if key not in told]
    # What can't be looked at while the database is away is not mended.
    mended = [label for key, label in told.items() if key not in wrong and key in found]
    if not new and not mended:
        return []
    _tell(new, mended, recipients(found["database"].is_well))
    kept = {key: label for key, label in told.items() if key not in found}
    note(WATCH, {**kept, **{key: line.label for key, line in wrong.items()}})
    return [*(f"{line.label} : {line.known}" for line in new), *(f"{label} : c’est réparé." for label in mended)]


def recipients(database_answers: bool) -> list[str]:
    """Everybody who organises; the contact of the server while nobody can say who does."""
    found = list(Member.objects.organisers().values_list("email", flat=True)) if database_answers else []
    return sorted(set(found)) or [settings.CONTACT_EMAIL]


def _server() -> BaseEmailBackend:
    """Ours asks the database for the name of the sender, and the database may be away."""
    return EmailBackend() if settings.EMAIL_BACKEND == OURS else get_connection()


def _tell(new: list[Line], mended: list[str], addresses: list[str]) -> None:
    """One mail to each, over one conversation: nobody reads the addresses of the others. Raises when nobody got it."""
    subject = f"À faire : {', '.join(line.label for line in new)}" if new else f"Réparé : {', '.join(mended)}"
    parts = [f"{line.label}\n{line.known}\nQue faire : {line.remedy}" for line in new]
    parts += [f"{label} : c’est réparé, il n’y a plus rien à faire." for label in mended]
    parts.append(f"L’état du site : {view_url('health_details')}\nUn seul autre message suivra : la réparation.")
    body = "\n\n".join(parts)
    with _server() as server:
        refusals = [refusal for address in addresses if (refusal := _refusal(server, subject, body, address))]
    if len(refusals) == len(addresses):
        raise refusals[0]


def _refusal(server: BaseEmailBackend, subject: str, body: str, address: str) -> SMTPException | None:
    """An address that is refused must not have the others told again and again."""
    try:
        EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [address], connection=server).send()
    except SMTPException as refusal:
        return refusal
    return None
