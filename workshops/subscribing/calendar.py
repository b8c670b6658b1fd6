"""What a private calendar shows. Read only, in a number of queries that does not depend on how much it shows."""

from datetime import datetime
from functools import lru_cache

from django.db.models import Q

from hub.community.models import Member, email_key
from hub.community.people import people_behind
from hub.core.addresses import site_base
from hub.mail.sender import from_address
from workshops.agenda.calendar import CalendarEvent, Feed, Private, calendar_bytes, component
from workshops.agenda.feeds import shown_events
from workshops.agenda.models import beginning
from workshops.contributing.enums import Standing
from workshops.contributing.links import join_url as contributor_join_url
from workshops.contributing.models import Contributor
from workshops.registering.links import join_url
from workshops.registering.models import Registration
from workshops.subscribing.models import PrivateFeed
from workshops.workshop.enums import Mode
from workshops.workshop.workshop import WorkshopPage

NAME = "Mes ateliers"
ABOUT = "Agenda personnel : son adresse vaut une clé, ne la donnez pas."
REVOKED = "Agenda révoqué"
GONE = "Cette adresse a été coupée : cet agenda restera vide. Vous pouvez vous en désabonner."


def feed_bytes(feed: PrivateFeed) -> bytes:
    """The calendar of an open feed: all workshops for a member, the one of its registration without account."""
    if feed.registration is not None:
        row = feed.registration
        chosen = WorkshopPage.objects.filter(pk=row.desk.workshop_id)
        return _written(shown_events(chosen), _rooms([row] if row.has_seat else []))
    rooms = _rooms_of(feed.member) if feed.member is not None else {}
    return _written(shown_events(WorkshopPage.objects.all()), rooms)


def revoked_bytes() -> bytes:
    """The same empty calendar for every address that was cut."""
    return calendar_bytes(Feed(REVOKED, GONE, _page()), [], beginning())


def _written(events: list[CalendarEvent], rooms: dict[str, str]) -> bytes:
    organiser = from_address()

    def write(event: CalendarEvent) -> bytes:
        return private_event_bytes(event, Private(rooms.get(event.uid, ""), organiser))

    published: datetime = max((event.published for event in events), default=beginning())
    return calendar_bytes(Feed(NAME, ABOUT, _page()), events, published, write=write)


@lru_cache(maxsize=4096)
def private_event_bytes(event: CalendarEvent, private: Private) -> bytes:
    """One VEVENT, kept by content as those of public feeds: members share those that they do not come to."""
    out = component(event, private)
    out.add("class", "PRIVATE")
    return out.to_ical(sorted=False)


def _rooms_of(member: Member) -> dict[str, str]:
    """By UID, our address that leads `member` to the room of each workshop that they come to or hold."""
    people = people_behind(member)
    keys = [email_key(person.email) for person in people]
    own = Registration.objects.confirmed().filter(Q(email_key__in=keys) | Q(member=member))
    held = Contributor.objects.filter(email_key__in=keys, standing=Standing.CONFIRMED)
    held = held.exclude(workshop__mode=Mode.ON_SITE).select_related("workshop")
    rooms = _rooms(list(own.select_related("desk__workshop").order_by("pk")))
    return {**rooms, **{str(one.workshop.uid): contributor_join_url(one) for one in held}}


def _rooms(registrations: list[Registration]) -> dict[str, str]:
    workshops = [(row, row.desk.workshop) for row in registrations]
    return {str(page.uid): join_url(row) for row, page in workshops if page.mode != Mode.ON_SITE}


def _page() -> str:
    return f"{site_base()}/ateliers/"
