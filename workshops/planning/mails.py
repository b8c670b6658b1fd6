"""What we write about decisions. Objects → letters; nothing is stored here."""

from hub.core.addresses import site_url, view_url
from hub.core.dates.when import When
from hub.mail.letters import EXAMPLE_LINK, Letter, letter
from workshops.planning.audience import Reader
from workshops.planning.changes import Change, Public
from workshops.workshop.enums import Certainty
from workshops.workshop.workshop import WorkshopPage


def decision_letter(workshop: WorkshopPage, change: Change, before: Public, reader: Reader) -> Letter:
    """What was decided about `workshop`, whose themes and relays are loaded."""
    return letter(
        "workshop-decided",
        workshop=workshop,
        change=change,
        before=before,
        where=Public.of(workshop).where,
        comes=reader.comes,
        situation=[sentence for sentence in workshop.sentences if sentence.page],
        link=site_url(workshop.get_url() or "/"),
        calendar_link=view_url("feed_workshop", workshop.slug) if workshop.has_file else "",
        subscribe_link=view_url("subscribe"),
        stop_link=reader.stop_link,
        why=reader.why,
    )


def _example() -> Letter:
    return letter(
        "workshop-decided",
        workshop={"title": "Atelier d’exemple", "date_words": "jeudi 18 mars 2027, de 14 h à 16 h (heure de Paris)"},
        change=Change.FIXED,
        before=Public(When.parse("2027-03"), Certainty.PROPOSED),
        where="Visioconférence",
        comes=True,
        situation=[],
        link=EXAMPLE_LINK,
        calendar_link=EXAMPLE_LINK,
        subscribe_link=EXAMPLE_LINK,
        stop_link=EXAMPLE_LINK,
        why="vous suivez un thème de cet atelier. Ne plus rien recevoir sur vos thèmes",
    )


#: Examples of every letter of this app, for the administration.
EXAMPLES = {"workshop-decided": _example}
