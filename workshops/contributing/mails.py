"""What we write to hosts and speakers. Objects → letters; nothing is stored here."""

from collections.abc import Callable

from hub.core.addresses import site_url, view_url
from hub.core.enums import Half
from hub.mail.letters import EXAMPLE_LINK, Letter, letter
from workshops.contributing.enums import Role, Standing
from workshops.contributing.links import join_url, private_url
from workshops.contributing.models import Contributor
from workshops.planning.audience import Reader
from workshops.workshop.workshop import WorkshopPage

#: Why who holds a workshop gets a decision, before the address of their own page.
WHY = "vous tenez cet atelier avec nous. Dire si vous venez"


def asked_letter(contributor: Contributor) -> Letter:
    """«Demander», and each time it is asked again."""
    workshop = contributor.workshop
    return letter(
        "contributor-asked",
        workshop=workshop,
        page_link=site_url(workshop.get_url() or "/") if workshop.live else "",
        role=contributor.role,
        part_words=contributor.part_words,
        awaited=contributor.awaited,
        has_answered=contributor.comes,
        link=private_url(contributor),
    )


def answer_letter(contributor: Contributor) -> Letter:
    """What was noted of whether one comes."""
    workshop = contributor.workshop
    return letter(
        "contributor-answer",
        workshop=workshop,
        comes=contributor.comes,
        calendar_link=view_url("feed_workshop", workshop.slug) if workshop.has_file else "",
        link=private_url(contributor),
    )


def contributors(workshop: WorkshopPage) -> list[Reader]:
    """Those who were asked and did not decline."""
    found = Contributor.objects.expected().filter(workshop=workshop).exclude(standing=Standing.TO_ASK)
    return [
        Reader(row.email, private_url(row), WHY, one_click=False, join_link=join_url(row) if row.comes else "")
        for row in found.order_by("pk")
    ]


_WORKSHOP = {"title": "Atelier d’exemple", "date_words": "jeudi 18 mars 2027, de 14 h à 16 h (heure de Paris)"}


def _example() -> Letter:
    return letter(
        "contributor-asked",
        workshop=_WORKSHOP,
        page_link=EXAMPLE_LINK,
        role=Role.SPEAKER,
        part_words=Half.PRACTICE.label,
        awaited="le diaporama",
        has_answered=False,
        link=EXAMPLE_LINK,
    )


#: Examples of every letter of this room, for the administration.
EXAMPLES: dict[str, Callable[[], Letter]] = {
    "contributor-asked": _example,
    "contributor-answer": lambda: letter(
        "contributor-answer", workshop=_WORKSHOP, comes=True, calendar_link=EXAMPLE_LINK, link=EXAMPLE_LINK
    ),
}
