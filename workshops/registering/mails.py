"""What we write about registrations. Objects → letters; nothing is stored here."""

from collections.abc import Callable

from hub.core.addresses import site_url, view_url
from hub.mail.letters import EXAMPLE_LINK, Letter, letter
from workshops.planning.audience import Reader
from workshops.registering.enums import RegistrationState
from workshops.registering.links import join_url, private_url
from workshops.registering.models import Registration
from workshops.workshop.workshop import WorkshopPage


def confirm_letter(registration: Registration) -> Letter:
    """To the address that was typed. Nothing that was typed is repeated: it may be that of somebody else."""
    return letter("registration-confirm", workshop=registration.desk.workshop, link=private_url(registration))


def known_letter(registration: Registration) -> Letter:
    """To who asks again."""
    return letter("registration-known", workshop=registration.desk.workshop, link=private_url(registration))


def members_letter(workshop: WorkshopPage) -> Letter:
    """To an address that is no member's, for a workshop kept for members."""
    return letter("registration-members", workshop=workshop, link=view_url("account_signup"))


def state_letter(registration: Registration, *, was_waiting: bool = False) -> Letter:
    """What became of the registration; `was_waiting` says that a seat was freed for it."""
    workshop = registration.desk.workshop
    return letter(
        "registration-state",
        workshop=workshop,
        state=registration.state,
        was_waiting=was_waiting,
        link=private_url(registration),
        page_link=site_url(workshop.get_url() or "/"),
        calendar_link=view_url("feed_workshop", workshop.slug) if workshop.has_file else "",
    )


def message_letter(registration: Registration, subject: str, text: str) -> Letter:
    """What an organiser writes to people who come."""
    return letter(
        "registration-message",
        workshop=registration.desk.workshop,
        subject=subject,
        text=text,
        link=private_url(registration),
    )


#: Why who registered gets a decision, before the address of their own page.
WHY = "vous êtes inscrite ou inscrit à cet atelier. Changer ou annuler votre inscription"


def registrants(workshop: WorkshopPage) -> list[Reader]:
    """Everybody with an active registration."""
    found = Registration.objects.active().filter(desk__workshop=workshop).order_by("pk")
    return [
        Reader(row.email, private_url(row), WHY, one_click=False, join_link=join_url(row) if row.has_seat else "")
        for row in found
    ]


_WORKSHOP = {"title": "Atelier d’exemple", "date_words": "jeudi 18 mars 2027, de 14 h à 16 h (heure de Paris)"}


def _state_example() -> Letter:
    return letter(
        "registration-state",
        workshop=_WORKSHOP,
        state=RegistrationState.CONFIRMED,
        was_waiting=True,
        link=EXAMPLE_LINK,
        page_link=EXAMPLE_LINK,
        calendar_link=EXAMPLE_LINK,
    )


#: Examples of every letter of this room, for the administration.
EXAMPLES: dict[str, Callable[[], Letter]] = {
    "registration-confirm": lambda: letter("registration-confirm", workshop=_WORKSHOP, link=EXAMPLE_LINK),
    "registration-known": lambda: letter("registration-known", workshop=_WORKSHOP, link=EXAMPLE_LINK),
    "registration-members": lambda: letter("registration-members", workshop=_WORKSHOP, link=EXAMPLE_LINK),
    "registration-state": _state_example,
    "registration-message": lambda: letter(
        "registration-message",
        workshop=_WORKSHOP,
        subject="Les documents de la séance",
        text="Bonjour,\n\nVoici ce qu’il est utile de lire avant.",
        link=EXAMPLE_LINK,
    ),
}
