"""What we write once the report is published. Objects → letters; nothing is stored here."""

from collections.abc import Callable

from hub.mail.letters import EXAMPLE_LINK, Letter, letter
from workshops.thanking.links import feedback_url
from workshops.thanking.models import Feedback
from workshops.workshop.workshop import WorkshopPage

THANKS = "report-thanks"


def thanks_letter(workshop: WorkshopPage, report: str, link: str, feedback: Feedback) -> Letter:
    """To who had a seat. Nothing is said of a presence that nobody noted."""
    came = feedback.registration.has_come if feedback.registration else None
    return letter(
        THANKS,
        workshop=workshop,
        report=report,
        report_link=link,
        who={True: "came", False: "away", None: "seat"}[came],
        link=feedback_url(feedback),
        until=feedback.until,
    )


def speaker_letter(workshop: WorkshopPage, report: str, link: str) -> Letter:
    """To who held it."""
    return letter(THANKS, workshop=workshop, report=report, report_link=link, who="held", link="", until=None)


def _example() -> Letter:
    workshop = {"title": "Atelier d’exemple"}
    report = "Compte-rendu : Atelier d’exemple"
    return letter(
        THANKS, workshop=workshop, report=report, report_link=EXAMPLE_LINK, who="came", link=EXAMPLE_LINK, until=None
    )


#: Examples of every letter of this room, for the administration.
EXAMPLES: dict[str, Callable[[], Letter]] = {THANKS: _example}
