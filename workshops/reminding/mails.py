"""What we write before a workshop. Objects → letters; nothing is stored here."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hub.core.addresses import site_url
from hub.core.dates.moments import in_hours
from hub.mail.letters import EXAMPLE_LINK, Letter, letter
from workshops.agenda.running_order import running_order
from workshops.contributing import links as contributing
from workshops.contributing.enums import Standing
from workshops.contributing.models import Contributor
from workshops.registering import links as registering
from workshops.registering.models import Registration
from workshops.reminding.enums import Moment
from workshops.workshop.enums import Mode
from workshops.workshop.workshop import WorkshopPage

#: How long before the beginning hosts open the room.
OPENED_BEFORE = timedelta(minutes=30)


def reminder_letter(row: Registration | Contributor, workshop: WorkshopPage, moment: Moment) -> Letter:
    """To somebody who comes, or who holds `workshop`."""
    if isinstance(row, Contributor):
        return letter("workshop-reminder-team", **_about(workshop, moment), **_held_by(row, workshop, moment))
    join_link = registering.join_url(row) if _has_way_in(workshop, moment) else ""
    return letter(
        "workshop-reminder", **_about(workshop, moment), join_link=join_link, link=registering.private_url(row)
    )


def _about(workshop: WorkshopPage, moment: Moment) -> dict[str, Any]:
    starts_at = workshop.when.starts_at
    return {
        "moment": moment,
        "title": workshop.title,
        "date_words": workshop.date_words,
        "doubt": workshop.doubt,
        "hour": in_hours(starts_at) if starts_at else "",
        "place": workshop.place,
        "page_link": site_url(workshop.get_url() or "/"),
    }


def _held_by(row: Contributor, workshop: WorkshopPage, moment: Moment) -> dict[str, Any]:
    starts_at = workshop.when.starts_at
    opens = row.is_host and starts_at is not None and _is_online(workshop)
    return {
        "role": row.get_role_display(),
        "is_host": row.is_host,
        "is_awaited_to_answer": row.standing == Standing.ASKED,
        "awaited": row.awaited,
        "parts": programme_lines(workshop, row.part),
        "opening": in_hours(starts_at - OPENED_BEFORE) if opens and starts_at else "",
        "join_link": contributing.join_url(row) if _has_way_in(workshop, moment) else "",
        "link": contributing.private_url(row),
    }


def programme_lines(workshop: WorkshopPage, part: int | None) -> list[tuple[str, list[str]]]:
    """The running order of one part, or of both, with its title; parts without a moment are left out."""
    return [
        (half.label, [_line(line) for line in lines])
        for half, lines, _ in running_order(workshop).parts
        if lines and part in (None, half)
    ]


def _line(line: Any) -> str:
    minutes = f" ({line.item.minutes} min)" if line.item.minutes else ""
    at = f"{in_hours(line.starts)} : " if line.starts else ""
    return f"{at}{line.item.title}{minutes}"


def _is_online(workshop: WorkshopPage) -> bool:
    return workshop.mode != Mode.ON_SITE


def _has_way_in(workshop: WorkshopPage, moment: Moment) -> bool:
    """The way in is told when it is soon of use."""
    return moment == Moment.HOUR and _is_online(workshop)


_EXAMPLE = {
    "moment": Moment.HOUR,
    "title": "Atelier d’exemple",
    "date_words": "jeudi 18 mars 2027, de 14 h à 16 h (heure de Paris)",
    "doubt": "",
    "hour": "14 h",
    "place": "",
    "page_link": EXAMPLE_LINK,
    "join_link": EXAMPLE_LINK,
    "link": EXAMPLE_LINK,
}
_TEAM_EXAMPLE = {
    "role": "Hôte",
    "is_host": True,
    "is_awaited_to_answer": False,
    "awaited": "le diaporama",
    "parts": [("Comment on fait ?", ["14 h : Accueil (10 min)", "14 h 10 : Présentation (30 min)"])],
    "opening": "13 h 30",
}

#: Examples of every letter of this room, for the administration.
EXAMPLES: dict[str, Callable[[], Letter]] = {
    "workshop-reminder": lambda: letter("workshop-reminder", **_EXAMPLE),
    "workshop-reminder-team": lambda: letter("workshop-reminder-team", **_EXAMPLE, **_TEAM_EXAMPLE),
}
