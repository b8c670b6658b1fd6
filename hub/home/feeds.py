"""The Atom feeds (RFC 4287): what changed (`hub.home.news`), and the register of follow-ups."""

import hashlib
from datetime import UTC, datetime
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from casestudies.models import Recommendation, RecommendationState
from glossary.models import Theme
from hub.core.addresses import permanent_name, site_base
from hub.core.aloud import said_aloud
from hub.core.former.finding import is_retired
from hub.core.former.keys import open_key
from hub.core.registries import News
from hub.core.sites import identity_for
from hub.core.validators import one_line
from hub.home.news import IN_FEED, latest, latest_of_theme

#: When something entered the register, and the state that did; nothing for the recommendation itself.
Entered = tuple[datetime, Recommendation, RecommendationState | None]


class DatedFeed(Atom1Feed):
    """An Atom feed whose date is that of its last change, not of the request: the bytes stay the same."""

    updated = datetime(2026, 1, 1, tzinfo=UTC)

    def latest_post_date(self) -> datetime:
        return self.updated

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(cast("Any", _HtmlTitles(handler)), item)


class _HtmlTitles:
    """Writes titles as HTML, as summaries are: a name in another language stands there in an element that says so."""

    def __init__(self, handler: Any) -> None:
        self._handler = handler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._handler, name)

    def addQuickElement(self, name: str, contents: str, attrs: dict[str, str] | None = None) -> None:  # noqa: N802 -- Django's
        self._handler.addQuickElement(name, contents, {"type": "html"} if name == "title" else attrs)


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """`/nouveautes.atom`: what changed lately, newest first, the same bytes for everybody."""
    return _answer(request, "nouveautés", reverse("whats_new"), latest(IN_FEED, request))


@require_safe
def news_of_theme(request: HttpRequest, slug: str) -> HttpResponse:
    """`/nouveautes/themes/<slug>.atom`: the same, of one theme; a deleted one has an empty feed that says so."""
    theme = Theme.objects.filter(slug=slug).first()
    if theme is None and is_retired(Theme, slug):
        return _answer(request, "thème retiré", reverse("themes"), [])
    if theme is None:
        raise Http404
    title = f"nouveautés, {theme.short_label}"
    return _answer(request, title, theme.get_absolute_url(), latest_of_theme(theme, request))


@require_safe
def follow_ups(request: HttpRequest) -> HttpResponse:
    """`/suites.atom`: recommendations and what became of them, as they enter the register, latest first."""
    feed = _feed(request, "suites des recommandations", reverse("follow_ups"))
    shown = Recommendation.objects.visible_to_all()
    states = RecommendationState.objects.filter(recommendation__in=shown.order_by().values("pk"))
    states = states.select_related("recommendation__assembly").order_by("-recorded_at", "-pk")
    entered: list[tuple[datetime, Recommendation, RecommendationState | None]] = [
        (state.recorded_at, state.recommendation, state) for state in states[:IN_FEED]
    ]
    asked_lately = shown.select_related("assembly").order_by("-created_at", "-pk")[:IN_FEED]
    entered += [(each.created_at, each, None) for each in asked_lately]
    for instant, asked, state in sorted(entered, key=lambda entry: (entry[0], entry[1].pk), reverse=True)[:IN_FEED]:
        feed.updated = max(feed.updated, instant)
        told = state.get_kind_display() if state else "Nouvelle demande"
        address = site_base() + asked.get_absolute_url()
        feed.add_item(
            title=_html(f"{told} : {asked.title}, {asked.assembly.title}"),
            link=address,
            description=_html(state.details if state else asked.wording or asked.summary),
            unique_id=permanent_name(f"{open_key(asked)}#{state.number if state else 0}"),
            pubdate=instant,
            updateddate=instant,
            categories=[told],
        )
    return _sent(request, feed)


def _answer(request: HttpRequest, title: str, about: str, entries: list[News]) -> HttpResponse:
    """The feed of `entries`, about the page at the path `about`."""
    feed = _feed(request, title, about)
    feed.updated = max((each.line.at for each in entries), default=DatedFeed.updated)
    for each in entries:
        feed.add_item(
            title=_html(f"{each.kind} : {each.title}"),
            link=site_base() + each.path,
            description=_html(each.in_words),
            unique_id=each.urn,
            pubdate=each.line.at,
            updateddate=each.line.at,
            categories=[each.kind],
        )
    return _sent(request, feed)


def _html(text: str) -> str:
    """`text` as HTML on one line."""
    return said_aloud(escape(one_line(text)))


def _feed(request: HttpRequest, title: str, about: str) -> DatedFeed:
    """An empty feed about the page at the path `about`."""
    identity = identity_for(request)
    return DatedFeed(
        title=one_line(f"{identity.name} : {title}"),
        link=site_base() + about,
        feed_url=site_base() + request.path,
        description="Ce qui a changé, du plus récent au plus ancien.",
        language="fr",
        author_name=one_line(identity.organisation),  # a feed without any author is not valid (RFC 4287, 4.1.1)
    )


def _sent(request: HttpRequest, feed: DatedFeed) -> HttpResponse:
    body = feed.writeString("utf-8").encode()
    response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=900"
    response.headers["ETag"] = quote_etag(hashlib.sha256(body).hexdigest())
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response
