"""What happens to a recommendation: what people write, and what is computed."""

from django.db import models


class StateKind(models.TextChoices):
    """What somebody found, in a source, on a date."""

    TAKEN = "taken", "Reprise"
    PARTLY = "partly", "Reprise en partie"
    ONGOING = "ongoing", "En cours"
    DONE = "done", "Réalisée"
    REJECTED = "rejected", "Écartée"
    NO_ANSWER = "no_answer", "Sans réponse connue"
    #: Only as a rectification: what was written belongs to no recommendation, or to another one.
    VOID = "void", "Inscription annulée"

    @property
    def mark(self) -> str:
        """The small mark beside the word, as the style sheet names it; never a colour."""
        return _MARKS[self.value]


class Standing(models.TextChoices):
    """Where a recommendation stands: its latest state or, without any answer, what its date says."""

    TAKEN = "taken", "Reprise"
    PARTLY = "partly", "Reprise en partie"
    ONGOING = "ongoing", "En cours"
    DONE = "done", "Réalisée"
    REJECTED = "rejected", "Écartée"
    NO_ANSWER = "no_answer", "Sans réponse connue"
    PENDING = "pending", "Délai non échu"
    TO_LOOK_FOR = "to_look_for", "Délai passé, réponse à chercher"
    UNDATED = "undated", "Délai non connu"

    @property
    def mark(self) -> str:
        return _MARKS[self.value]

    @property
    def counted(self) -> str:
        """«singular,plural», after a number."""
        return _COUNTED.get(self.value, f"{self.label.lower()},{self.label.lower()}")


class ProposedState(models.TextChoices):
    """What becomes of a state that an authority proposes."""

    WAITING = "waiting", "À examiner"
    ACCEPTED = "accepted", "Inscrite"
    REFUSED = "refused", "Non inscrite"


#: States that are an answer; looking in vain is none.
ANSWERS = frozenset({StateKind.TAKEN, StateKind.PARTLY, StateKind.ONGOING, StateKind.DONE, StateKind.REJECTED})
#: What may be written without correcting anything.
WRITTEN = [(kind.value, kind.label) for kind in StateKind if kind != StateKind.VOID]
_MARKS = {
    "taken": "taken",
    "partly": "partly",
    "ongoing": "going",
    "done": "yes",
    "rejected": "no",
    "no_answer": "unknown",
    "void": "unknown",
    "pending": "pending",
    "to_look_for": "unknown",
    "undated": "unknown",
}
_COUNTED = {
    "taken": "reprise,reprises",
    "partly": "reprise en partie,reprises en partie",
    "done": "réalisée,réalisées",
    "rejected": "écartée,écartées",
    "pending": "dont le délai n’est pas échu,dont le délai n’est pas échu",
    "to_look_for": "dont le délai est passé,dont le délai est passé",
    "undated": "dont le délai n’est pas connu,dont le délai n’est pas connu",
}
