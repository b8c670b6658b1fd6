"""What happens to a page when the consent it rests on changes."""

from datetime import datetime
from typing import Any

from wagtail.models import Page

from casestudies.proposals.models import Proposal
from casestudies.proposals.provenance import PageProvenance
from casestudies.publications.testimony import TestimonyPage
from hub.core.former.actions import forget_former
from hub.core.lists.kept import content_changed

#: What a testimony says of a person.
PERSONAL_FIELDS = ("shown_name", "shown_role")


def take_down(proposal: Proposal, *, at: datetime) -> Page | None:
    """Unpublish the page made from `proposal`, cancel its planned publication, and write the withdrawal down.

    Inside the caller's transaction. Gives the page, or None when there is none.
    """
    line = PageProvenance.objects.filter(proposal=proposal).select_related("page").first()
    if line is None:
        return None
    page = line.page.specific
    if page.live:
        page.unpublish(set_expired=False, log_action=True)
    page.revisions.update(approved_go_live_at=None)
    PageProvenance.objects.filter(pk=line.pk, consent_withdrawn_at=None).update(consent_withdrawn_at=at)
    return page


def anonymise_page(page: Page) -> None:
    """Take the name and the role of the person off `page`, off every version kept of it, and off lists at once.

    Its former addresses go too: an organiser may have put the name there.
    """
    TestimonyPage.objects.filter(pk=page.pk).update(**dict.fromkeys(PERSONAL_FIELDS, ""))
    for revision in page.revisions.all():
        content: dict[str, Any] = revision.content
        if any(content.get(name) for name in PERSONAL_FIELDS):
            revision.content = {**content, **dict.fromkeys(PERSONAL_FIELDS, "")}
            revision.save(update_fields=["content"])
    forget_former(page)
    content_changed()
