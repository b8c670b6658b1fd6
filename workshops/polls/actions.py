"""What happens to date polls. The only writers of polls and answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from hub.community.models import Member, email_key
from hub.core.dates.when import When
from hub.core.errors import WrongState
from hub.mail.actions import queue_mail
from workshops.planning.actions.deciding import check_right
from workshops.planning.actions.decisions import fix_date
from workshops.polls.enums import Choice
from workshops.polls.mails import asked_letter, reminder_letter
from workshops.polls.models import DatePoll, PollAnswer, PollInvitee, PollSlot
from workshops.polls.tally import tallies
from workshops.workshop.workshop import WorkshopPage

FEWEST_SLOTS, MOST_SLOTS, MOST_PEOPLE = 3, 8, 100
#: The reminder leaves this long before the deadline, and never in the first day.
REMIND_BEFORE, FIRST_DAY = timedelta(days=3), timedelta(days=1)
#: Addresses and answers are deleted this long after the deadline.
KEPT_FOR = timedelta(days=92)
CLOSED = "Le sondage est terminé : vos réponses ne se changent plus."
ALREADY = "Un sondage est déjà ouvert pour cet atelier."


@dataclass(frozen=True)
class Person:
    """Somebody to ask."""

    email: str
    name: str = ""
    speaks: bool = False


def open_poll(
    workshop: WorkshopPage, *, slots: Sequence[When], people: Sequence[Person], deadline: datetime, by: Member
) -> DatePoll:
    """Propose slots and write to everybody, each their own link.

    Raises NotAllowed, WrongState when the slots, the people or the deadline can't be those of a poll.
    """
    check_right(by, workshop)
    _check(workshop, slots, people, deadline)
    try:
        with transaction.atomic():
            poll = DatePoll.objects.create(workshop=workshop, deadline=deadline, by=by)
            PollSlot.objects.bulk_create(
                [PollSlot(poll=poll, when=when, order=number) for number, when in enumerate(sorted(slots))]
            )
            for person in _once(people):
                invitee = PollInvitee.objects.create(
                    poll=poll,
                    email=person.email,
                    email_key=email_key(person.email),
                    name=person.name,
                    speaks=person.speaks,
                )
                _write(invitee, "asked")
    except IntegrityError as error:
        raise WrongState(ALREADY) from error
    return poll


def answer_slots(invitee: PollInvitee, choices: Mapping[int, str]) -> datetime:
    """Keep the answers to some slots; the others stay. Gives the instant at which they were kept.

    Raises WrongState once the poll takes no answer.
    """
    with transaction.atomic():
        poll = DatePoll.objects.select_for_update().get(pk=invitee.poll_id)
        now = timezone.now()
        if not poll.takes_answers(now):
            raise WrongState(CLOSED)
        known = set(poll.slots.values_list("pk", flat=True))
        kept = {slot: choice for slot, choice in choices.items() if slot in known and choice in Choice.values}
        for slot, choice in kept.items():
            PollAnswer.objects.update_or_create(invitee=invitee, slot_id=slot, defaults={"choice": choice, "at": now})
        if kept:
            PollInvitee.objects.filter(pk=invitee.pk).update(answered_at=now)
    return now


def stop_poll(poll: DatePoll, *, by: Member) -> DatePoll:
    """End a poll without retaining a slot. Raises WrongState when it is over already."""
    check_right(by, poll.workshop)
    if not DatePoll.objects.filter(pk=poll.pk, closed_at=None).update(closed_at=timezone.now()):
        raise WrongState("Ce sondage est déjà terminé.")
    poll.refresh_from_db()
    return poll


def retain_slot(slot: PollSlot, certainty: str, *, by: Member, despite: bool = False) -> WorkshopPage:
    """«Retenir»: the workshop takes place then, at the same address and with the same identity in calendars.

    Those who answered are told with the decision. Raises WrongState when the poll is over, or when somebody who speaks
    refused the slot, unless `despite`.
    """
    poll = slot.poll
    check_right(by, poll.workshop)
    with transaction.atomic():
        open_poll_row = DatePoll.objects.select_for_update().filter(pk=poll.pk, closed_at=None).first()
        if open_poll_row is None:
            raise WrongState("Ce sondage est déjà terminé.")
        if refusing(slot) and not despite:
            raise WrongState("Une personne qui intervient a répondu non à ce créneau : confirmez que vous le retenez.")
        DatePoll.objects.filter(pk=poll.pk).update(closed_at=timezone.now(), retained=slot)
        return fix_date(WorkshopPage.objects.get(pk=poll.workshop_id), slot.when, certainty, by=by)


def refusing(slot: PollSlot) -> list[PollInvitee]:
    """Those who speak and can't then."""
    return next(tally.refusing_speakers for tally in tallies(slot.poll) if tally.slot.pk == slot.pk)


def remind_silent(now: datetime) -> int:
    """Write once to those who have not answered, three days before the deadline; gives the number of mails."""
    due = DatePoll.objects.filter(
        closed_at=None, deadline__gt=now, deadline__lte=now + REMIND_BEFORE, created_at__lte=now - FIRST_DAY
    )
    silent = PollInvitee.objects.filter(poll__in=due, answered_at=None, reminded_at=None).order_by("pk")
    return sum(_remind(invitee.pk, now) for invitee in silent)


def _remind(pk: int, now: datetime) -> int:
    with transaction.atomic():
        if not PollInvitee.objects.filter(pk=pk, answered_at=None, reminded_at=None).update(reminded_at=now):
            return 0
        _write(PollInvitee.objects.select_related("poll__workshop").get(pk=pk), "reminder")
    return 1


def purge_polls(now: datetime) -> int:
    """Delete polls long over, with addresses and answers. The date retained is in the history of the workshop."""
    over = Q(deadline__lt=now - KEPT_FOR)
    return DatePoll.objects.filter(over).delete()[0]


def forget_invitee(invitee: PollInvitee) -> None:
    """Its person is erased: their answers go with them."""
    invitee.delete()


def _write(invitee: PollInvitee, what: str) -> None:
    make = {"asked": asked_letter, "reminder": reminder_letter}[what]
    queue_mail(
        make(invitee),
        to=invitee.email,
        dedup_key=f"poll-invitee-{invitee.pk}-{what}",
        is_confidential=True,
        not_after=invitee.poll.deadline,
    )


def _once(people: Sequence[Person]) -> list[Person]:
    """Each address once; who speaks and was also listed among the others speaks."""
    found: dict[str, Person] = {}
    for person in sorted(people, key=lambda person: not person.speaks):
        found.setdefault(email_key(person.email), person)
    return list(found.values())


def _check(workshop: WorkshopPage, slots: Sequence[When], people: Sequence[Person], deadline: datetime) -> None:
    now, today = timezone.now(), timezone.localdate()
    if not workshop.may_take_place:
        raise WrongState("Cet atelier n’aura pas lieu comme prévu : remettez-le d’abord en préparation.")
    if not FEWEST_SLOTS <= len(set(map(str, slots))) == len(slots) <= MOST_SLOTS:
        raise WrongState(f"Proposez de {FEWEST_SLOTS} à {MOST_SLOTS} créneaux, tous différents.")
    if any(not slot.is_firm or slot.earliest is None or slot.earliest <= today for slot in slots):
        raise WrongState("Chaque créneau est un jour à venir.")
    if not people or len(people) > MOST_PEOPLE:
        raise WrongState(f"Interrogez de 1 à {MOST_PEOPLE} personnes.")
    first = min(slot.earliest for slot in slots if slot.earliest)
    if not now < deadline or timezone.localdate(deadline) > first:
        raise WrongState("La fin du sondage est à venir, et avant le premier créneau.")
