"""Organisers, members and what people send, for tests."""

import itertools
import uuid

from django.contrib.auth.models import Group
from django.utils import timezone

from casestudies.models import Proposal
from casestudies.proposals.enums import ProposalState
from hub.community.actions.members import ensure_email_address
from hub.community.models import Member
from hub.community.organisers import ORGANISERS

_numbers = itertools.count(1)


def member(email: str = "", **fields: object) -> Member:
    """A plain member, who can sign in by code."""
    person = Member.objects.create_user(email or f"membre-{next(_numbers)}@exemple.fr", **fields)
    ensure_email_address(person)
    return person


def organiser(email: str = "", **fields: object) -> Member:
    """Someone of the group that runs the site; not an administrator."""
    person = member(email or f"organise-{next(_numbers)}@exemple.fr", **fields)
    person.groups.add(Group.objects.get(name=ORGANISERS))
    return person


def administrator() -> Member:
    return member(f"administre-{next(_numbers)}@exemple.fr", is_superuser=True)


def proposal(organisation: str = "Ville de Rouen", *, themes: list | None = None, **fields: object) -> Proposal:
    defaults = {
        "idempotency_key": uuid.uuid4(),
        "name": "Anne Exemple",
        "email": "anne@exemple.fr",
        "wants_to_testify": True,
        "consent_version": "2026-11",
        "consent_at": timezone.now(),
        "state": ProposalState.SUBMITTED,
        "submitted_at": timezone.now(),
    }
    # Its owner confirmed the address; `address_proved_at=None` for one that anybody may have typed.
    defaults["address_proved_at"] = timezone.now() if fields.get("email", defaults["email"]) else None
    sent = Proposal.objects.create(organisation=organisation, **{**defaults, **fields})
    sent.themes.set(themes or [])
    return sent
