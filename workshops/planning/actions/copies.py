"""Workshops made from others: always drafts, with an identity of their own."""

from django.db import transaction

from hub.community.models import Member
from hub.core.errors import NotAllowed
from workshops.planning.actions.remembering import remember
from workshops.workshop.enums import Certainty
from workshops.workshop.workshop import WorkshopPage


def duplicate_workshop(workshop: WorkshopPage, *, by: Member) -> WorkshopPage:
    """A draft with the same partners and agenda, without date, identity of its own («dupliquer l'atelier»)."""
    if not workshop.get_parent().permissions_for_user(by).can_add_subpage():
        raise NotAllowed("Vous ne pouvez pas créer d’atelier.")
    with transaction.atomic():
        copy = workshop.copy(
            update_attrs={"title": f"{workshop.title} (copie)", "slug": _free_slug(workshop), "live": False},
            copy_revisions=False,
            keep_live=False,
            user=by,
        )
        copy.when = copy.when.parse("")
        copy.certainty = Certainty.IDEA
        copy.fallback_for = None
        copy.save()
        copy.save_revision(user=by)
        remember(copy, f"copié de « {workshop.title} »", by=by)
    return copy


def _free_slug(workshop: WorkshopPage) -> str:
    taken = set(workshop.get_siblings().values_list("slug", flat=True))
    number = 2
    while f"{workshop.slug}-{number}" in taken:
        number += 1
    return f"{workshop.slug}-{number}"
