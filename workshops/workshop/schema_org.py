"""Workshops → schema.org/Event, for search engines. Only what the page shows; never a video link."""

from typing import Any, Protocol

from hub.core.dates.when import When
from workshops.workshop.enums import Certainty, Mode

STATUS = {
    Certainty.CONFIRMED: "https://schema.org/EventScheduled",
    Certainty.HELD: "https://schema.org/EventScheduled",
    Certainty.CANCELLED: "https://schema.org/EventCancelled",
    Certainty.POSTPONED: "https://schema.org/EventPostponed",
}
ATTENDANCE = {
    Mode.ONLINE: "https://schema.org/OnlineEventAttendanceMode",
    Mode.ON_SITE: "https://schema.org/OfflineEventAttendanceMode",
    Mode.HYBRID: "https://schema.org/MixedEventAttendanceMode",
}


class Event(Protocol):
    """What is told of a workshop."""

    title: str
    introduction: str
    when: When
    year_assumed: bool
    certainty: str
    mode: str
    place: str

    @property
    def is_waiting_fallback(self) -> bool: ...


def event_data(page: Event, url: str, organiser: str) -> dict[str, Any] | None:
    """The JSON-LD of a workshop whose day is known; None otherwise, because schema.org has no vague dates.

    Nor has it a word for what is proposed, «sous réserve», or a fallback: «scheduled» would be untrue.
    """
    status = STATUS.get(Certainty(page.certainty))
    if not page.when.is_firm or page.year_assumed or status is None:
        return None
    if page.is_waiting_fallback:
        return None
    start = page.when.starts_at or page.when.earliest
    end = page.when.ends_at or page.when.latest
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": page.title,
        "description": page.introduction,
        "startDate": start.isoformat() if start else "",
        "endDate": end.isoformat() if end else "",
        "eventStatus": status,
        "eventAttendanceMode": ATTENDANCE[Mode(page.mode)],
        "location": _location(page, url),
        "organizer": {"@type": "Organization", "name": organiser},
        "inLanguage": "fr",
        "url": url,
    }


def _location(page: Event, url: str) -> dict[str, str]:
    if page.mode == Mode.ONLINE:
        return {"@type": "VirtualLocation", "url": url}
    return {"@type": "Place", "name": page.place or "Lieu à préciser"}
