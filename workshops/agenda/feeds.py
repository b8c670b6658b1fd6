"""Calendar feeds over HTTP: same bytes for everybody, ETag, Last-Modified, no cookie."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from glossary.models import Theme
from hub.core.addresses import site_base
from hub.core.dates.when import PARIS
from hub.core.former.finding import is_retired
from workshops.agenda.calendar import CalendarEvent, Feed, calendar_bytes
from workshops.agenda.models import CalendarState, beginning
from workshops.agenda.told import told
from workshops.workshop.queryset import WorkshopQuerySet
from workshops.workshop.workshop import WorkshopPage

PAST_HORIZON = timedelta(days=365)
RETIRED = "Thème retiré"
GONE = (
    "Ce thème a été retiré du site : cet agenda restera vide. Vous pouvez vous en désabonner, "
    "et vous abonner à tous les ateliers ou à un autre thème."
)
NAME = "Ateliers des assemblées citoyennes permanentes"
#: The events of a feed, and its name.
Content = tuple[list[CalendarEvent], str]


@dataclass(frozen=True)
class Written:
    """A feed as it is sent. Immutable: kept in the cache under the calendar's generation."""

    body: bytes
    etag: str
    #: When what it shows was last published; the beginning of the calendar for an empty one.
    published: datetime


# No cookie is read here. Without the exemption, Django would answer 403 to a POST, for want of a token, and calendar
# programs would ask for a password.
@csrf_exempt
@require_safe
def workshops(request: HttpRequest) -> HttpResponse:
    """`/agenda/ateliers.ics`: every workshop whose days are known."""
    return _respond(request, lambda: (shown_events(WorkshopPage.objects.all()), NAME))


@csrf_exempt
@require_safe
def forecast(request: HttpRequest) -> HttpResponse:
    """`/agenda/ateliers-previsionnels.ics`: the same plus those of which only the month is known."""
    name = f"{NAME}, dates à préciser comprises"
    return _respond(request, lambda: (shown_events(WorkshopPage.objects.all(), forecast=True), name))


@csrf_exempt
@require_safe
def theme(request: HttpRequest, slug: str, *, forecast: bool = False) -> HttpResponse:
    """`/agenda/themes/<slug>.ics`; `<slug>-previsionnels.ics` adds the month-only ones.

    A deleted theme has an empty calendar that says so, an unknown one none at all (404).
    """

    def content() -> Content:
        chosen = Theme.objects.filter(slug=slug).first()
        if chosen:
            return shown_events(
                WorkshopPage.objects.filter(themes=chosen), forecast=forecast
            ), f"Ateliers : {chosen.label}"
        if is_retired(Theme, slug):
            return [], RETIRED
        raise Http404

    return _respond(request, content)


@csrf_exempt
@require_safe
def one_workshop(request: HttpRequest, slug: str) -> HttpResponse:
    """`/ateliers/<slug>/atelier.ics`: one event, to download. Nothing in it moves with the other workshops.

    Days that were announced and are withdrawn are told here as in the feed of known days; else the month, if any.
    """

    def content() -> Content:
        pages = WorkshopPage.objects.filter(slug=slug)
        events = shown_events(pages) or shown_events(pages, forecast=True)
        if not events:
            raise Http404("Cet atelier n’a pas de date.")
        return events[:1], events[0].title

    response = _respond(request, content, alone=True)
    response.headers["Content-Disposition"] = f'attachment; filename="atelier-{slug}.ics"'
    return response


def shown_events(pages: WorkshopQuerySet, *, forecast: bool = False) -> list[CalendarEvent]:
    """What this kind of feed tells of `pages`: those anybody may read, and not over for long."""
    today = timezone.localdate()
    shown = pages.visible_to_all().prefetch_related("themes", "partners__authority").with_relays()
    found = [told(page, today, forecast=forecast) for page in shown]
    return [event for event in found if event and (event.when.latest or today) >= today - PAST_HORIZON]


def _respond(request: HttpRequest, content: Callable[[], Content], *, alone: bool = False) -> HttpResponse:
    """The feed of `content()`, written once per change of the calendar and per day (the past horizon moves).

    Last-Modified moves with any change, a deletion too, and with the day; that of a workshop `alone`, when it does.
    """
    state = CalendarState.objects.filter(pk=1).first() or CalendarState()
    base, today = site_base(), timezone.localdate()
    key = f"feed:{state.generation}:{today}:{base}{request.path}"
    written = cache.get(key)
    if written is None:
        events, name = content()
        written = _write(events, name, base, request.path)
        cache.set(key, written, 86_400)
    midnight = datetime.combine(today, time(), tzinfo=PARIS).astimezone(UTC)
    modified = int((written.published if alone else max(state.changed_at, midnight)).timestamp())
    headers = {
        "Content-Disposition": 'inline; filename="ateliers.ics"',
        "Content-Length": str(len(written.body)),
        "ETag": written.etag,
        "Cache-Control": "public, max-age=900, stale-while-revalidate=86400",
        "X-Robots-Tag": "noindex",
        "Last-Modified": http_date(modified),
    }
    response = HttpResponse(written.body, content_type="text/calendar; charset=utf-8", headers=headers)
    return get_conditional_response(request, written.etag, modified, response) or response


def _write(events: Sequence[CalendarEvent], name: str, base: str, path: str) -> Written:
    feed = Feed(
        name=name,
        description=GONE if name == RETIRED else "Dates affichées telles qu’on les connaît, jamais plus précises.",
        page=f"{base}/ateliers/",
        url=base + path,
    )
    published = max((event.published for event in events), default=beginning())
    body = calendar_bytes(feed, events, published)
    return Written(body, f'"{hashlib.sha256(body).hexdigest()}"', published)
