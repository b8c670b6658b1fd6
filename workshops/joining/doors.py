"""When the room opens, for whom, and what is said instead while it does not. No query but for a fallback's original."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hub.core.dates.moments import in_hours, in_words
from workshops.contributing.models import Contributor
from workshops.registering.enums import RegistrationState
from workshops.registering.models import Registration
from workshops.workshop.enums import Certainty, Mode
from workshops.workshop.workshop import WorkshopPage

#: Before the start: everybody, and those who open the room.
EARLY, EARLY_FOR_HOSTS = timedelta(minutes=15), timedelta(minutes=30)
#: After the end announced: workshops run late.
LATE = timedelta(minutes=30)

#: What who has no seat is told.
_SEATLESS = {
    RegistrationState.ASKED: "Votre inscription n’est pas confirmée : pressez d’abord le bouton de votre page.",
    RegistrationState.TO_APPROVE: "Votre inscription n’est pas encore validée. Un message vous dira la réponse.",
    RegistrationState.WAITING: "Vous êtes sur la liste d’attente. Si une place se libère, un message vous le dit.",
    RegistrationState.CANCELLED: "Votre inscription est annulée : ce lien n’ouvre plus la salle.",
    RegistrationState.REFUSED: "L’équipe d’organisation n’a pas pu retenir votre inscription à cet atelier.",
}


@dataclass(frozen=True)
class Door:
    """`is_open`, or the words that say why not. `invites` says whether «Rejoindre» is worth announcing."""

    is_open: bool
    words: str = ""
    invites: bool = False


def door_for_registrant(registration: Registration, now: datetime) -> Door:
    """Only a confirmed registration enters; the others are told where they stand."""
    if registration.state in _SEATLESS:
        return Door(False, _SEATLESS[RegistrationState(registration.state)])
    return door_of(registration.desk.workshop, now)


def door_for_contributor(contributor: Contributor, now: datetime) -> Door:
    """Hosts enter first; who declined does not enter."""
    if not contributor.is_expected:
        return Door(False, "Vous avez dit que vous ne venez pas : ce lien n’ouvre plus la salle.")
    return door_of(contributor.workshop, now, is_host=contributor.is_host)


def door_of(workshop: WorkshopPage, now: datetime, *, is_host: bool = False) -> Door:
    """The door of the room at `now`, for who may enter."""
    refusal = _why_not(workshop)
    if refusal:
        return Door(False, refusal)
    start, end = workshop.when.first_instant, workshop.when.last_instant
    if start is None or end is None:
        return Door(False, "La date n’est pas encore fixée. Un message vous la dira.", invites=True)
    opening = start.astimezone(UTC) - (EARLY_FOR_HOSTS if is_host else EARLY)
    if now < opening:
        return Door(False, _opens(opening, workshop), invites=True)
    if now >= end.astimezone(UTC) + LATE:
        return Door(False, "L’atelier est terminé.")
    return Door(True, invites=True)


def _why_not(workshop: WorkshopPage) -> str:
    """Why there is no room to enter, whatever the time; empty when there is."""
    if workshop.certainty == Certainty.HELD:
        return "L’atelier est terminé."
    if workshop.certainty == Certainty.CANCELLED:
        return "Cet atelier est annulé."
    if workshop.certainty == Certainty.POSTPONED:
        return "Cet atelier est reporté. Un message vous dira sa nouvelle date."
    if workshop.mode == Mode.ON_SITE:
        return "Cet atelier a lieu sur place, sans visioconférence."
    is_announced = workshop.live and workshop.may_take_place and workshop.certainty != Certainty.IDEA
    return "" if is_announced and not workshop.awaits_original else "Cet atelier n’est pas annoncé."


def _opens(opening: datetime, workshop: WorkshopPage) -> str:
    if workshop.when.starts_at is None:
        return f"L’heure n’est pas encore fixée. La salle ouvre au plus tôt le {in_words(opening)} (heure de Paris)."
    return f"La salle ouvre le {in_words(opening)} (heure de Paris)."


def closes_in_words(workshop: WorkshopPage) -> str:
    """Until when the room is shown, while it is."""
    end = workshop.when.last_instant
    return in_hours(end.astimezone(UTC) + LATE) if end else ""
