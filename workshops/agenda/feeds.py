"""Calendar feeds over HTTP: same bytes for everybody, ETag, Last-Modified, no cookie."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from glossary.models import Theme
from hub.core.addresses import site_base, site_url
from hub.core.dates.when import Precision
from hub.core.former.finding import is_retired
from workshops.agenda.calendar import CalendarEvent, Feed, calendar_bytes
from workshops.agenda.models import CalendarState
from workshops.workshop.enums import Certainty, Mode
from workshops.workshop.workshop import WorkshopPage, WorkshopQuerySet

#: A cancelled workshop stays this long after its end, so that subscribers see it go.
CANCELLED_FOR = timedelta(days=30)
PAST_HORIZON = timedelta(days=365)
STATUS = {Certainty.CONFIRMED: "CONFIRMED", Certainty.HELD: "CONFIRMED", Certainty.CANCELLED: "CANCELLED"}
RETIRED = "Thème retiré"
GONE = (
    "Ce thème a été retiré du site : cet agenda restera vide. Vous pouvez vous en désabonner, "
    "et vous abonner à tous les ateliers ou à un autre thème."
)
NAME = "Ateliers des assemblées citoyennes permanentes"


@require_safe
def workshops(request: HttpRequest) -> HttpResponse:
    """`/agenda/ateliers.ics`: every workshop whose days are known."""
    return _respond(request, lambda: (known_days(WorkshopPage.objects.all()), NAME))


@require_safe
def forecast(request: HttpRequest) -> HttpResponse:
    """`/agenda/ateliers-previsionnels.ics`: the same plus those of which only the month is known."""
    return _respond(request, lambda: (dated(WorkshopPage.objects.all()), f"{NAME}, dates à préciser comprises"))


@require_safe
def theme(request: HttpRequest, slug: str, *, forecast: bool = False) -> HttpResponse:
    """`/agenda/themes/<slug>.ics`; `<slug>-previsionnels.ics` adds the month-only ones.

    A deleted theme has an empty calendar that says so, an unknown one none at all (404).
    """
    pick = dated if forecast else known_days

    def content() -> tuple[list[WorkshopPage], str]:
        chosen = Theme.objects.filter(slug=slug).first()
        if chosen:
            return pick(WorkshopPage.objects.filter(themes=chosen)), f"Ateliers : {chosen.label}"
        if is_retired(Theme, slug):
            return [], RETIRED
        raise Http404

    return _respond(request, content)


@require_safe
def one_workshop(request: HttpRequest, slug: str) -> HttpResponse:
    """`/ateliers/<slug>/atelier.ics`: one event, to download."""

    def content() -> tuple[list[WorkshopPage], str]:
        pages = dated(WorkshopPage.objects.filter(slug=slug))
        if not pages:
            raise Http404("Cet atelier n’a pas encore de date.")
        return pages[:1], pages[0].title

    response = _respond(request, content)
    response.headers["Content-Disposition"] = f'attachment; filename="atelier-{slug}.ics"'
    return response


def dated(pages: WorkshopQuerySet) -> list[WorkshopPage]:
    """Workshops that a calendar can show: a month at least, and not over for long."""
    today = timezone.localdate()
    shown = (
        pages.visible_to_all()
        .prefetch_related("themes", "partners")
        .filter(earliest__isnull=False, latest__gte=today - PAST_HORIZON)
    )
    return [page for page in shown.in_order() if _belongs(page, today)]


def known_days(pages: WorkshopQuerySet) -> list[WorkshopPage]:
    return [page for page in dated(pages) if page.when.is_firm]


def _belongs(page: WorkshopPage, today: date) -> bool:
    """Ideas stay out, cancelled ones leave after 30 days, a month that passed without a date is dropped."""
    if page.certainty in (Certainty.IDEA, Certainty.VOID, Certainty.POSTPONED) or page.when.precision > Precision.SPAN:
        return False
    last = page.latest or date.max
    if page.certainty == Certainty.CANCELLED:
        return last >= today - CANCELLED_FOR
    return page.when.is_firm or last >= today


def as_event(page: WorkshopPage) -> CalendarEvent:
    """The page as calendars see it: what is published, never a video link."""
    published = page.last_published_at or page.first_published_at or datetime(2026, 1, 1, tzinfo=UTC)
    return CalendarEvent(
        uid=str(page.uid),
        sequence=page.sequence,
        when=page.when,
        title=page.title,
        description=page.introduction,
        location=page.place or ("Visioconférence" if page.mode == Mode.ONLINE else ""),
        url=site_url(page.get_url() or "/"),
        categories=tuple(theme.label for theme in page.themes.all()),
        created=page.first_published_at or published,
        published=published,
        status="TENTATIVE" if page.doubt and not page.is_closed else STATUS.get(Certainty(page.certainty), "TENTATIVE"),
        prefix=_prefix(page),
    )


def _prefix(page: WorkshopPage) -> str:
    """What STATUS says, in the title: most programs show nothing else."""
    if page.certainty == Certainty.CANCELLED:
        return "[Annulé] "
    if not page.when.is_firm:
        return "[Date à préciser] "
    return f"[{page.doubt.capitalize()}] " if page.doubt else ""


@dataclass(frozen=True)
class Written:
    """A feed as it is sent. Immutable: kept in the cache under the calendar's generation."""

    body: bytes
    etag: str


def _respond(request: HttpRequest, content: Callable[[], tuple[list[WorkshopPage], str]]) -> HttpResponse:
    """The feed of `content()`, written once per change of the calendar and per day (the past horizon moves)."""
    state = CalendarState.objects.filter(pk=1).first() or CalendarState()
    base = site_base()
    key = f"feed:{state.generation}:{timezone.localdate()}:{base}{request.path}"
    written = cache.get(key)
    if written is None:
        pages, name = content()
        written = _write(pages, name, base, request.path, state.changed_at)
        cache.set(key, written, 86_400)
    headers = {
        "Content-Disposition": 'inline; filename="ateliers.ics"',
        "Content-Length": str(len(written.body)),
        "ETag": written.etag,
        "Cache-Control": "public, max-age=900, stale-while-revalidate=86400",
        "X-Robots-Tag": "noindex",
        "Last-Modified": http_date(state.changed_at.timestamp()),
    }
    response = HttpResponse(written.body, content_type="text/calendar; charset=utf-8", headers=headers)
    modified = int(state.changed_at.timestamp())
    return get_conditional_response(request, written.etag, modified, response) or response


def _write(pages: list[WorkshopPage], name: str, base: str, path: str, changed_at: datetime) -> Written:
    feed = Feed(
        name=name,
        description=GONE if name == RETIRED else "Dates affichées telles qu’on les connaît, jamais plus précises.",
        page=f"{base}/ateliers/",
        url=base + path,
        organiser=settings.CONTACT_EMAIL,
    )
    body = calendar_bytes(feed, [as_event(page) for page in pages], changed_at)
    return Written(body, f'"{hashlib.sha256(body).hexdigest()}"')
