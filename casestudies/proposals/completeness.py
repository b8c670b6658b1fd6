"""What a proposal still lacks before it can be sent. Pure: reads a proposal, asks the database nothing."""

from dataclasses import dataclass

from casestudies.proposals.models import Proposal
from hub.core.email_addresses import address_fault
from hub.core.validators import too_long

#: Signs in each answer: about six pages. A draft keeps more: what is pasted is cut by its author, not by us.
MAX_ANSWER = 20_000
MAX_KEPT = 60_000
LAST_STEP = 5
ANSWERS = {"practice": (2, "La première réponse"), "outcome": (3, "La seconde réponse"), "sources": (4, "Le champ")}


@dataclass(frozen=True)
class Missing:
    """Something to correct, at a field of a step. `text` is a whole sentence."""

    step: int
    field: str
    text: str


def is_address(email: str) -> bool:
    """Whether a mail can be written to `email`; a draft keeps what was typed, even unfinished."""
    return not address_fault(email)


def missing(proposal: Proposal) -> list[Missing]:
    """Everything to correct before sending, in the order of the steps."""
    found = [*missing_in(proposal, 1)]
    if proposal.wants_to_testify and not (proposal.practice or proposal.outcome):
        text = "Répondez à l’une des deux questions au moins : quelques lignes suffisent."
        found.append(Missing(2, "practice", text))
    for step in (2, 3, 4):
        found += missing_in(proposal, step)
    return found


def missing_in(proposal: Proposal, step: int) -> list[Missing]:
    """What one must correct before leaving `step`."""
    if step == 1:
        return _missing_about_you(proposal)
    return [
        Missing(step, field, too_long(f"{label} est trop long{'ue' if step < LAST_STEP - 1 else ''}", MAX_ANSWER))
        for field, (its_step, label) in ANSWERS.items()
        if its_step == step and len(getattr(proposal, field)) > MAX_ANSWER
    ]


def first_step(proposal: Proposal) -> int:
    """Where to go on: the first step with something missing or still empty."""
    steps = [item.step for item in missing(proposal)]
    if proposal.wants_to_testify:
        steps += [ANSWERS[field][0] for field in ("practice", "outcome") if not getattr(proposal, field)]
    return min(steps, default=LAST_STEP)


def _missing_about_you(proposal: Proposal) -> list[Missing]:
    checks = [
        ("intents", bool(proposal.intents), "Dites ce que vous souhaitez : témoigner, participer, ou les deux."),
        ("organisation", bool(proposal.organisation), "Indiquez votre collectivité ou votre organisation."),
        ("name", bool(proposal.name), "Indiquez votre nom."),
        ("email", bool(proposal.email), "Indiquez votre adresse électronique."),
        ("email", not proposal.email or is_address(proposal.email), address_fault(proposal.email)),
    ]
    return [Missing(1, field, text) for field, is_there, text in checks if not is_there]
