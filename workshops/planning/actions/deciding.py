"""How any decision is applied: under a lock, with its line of history, on what is public and on the draft."""

from collections.abc import Callable

from django.db import transaction

from hub.community.models import Member
from hub.core.errors import NotAllowed, WrongState
from workshops.planning.actions.remembering import remember
from workshops.workshop.workshop import WorkshopPage

OTHER_MOVED = "Quelqu’un d’autre vient de changer cet atelier. Rechargez la page."


def check_right(by: Member, page: WorkshopPage) -> None:
    """Raise NotAllowed unless `by` may publish the page."""
    if not page.permissions_for_user(by).can_publish():
        raise NotAllowed("Vous ne pouvez pas décider de cet atelier.")


def decide(
    workshop: WorkshopPage,
    change: Callable[[WorkshopPage], None],
    text: str,
    *,
    unless: Callable[[WorkshopPage], bool],
    by: Member,
    note: str = "",
    refusal: str = OTHER_MOVED,
) -> WorkshopPage:
    """Apply a decision.

    What is published is published again with the change. A draft in progress gets the change too and stays a draft:
    nobody's unpublished text is lost or shown. `unless` says that the page is no longer as the organiser saw it.
    """
    with transaction.atomic():
        page = WorkshopPage.objects.select_for_update().get(pk=workshop.pk)
        if unless(page):
            raise WrongState(refusal)
        draft = page.get_latest_revision_as_object() if page.has_unpublished_changes else None
        change(page)
        page.save()
        if page.live:
            page.save_revision(user=by).publish(user=by)
        if draft is not None:
            change(draft)
            draft.save_revision(user=by)
        if text or note:
            remember(page, text, by=by, note=note)
    return page
