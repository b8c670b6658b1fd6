"""What a proposal may be, and how its author may appear."""

from django.db import models


class ProposalState(models.TextChoices):
    DRAFT = "draft", "Brouillon"
    SUBMITTED = "submitted", "Déposée"
    TO_COMPLETE = "to_complete", "À compléter"
    ACCEPTED = "accepted", "Retenue"
    ON_HOLD = "on_hold", "En réserve"
    DECLINED = "declined", "Non retenue"
    SCHEDULED = "scheduled", "Programmée"
    REPORTED_BACK = "reported_back", "Restituée"
    PUBLISHED = "published", "Publiée"
    WITHDRAWN = "withdrawn", "Retirée"
    SPAM = "spam", "Indésirable"


#: Proposals that wait for an organiser or for their author.
OPEN_PROPOSALS = frozenset({ProposalState.SUBMITTED, ProposalState.TO_COMPLETE})


#: What its author may still write in.
WRITABLE_PROPOSALS = frozenset({ProposalState.DRAFT, ProposalState.TO_COMPLETE})


#: What no organiser has decided on: the files of these count together.
UNDECIDED_PROPOSALS = WRITABLE_PROPOSALS | {ProposalState.SUBMITTED, ProposalState.WITHDRAWN}


#: What nobody works on any more: purged after six months (trust.md, privacy).
CLOSED_PROPOSALS = frozenset({ProposalState.DECLINED, ProposalState.WITHDRAWN, ProposalState.SPAM})


class ShownAs(models.TextChoices):
    """How the person appears if the testimony is published."""

    ANONYMOUS = "anonymous", "Sans mon nom"
    NAMED = "named", "Avec mon nom"
    WITH_EMPLOYER = "with_employer", "Avec mon nom et l’accord de mon employeur"
