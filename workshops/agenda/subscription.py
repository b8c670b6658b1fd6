"""Addresses under which people subscribe to a feed."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from django.urls import reverse

from glossary.models import Theme

#: Where Google Agenda takes an address that one has copied. Its link that carries the address is not documented.
GOOGLE = "https://calendar.google.com/calendar/r/settings/addbyurl"


@dataclass(frozen=True)
class Subscription:
    """One feed: its address, and the links that the calendar programs understand."""

    url: str
    forecast_url: str
    title: str
    google: str = GOOGLE

    @property
    def webcal(self) -> str:
        """The same address for Apple Calendar and Thunderbird."""
        return f"webcal://{self.url.split('://', 1)[1]}"

    @property
    def outlook(self) -> str:
        return (
            "https://outlook.office.com/calendar/0/addfromweb"
            f"?url={quote(self.url, safe='')}&name={quote(self.title, safe='')}"
        )

    @property
    def is_local(self) -> bool:
        """True on a development machine: calendar services on the internet can't reach this address."""
        return urlsplit(self.url).hostname in ("127.0.0.1", "localhost", "testserver")


def subscription(base_url: str, theme: Theme | None = None) -> Subscription:
    """The feed of all workshops, or of one theme."""
    paths = [reverse("feed"), reverse("feed_forecast")]
    title = "Ateliers des assemblées citoyennes permanentes"
    if theme is not None:
        paths = [reverse(name, args=[theme.slug]) for name in ("feed_theme", "feed_theme_forecast")]
        title = f"Ateliers : {theme.label}"
    url, forecast_url = (base_url.rstrip("/") + path for path in paths)
    return Subscription(url, forecast_url, title)
