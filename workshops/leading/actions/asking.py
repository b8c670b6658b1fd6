"""Questions during a workshop: added, marked as asked, and those that stay open."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from glossary.models import Theme, ThemeRequest
from hub.community.models import Member
from hub.core.enums import Half
from hub.core.errors import WrongState
from workshops.leading.meeting import FIELDS
from workshops.leading.models import MeetingQuestion
from workshops.planning.actions.deciding import check_right
from workshops.registering.models import Registration
from workshops.workshop.workshop import WorkshopPage

GONE = "Cette question n’est plus là. Rechargez la page."
#: More than that would be a mistake.
MOST_QUESTIONS = 200


def add_question(workshop: WorkshopPage, *, part: int, text: str, key: UUID, by: Member) -> MeetingQuestion:
    """A question asked in the room, once per `key`."""
    check_right(by, workshop)
    with transaction.atomic():
        WorkshopPage.objects.select_for_update().get(pk=workshop.pk)
        if MeetingQuestion.objects.filter(workshop=workshop).count() >= MOST_QUESTIONS:
            raise WrongState(f"Il y a déjà {MOST_QUESTIONS} questions.")
        made, _ = MeetingQuestion.objects.get_or_create(
            key=key, defaults={"workshop": workshop, "part": part, "text": text}
        )
    return made


def mark_question(workshop: WorkshopPage, *, name: str, part: int, asked: bool, by: Member) -> MeetingQuestion:
    """Say whether a question was asked. Said twice, the first instant stays. Raises NotAllowed, WrongState."""
    check_right(by, workshop)
    with transaction.atomic():
        mark = _mark(workshop, name, part)
        if asked != (mark.asked_at is not None):
            mark.asked_at = timezone.now() if asked else None
            mark.save(update_fields=["asked_at"])
    return mark


def look_for_answer(
    workshop: WorkshopPage, *, name: str, part: int, theme: Theme, words: str, by: Member
) -> ThemeRequest | None:
    """«On cherche un témoignage» on a theme, in the organisers' words, once per question; None when it was done."""
    check_right(by, workshop)
    with transaction.atomic():
        mark = _mark(workshop, name, part)
        if mark.wanted_at is not None:
            return None
        mark.wanted_at = timezone.now()
        mark.save(update_fields=["wanted_at"])
        wanted = ThemeRequest.objects.create(
            theme=theme, title=words, text=f"Question restée ouverte : {workshop.title}"[:300], sort_order=_end(theme)
        )
        # What lists and the search keep of a theme follows its saving.
        Theme.objects.get(pk=theme.pk).save()
    return wanted


def _end(theme: Theme) -> int:
    last = ThemeRequest.objects.filter(theme=theme).order_by("-sort_order").values_list("sort_order", flat=True).first()
    return (last or 0) + 1


def _mark(workshop: WorkshopPage, name: str, part: int) -> MeetingQuestion:
    """The locked row of a question; that of a registration is made when it is first needed."""
    kind, key = name[:1], name[1:]
    if part not in Half.values or not (key.isascii() and key.isdigit() and len(key) < 10):
        raise WrongState(GONE)
    if kind == "r":
        _make(workshop, int(key), part)
        found = MeetingQuestion.objects.filter(workshop=workshop, part=part, registration=int(key))
    else:
        found = MeetingQuestion.objects.filter(workshop=workshop, part=part, registration=None, pk=int(key))
    mark = found.select_for_update().first()
    if mark is None:
        raise WrongState(GONE)
    return mark


def _make(workshop: WorkshopPage, registration: int, part: int) -> None:
    asked = Registration.objects.confirmed().filter(pk=registration, desk__workshop=workshop)
    if asked.exclude(**{FIELDS[Half(part)]: ""}).exists():
        MeetingQuestion.objects.get_or_create(workshop=workshop, part=part, registration_id=registration)
