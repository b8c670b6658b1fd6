"""Hosts and speakers of a workshop."""

from typing import Any

from hub.community.models import email_key
from workshops.contributing.enums import Role, Standing
from workshops.models import Contributor, WorkshopPage


def make_contributor(workshop: WorkshopPage, email: str = "hote@example.org", **fields: Any) -> Contributor:
    """A host who confirmed, unless said otherwise."""
    said = {"role": Role.HOST, "name": "Prénom Hôte", "standing": Standing.CONFIRMED, **fields}
    return Contributor.objects.create(workshop=workshop, email=email, email_key=email_key(email), **said)
