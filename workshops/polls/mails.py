"""What we write about date polls. Objects → letters; nothing is stored here."""

from collections.abc import Callable
from datetime import datetime

from hub.core.dates.moments import in_words
from hub.core.dates.when import PARIS
from hub.mail.letters import EXAMPLE_LINK, Letter, letter
from workshops.planning.audience import Reader
from workshops.polls.links import answer_url
from workshops.polls.models import DatePoll, PollInvitee
from workshops.workshop.workshop import WorkshopPage

#: Why who answered gets the decision, before the address of their answers.
WHY = "vous avez répondu au sondage sur sa date. Vos réponses"


def asked_letter(invitee: PollInvitee) -> Letter:
    """To somebody who is asked."""
    return _letter("poll-asked", invitee)


def reminder_letter(invitee: PollInvitee) -> Letter:
    """Once, to who has not answered."""
    return _letter("poll-reminder", invitee)


def respondents(workshop: WorkshopPage) -> list[Reader]:
    """Everybody who answered the last poll, once a slot is retained."""
    poll = DatePoll.objects.filter(workshop=workshop, retained__isnull=False).first()
    found = poll.invitees.filter(answered_at__isnull=False).order_by("pk") if poll else []
    return [Reader(person.email, answer_url(person), WHY, one_click=False) for person in found]


def _letter(kind: str, invitee: PollInvitee) -> Letter:
    poll = invitee.poll
    slots = [slot.when.french() for slot in poll.slots.all()]
    return _write(kind, poll.workshop.title, slots, poll.deadline, answer_url(invitee))


def _write(kind: str, title: str, slots: list[str], deadline: datetime, link: str) -> Letter:
    return letter(kind, title=title, slots=slots, deadline=in_words(deadline), link=link)


def _example(kind: str) -> Letter:
    slots = ["mardi 14 septembre 2027, de 14 h à 15 h 30", "jeudi 23 septembre 2027, de 10 h à 11 h 30"]
    return _write(kind, "Atelier d’exemple", slots, datetime(2027, 7, 6, 23, 59, tzinfo=PARIS), EXAMPLE_LINK)


#: Examples of every letter of this room, for the administration.
EXAMPLES: dict[str, Callable[[], Letter]] = {
    kind: lambda kind=kind: _example(kind)  # type: ignore[misc]  # bound now
    for kind in ("poll-asked", "poll-reminder")
}
