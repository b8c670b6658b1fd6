"""Content to look around with: three invented workshops, and invented people around them.

For sites of trial only. Every title begins with «Démonstration», every person is numbered and stands at example.org.
Rows are written as they are: no letter is queued for anybody.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from hub.community.models import email_key
from hub.core.dates.when import PARIS, When
from hub.core.errors import WrongState
from hub.core.models import BasePage
from hub.home.site_tree import tree
from hub.home.site_tree.data import Created, attach
from hub.home.site_tree.indexes import indexed_once
from hub.home.site_tree.structure import load_structure
from workshops.contributing.enums import Recording, Role, Standing
from workshops.models import (
    AgendaItem,
    Contributor,
    DatePoll,
    MeetingLink,
    PollAnswer,
    PollInvitee,
    PollSlot,
    Registration,
    RegistrationDesk,
    WorkshopPage,
)
from workshops.polls.enums import Choice
from workshops.registering.enums import RegistrationState
from workshops.workshop.enums import Certainty

REFUSAL = (
    "Pas de contenu de démonstration ici : ce site a de vraies personnes. "
    "Cette option est réservée aux sites d’essai, où les courriels se lisent dans le navigateur."
)
INTRODUCTION = "Contenu de démonstration : cet atelier et ces personnes n’existent pas."
#: Slug → title, days from the loading, certainty; a day of None is a month known alone.
WORKSHOPS: dict[str, tuple[str, int, Certainty]] = {
    "demonstration-a-venir": ("Démonstration : un atelier à venir", 9, Certainty.CONFIRMED),
    "demonstration-date-a-choisir": ("Démonstration : une date à choisir", 75, Certainty.PROPOSED),
    "demonstration-passe": ("Démonstration : un atelier passé", -20, Certainty.HELD),
}
MOMENTS = ((1, "Accueil", 10), (1, "Récit d’exemple", 35), (2, "Effets d’exemple", 35), (2, "Questions", 20))
#: Role, part, standing, recording, what is awaited.
TEAM = (
    (Role.HOST, None, Standing.CONFIRMED, Recording.AGREED, ""),
    (Role.SECOND_HOST, None, Standing.ASKED, Recording.SILENT, ""),
    (Role.SPEAKER, 1, Standing.CONFIRMED, Recording.AGREED, "le diaporama"),
    (Role.SPEAKER, 2, Standing.DECLINED, Recording.SILENT, ""),
    (Role.SPEAKER, 2, Standing.TO_ASK, Recording.SILENT, ""),
)
CAPACITY, WAITING = 30, 6
CHOICES = (Choice.YES, Choice.IF_NEEDED, Choice.NO)
#: Numbers of invented people, so that nobody stands twice: the team, then who is asked, then who registers.
FIRST_ASKED, FIRST_REGISTERED, FIRST_PAST = 11, 31, 101


def load_demo() -> Created:
    """Add what is missing of the demonstration; a workshop that is there already is left as it is.

    Raises WrongState on a site where mails leave for real people.
    """
    if not settings.SHOW_MAILS:
        raise WrongState(REFUSAL)
    created = Created()
    fill = {
        "demonstration-a-venir": _fill_coming,
        "demonstration-date-a-choisir": _fill_poll,
        "demonstration-passe": _fill_past,
    }
    with transaction.atomic(), indexed_once():
        parent = load_structure(created=created)["ateliers"]
        here = tree.existing(WorkshopPage, parent=parent, slugs=WORKSHOPS)
        for slug in WORKSHOPS:
            if slug not in here:
                fill[slug](_workshop(slug, parent), created)
                created[WorkshopPage] += 1
    return created


def _workshop(slug: str, parent: BasePage) -> WorkshopPage:
    title, days, certainty = WORKSHOPS[slug]
    day = timezone.localdate() + timedelta(days=days)
    when = f"{day:%Y-%m}" if certainty == Certainty.PROPOSED else f"{day}T14:00/{day}T15:40"
    page = WorkshopPage(slug=slug, title=title, introduction=INTRODUCTION, when=When.parse(when), certainty=certainty)
    attach(page, agenda=[AgendaItem(part=part, title=title, minutes=minutes) for part, title, minutes in MOMENTS])
    tree.add(page, parent=parent)
    return page


# ---------------------------------------------------------------- each workshop
def _fill_coming(page: WorkshopPage, created: Created) -> None:
    _add_team(page, created)
    desk = RegistrationDesk.objects.create(workshop=page, capacity=CAPACITY, taken=CAPACITY)
    states = [RegistrationState.CONFIRMED] * CAPACITY + [RegistrationState.WAITING] * WAITING
    states += [RegistrationState.ASKED, RegistrationState.CANCELLED]
    _register(desk, FIRST_REGISTERED, states, None, created)


def _fill_poll(page: WorkshopPage, created: Created) -> None:
    now = timezone.now()
    poll = DatePoll.objects.create(workshop=page, deadline=_evening(now + timedelta(days=10)))
    first = timezone.localdate() + timedelta(days=70)
    days = [first + timedelta(days=7 * number) for number in range(4)]
    slots = [
        PollSlot(poll=poll, when=When.parse(f"{day}T14:00/{day}T15:30"), order=order) for order, day in enumerate(days)
    ]
    PollSlot.objects.bulk_create(slots)
    for place, (name, email) in enumerate(_people(FIRST_ASKED, 8)):
        has_answered = place < 6
        person = PollInvitee.objects.create(
            poll=poll,
            email=email,
            email_key=email_key(email),
            name=name,
            speaks=place < 2,
            answered_at=now if has_answered else None,
        )
        answers = [
            PollAnswer(invitee=person, slot=slot, choice=CHOICES[(place + slot.order) % 3], at=now)
            for slot in (slots if has_answered else [])
        ]
        PollAnswer.objects.bulk_create(answers)
        created[PollInvitee] += 1


def _fill_past(page: WorkshopPage, created: Created) -> None:
    _add_team(page, created)
    number = 24
    desk = RegistrationDesk.objects.create(workshop=page, capacity=CAPACITY, taken=number)
    came = [place % 4 != 3 for place in range(number)]
    _register(desk, FIRST_PAST, [RegistrationState.CONFIRMED] * number, came, created)


# ---------------------------------------------------------------- people
def _people(first: int, number: int) -> Iterator[tuple[str, str]]:
    """Names and addresses of invented people."""
    for rank in range(first, first + number):
        yield f"Personne d’exemple {rank}", f"personne-{rank}@example.org"


def _add_team(page: WorkshopPage, created: Created) -> None:
    MeetingLink.objects.create(
        workshop=page, address="https://visio.example.org/salle-de-demonstration", code="0000", phone="01 99 00 00 00"
    )
    for (name, email), (role, part, standing, recording, awaited) in zip(_people(1, len(TEAM)), TEAM, strict=True):
        Contributor.objects.create(
            workshop=page,
            role=role,
            part=part,
            name=name,
            organisation="Ville d’exemple",
            email=email,
            email_key=email_key(email),
            standing=standing,
            recording=recording,
            awaited=awaited,
        )
        created[Contributor] += 1


def _register(
    desk: RegistrationDesk, first: int, states: list[RegistrationState], came: list[bool] | None, created: Created
) -> None:
    now = timezone.now()
    people = _people(first, len(states))
    rows = [
        Registration(
            desk=desk,
            state=state,
            since=now - timedelta(days=30) + timedelta(minutes=place),
            name=name,
            organisation="Ville d’exemple" if place % 2 else "",
            email=email,
            email_key=email_key(email),
            question_practice="Question d’exemple : par où commencer ?" if place % 5 == 0 else "",
            question_outcome="Question d’exemple : qu’est-ce qui a changé ?" if place % 7 == 0 else "",
            needs="Besoin d’exemple : des sous-titres" if place % 11 == 0 else "",
            is_seen=place % 3 == 0,
            has_come=came[place] if came else None,
        )
        for place, (state, (name, email)) in enumerate(zip(states, people, strict=True))
    ]
    Registration.objects.bulk_create(rows)
    created[Registration] += len(rows)


def _evening(at: datetime) -> datetime:
    return datetime.combine(timezone.localdate(at), time(23, 59), PARIS)
