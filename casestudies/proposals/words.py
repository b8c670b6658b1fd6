"""What an author reads about their proposal: where it stands, and what may come next."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from casestudies.proposals.enums import ProposalState as State
from hub.core.dates.moments import in_hours


@dataclass(frozen=True)
class Standing:
    """A state, told to the author: a title, one sentence, and the mark of the state (as for a criterion)."""

    title: str
    text: str
    mark: str = "part"


STANDINGS = {
    State.DRAFT: Standing("Elle n’est pas encore envoyée", "Elle est gardée ici. Vous seul ou seule la voyez."),
    State.SUBMITTED: Standing("Elle est bien arrivée", "L’équipe d’organisation va la lire. Rien n’est public."),
    State.TO_COMPLETE: Standing("Elle attend votre réponse", "L’équipe demande un complément. Rien n’est public."),
    State.ACCEPTED: Standing("Elle est retenue", "Rien ne paraît sans votre relecture.", "yes"),
    State.ON_HOLD: Standing("Elle est gardée en réserve", "Elle intéresse le groupe, mais pas tout de suite."),
    State.DECLINED: Standing("Elle n’est pas retenue", "Elle sera effacée six mois après la décision.", "no"),
    State.SCHEDULED: Standing("Elle est programmée", "Elle sera présentée lors d’un atelier.", "yes"),
    State.REPORTED_BACK: Standing("Elle a été présentée", "Merci. Rien ne paraît sans votre relecture.", "yes"),
    State.PUBLISHED: Standing(
        "Elle est publiée", "Tout le monde peut la lire. Vous pouvez retirer votre accord.", "yes"
    ),
    State.WITHDRAWN: Standing("Elle est retirée", "Elle n’est plus dans la file. Rien ne paraîtra.", "no"),
    State.SPAM: Standing("Elle est classée sans suite", "Écrivez au groupe si c’est une erreur.", "no"),
}
#: What each past line says when no reason was written.
HAPPENED: dict[str, str] = {
    State.DRAFT: "Commencée, gardée à chaque étape.",
    State.SUBMITTED: "L’équipe d’organisation l’a reçue.",
    State.TO_COMPLETE: "Une question vous attend.",
    State.WITHDRAWN: "À votre demande.",
}
SENT = ("Déposée", "quand vous l’enverrez.")
COMPLETED = ("Déposée de nouveau", "quand vous aurez répondu.")
DECIDED = ("Retenue, en réserve ou non retenue", "avec la raison si elle n’est pas retenue.")
SHOWN = ("Présentée dans un atelier", "si l’on se met d’accord sur une date.")
PUBLISHED = ("Publiée", "après votre relecture.")
#: What may still come, as a word and the rest of its sentence.
COMING: dict[str, list[tuple[str, str]]] = {
    State.DRAFT: [SENT, DECIDED, PUBLISHED],
    State.SUBMITTED: [DECIDED, PUBLISHED],
    State.TO_COMPLETE: [COMPLETED, DECIDED, PUBLISHED],
    State.ON_HOLD: [("Retenue", "quand le groupe abordera la question."), PUBLISHED],
    State.ACCEPTED: [SHOWN, PUBLISHED],
    State.SCHEDULED: [SHOWN, PUBLISHED],
    State.REPORTED_BACK: [PUBLISHED],
}


def state_words(state: str) -> str:
    """The name of a state as its author reads it."""
    return "Classée sans suite" if state == State.SPAM else str(State(state).label)


def saved_words(at: datetime) -> str:
    """«Enregistré à 14 h 32», with the day when it is not today."""
    local = timezone.localtime(at)
    day = "" if local.date() == timezone.localdate() else f" le {date_format(local, 'j F Y')}"
    return f"Enregistré{day} à {in_hours(local)}"
