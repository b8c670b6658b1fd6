"""What happens to a page when the consent it rests on changes."""

from typing import Any

from wagtail.models import Page

from casestudies.models import TestimonyPage

#: What a testimony says of a person.
PERSONAL_FIELDS = ("shown_name", "shown_role")


def anonymise_page(page: Page) -> None:
    """Take the name and the role of the person off `page` and off every version kept of it."""
    TestimonyPage.objects.filter(pk=page.pk).update(**dict.fromkeys(PERSONAL_FIELDS, ""))
    for revision in page.revisions.all():
        content: dict[str, Any] = revision.content
        if any(content.get(name) for name in PERSONAL_FIELDS):
            revision.content = {**content, **dict.fromkeys(PERSONAL_FIELDS, "")}
            revision.save(update_fields=["content"])
