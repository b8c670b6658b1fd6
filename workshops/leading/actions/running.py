"""From one moment to the next. Whoever has the hand moves on; anybody who leads may take it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from hub.community.models import Member
from hub.core.errors import WrongState
from workshops.leading.meeting import after, moments_of
from workshops.leading.models import LiveSession
from workshops.planning.actions.deciding import check_right
from workshops.workshop.agenda_items import AgendaItem
from workshops.workshop.workshop import WorkshopPage

MORE, MOST_MORE = 5, 240
OTHER_MOVED = "Quelqu’un vient déjà de changer de moment. Voici où vous en êtes."
NO_HAND = "Une autre personne anime en ce moment : prenez d’abord la main."
NOT_BEGUN = "L’atelier n’a pas commencé, ou il est terminé."


def begin(workshop: WorkshopPage, *, by: Member, moment: int | None = None) -> LiveSession:
    """Begin with the first moment, or with another one; who begins has the hand. Begins again what was ended.

    Raises NotAllowed, WrongState when the programme is empty or somebody else leads.
    """
    check_right(by, workshop)
    first = _moment(workshop, moment)
    with transaction.atomic():
        WorkshopPage.objects.select_for_update().get(pk=workshop.pk)
        session = LiveSession.objects.filter(workshop=workshop).first() or LiveSession(workshop=workshop)
        if session.pk and session.ended_at is None and session.led_by_id not in (None, by.pk):
            raise WrongState(NO_HAND)
        session.led_by, session.ended_at = by, None
        _put(session, first)
    return session


def go_on(workshop: WorkshopPage, *, seen: int | None, by: Member) -> LiveSession:
    """To the moment after `seen`, which was on the screen; after the last one the workshop is ended.

    Pressed twice, or by two people, it moves once. Raises NotAllowed, WrongState.
    """
    check_right(by, workshop)
    with transaction.atomic():
        session = _led(workshop, by)
        if session.moment_id != seen:
            raise WrongState(OTHER_MOVED)
        following = after(workshop, session.moment)
        if following is None:
            session.ended_at = timezone.now()
            session.save(update_fields=["ended_at"])
        else:
            _put(session, following)
    return session


def add_minutes(workshop: WorkshopPage, *, seen: int | None, by: Member) -> LiveSession:
    """Five minutes more for the moment `seen` on the screen. One that should have ended is given five from now."""
    check_right(by, workshop)
    with transaction.atomic():
        session = _led(workshop, by)
        if session.moment_id != seen:
            raise WrongState(OTHER_MOVED)
        now = timezone.now()
        late = now - session.until if session.until and session.until < now else timedelta()
        session.more = min(session.more + MORE + int(late.total_seconds() // 60), MOST_MORE)
        session.save(update_fields=["more"])
    return session


def take_hand(workshop: WorkshopPage, *, by: Member) -> LiveSession:
    """«Je prends la main». Raises NotAllowed, WrongState before the beginning."""
    check_right(by, workshop)
    if not LiveSession.objects.filter(workshop=workshop, ended_at=None).update(led_by=by):
        raise WrongState(NOT_BEGUN)
    return LiveSession.objects.get(workshop=workshop)


def _led(workshop: WorkshopPage, by: Member) -> LiveSession:
    """The locked session, in the hand of `by`."""
    found = LiveSession.objects.select_for_update().filter(workshop=workshop, ended_at=None).first()
    if found is None:
        raise WrongState(NOT_BEGUN)
    if found.led_by_id not in (None, by.pk):
        raise WrongState(NO_HAND)
    return found


def _moment(workshop: WorkshopPage, key: int | None) -> AgendaItem:
    order = moments_of(workshop)
    if not order:
        raise WrongState("Le programme est vide : ajoutez d’abord ses moments dans la page de l’atelier.")
    found = order[0] if key is None else next((item for item in order if item.pk == key), None)
    if found is None:
        raise WrongState("Ce moment n’est plus au programme.")
    return found


def _put(session: LiveSession, moment: AgendaItem) -> None:
    session.moment, session.moment_at, session.more = moment, timezone.now(), 0
    session.save()
