"""Workshops → iCalendar bytes (RFC 5545, RFC 7986). Pure: no request, no query, no clock.

icalendar escapes and folds; everything it gets wrong is worked round here (see docs/decisions/0004-icalendar.md).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vRecur, vText, vUri

from hub.core.dates.when import Precision, When
from hub.core.validators import one_line

PRODID = "-//ICPC//Agoratheque//FR"
TZID = "Europe/Paris"
REFRESH = "PT6H"
JOIN = "Rejoindre la visioconférence"
#: Few programs read CONFERENCE: the first line of the description says the same.
ROOM: Any = {"VALUE": "URI", "FEATURE": ["AUDIO", "VIDEO"], "LABEL": JOIN, "LANGUAGE": "fr"}
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_BREAKS = re.compile(r"\r\n|[\r\x85\u2028\u2029]")


@dataclass(frozen=True)
class CalendarEvent:
    """What a calendar shows of a workshop. `when` has at least a month; instants are aware datetimes in UTC."""

    uid: str
    sequence: int
    when: When
    title: str
    description: str
    location: str
    url: str
    categories: tuple[str, ...]
    created: datetime
    published: datetime
    status: str = "TENTATIVE"
    prefix: str = ""
    #: A fallback blocks nobody's slot while another workshop may take place.
    is_free: bool = False

    @property
    def sort_key(self) -> tuple[date, str]:
        return (self.when.earliest or date.max, self.uid)


@dataclass(frozen=True)
class Private:
    """What only one person is told of a workshop: our own address that leads them to the room, and who writes."""

    join_url: str = ""
    organiser: str = ""


@dataclass(frozen=True)
class Feed:
    """The head of a feed. `url` is the feed's public address; a private feed tells none: it is a key."""

    name: str
    description: str
    page: str
    url: str = ""


def clean(text: str) -> str:
    """`text` without what calendars can't carry: control characters, lone surrogates, exotic line ends.

    A backslash becomes U+2216: several programs read an escaped backslash before an n as a line end.
    """
    return _CONTROLS.sub("", _BREAKS.sub("\n", text)).replace("\\", "∖")


def clean_line(text: str) -> str:
    return one_line(clean(text))


def ascii_uri(url: str) -> str:
    """The address in percent-encoded ASCII."""
    return quote(clean_line(url), safe="%/:=&?~#+!$,;'@()*[]")


def paris() -> Timezone:
    """Europe/Paris as two yearly rules: the only form that all calendar programs read alike."""
    zone = Timezone()
    zone.add("tzid", TZID)
    for component, start, offsets, month in (
        (TimezoneDaylight(), datetime(1981, 3, 29, 2), (1, 2), 3),  # noqa: DTZ001 -- onsets are local times
        (TimezoneStandard(), datetime(1996, 10, 27, 3), (2, 1), 10),  # noqa: DTZ001 -- onsets are local times
    ):
        component.add("dtstart", start)
        component.add("tzoffsetfrom", timedelta(hours=offsets[0]))
        component.add("tzoffsetto", timedelta(hours=offsets[1]))
        component.add("rrule", vRecur({"FREQ": ["YEARLY"], "BYMONTH": [month], "BYDAY": ["-1SU"]}))
        component.add("tzname", "CEST" if offsets[1] == 2 else "CET")
        zone.add_component(component)
    return zone


@lru_cache(maxsize=4096)
def event_bytes(event: CalendarEvent) -> bytes:
    """One VEVENT. Raises ValueError for what can't be written, so that the caller may leave it out.

    Kept by content: when one workshop changes, the fragments of the others are not written again.
    """
    out = component(event)
    out.add("class", "PUBLIC")
    return out.to_ical(sorted=False)


def component(event: CalendarEvent, private: Private | None = None) -> Event:
    """The VEVENT, with what is `private`; the caller says its class. What is off has no room to join."""
    join_url = private.join_url if private and event.status != "CANCELLED" else ""
    out = Event()
    out.add("uid", event.uid)
    out.add("dtstamp", event.published.astimezone(UTC).replace(microsecond=0))
    out.add("created", event.created.astimezone(UTC).replace(microsecond=0))
    out.add("last-modified", event.published.astimezone(UTC).replace(microsecond=0))
    out.add("sequence", event.sequence)
    _add_dates(out, event)
    out.add("summary", clean_line(event.prefix + event.title))
    about = [f"{JOIN} : {join_url}" if join_url else "", clean(event.description).strip()]
    out.add("description", "\n\n".join([*filter(None, about), f"Fiche de l’atelier : {event.url}"]))
    if event.location:
        out.add("location", clean_line(event.location))
    out.add("url", vUri(ascii_uri(event.url)))
    categories = [clean_line(name) for name in event.categories]
    if categories:
        out.add("categories", categories)
    out.add("status", event.status)
    if private and private.organiser:
        out.add("organizer", vCalAddress(f"mailto:{private.organiser}"))
    if join_url:
        out.add("conference", vUri(ascii_uri(join_url)), parameters=ROOM)
    return out


def _add_dates(out: Event, event: CalendarEvent) -> None:
    """DTSTART, DTEND and how busy one is: an hour blocks the slot, a day or a month does not."""
    timed = event.when.precision == Precision.HOUR
    if timed:
        out.add("dtstart", event.when.starts_at)
        out.add("dtend", event.when.ends_at)
    else:
        out.add("dtstart", event.when.earliest)
        out.add("dtend", event.when.end_exclusive)
        out.add("x-microsoft-cdo-alldayevent", "TRUE")
    blocks = timed and event.status != "CANCELLED" and not event.is_free
    busy = {"CONFIRMED": "BUSY", "TENTATIVE": "TENTATIVE"}.get(event.status, "FREE") if blocks else "FREE"
    out.add("transp", "OPAQUE" if blocks else "TRANSPARENT")
    out.add("x-microsoft-cdo-busystatus", busy)


def calendar_bytes(
    feed: Feed,
    events: Iterable[CalendarEvent],
    modified: datetime,
    *,
    write: Callable[[CalendarEvent], bytes] = event_bytes,
) -> bytes:
    """A whole feed. An event that can't be written is left out: one bad row never takes the feed down."""
    head = Calendar()
    head.add("version", "2.0")
    head.add("prodid", PRODID)
    head.add("calscale", "GREGORIAN")
    for name in ("name", "x-wr-calname"):
        head.add(name, vText(clean_line(feed.name)))
    for name in ("description", "x-wr-caldesc"):
        head.add(name, vText(clean_line(feed.description)))
    head.add("x-wr-timezone", TZID)
    head.add("last-modified", modified.astimezone(UTC).replace(microsecond=0))
    head.add("url", vUri(ascii_uri(feed.page)))
    if feed.url:
        head.add("source", vUri(ascii_uri(feed.url)), parameters={"VALUE": "URI"})
    head.add("refresh-interval", vText(REFRESH), parameters={"VALUE": "DURATION"})
    head.add("x-published-ttl", REFRESH)
    head.add("color", "teal")
    head.add_component(paris())
    opening, closing = head.to_ical(sorted=False).rsplit(b"END:VCALENDAR", 1)
    ordered = sorted(events, key=lambda event: event.sort_key)
    return b"".join([opening, *_written(ordered, write), b"END:VCALENDAR", closing])


def _written(events: Iterable[CalendarEvent], write: Callable[[CalendarEvent], bytes]) -> Iterable[bytes]:
    for event in events:
        try:
            yield write(event)
        except (ValueError, TypeError):  # UnicodeEncodeError is a ValueError
            continue
