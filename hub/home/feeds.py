"""The Atom feed of news (RFC 4287): what was published lately, of every kind."""

import hashlib
from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe
from wagtail.models import Page

from casestudies.models import AssemblyPage, CaseStudyPage, ReportPage, TestimonyPage
from glossary.models import Theme
from hub.core.addresses import site_base
from hub.core.former.finding import is_retired
from hub.core.sites import identity_for, path_of
from hub.core.validators import one_line
from workshops.models import WorkshopPage

#: Entries of the feed.
SHOWN = 30
KINDS = {
    "Atelier": WorkshopPage,
    "Étude de cas": CaseStudyPage,
    "Témoignage": TestimonyPage,
    "Compte-rendu": ReportPage,
    "Assemblée": AssemblyPage,
}


class DatedFeed(Atom1Feed):
    """An Atom feed whose date is that of its last change, not of the request: the bytes stay the same."""

    updated = datetime(2026, 1, 1, tzinfo=UTC)

    def latest_post_date(self) -> datetime:
        return self.updated


def latest(**where: object) -> list[tuple[str, Page]]:
    """(kind, page) of the last publications, newest first; one query a kind. `where` narrows all kinds alike."""
    found = [
        (kind, page)
        for kind, model in KINDS.items()
        for page in model.objects.visible_to_all().filter(**where).order_by("-last_published_at", "-pk")[:SHOWN]
        if page.last_published_at
    ]
    return sorted(found, key=lambda entry: (entry[1].last_published_at, entry[1].pk), reverse=True)[:SHOWN]


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """`/nouveautes.atom`: the latest publications, newest first, the same bytes for everybody."""
    return _answer(request, "nouveautés", "/", latest())


@require_safe
def news_of_theme(request: HttpRequest, slug: str) -> HttpResponse:
    """`/nouveautes/themes/<slug>.atom`: the same, of one theme; a deleted one has an empty feed that says so."""
    theme = Theme.objects.filter(slug=slug).first()
    if theme is None and is_retired(Theme, slug):
        return _answer(request, "thème retiré", reverse("themes"), [])
    if theme is None:
        raise Http404
    title = f"nouveautés, {theme.short_label}"
    return _answer(request, title, theme.get_absolute_url(), latest(themes=theme))


def _answer(request: HttpRequest, title: str, about: str, entries: list[tuple[str, Page]]) -> HttpResponse:
    """The feed of `entries`, about the page at the path `about`."""
    base, identity = site_base(), identity_for(request)
    feed = DatedFeed(
        title=one_line(f"{identity.name} : {title}"),
        link=base + about,
        feed_url=base + request.path,
        description="Ce qui a paru dernièrement, du plus récent au plus ancien.",
        language="fr",
        author_name=one_line(identity.organisation),  # a feed without any author is not valid (RFC 4287, 4.1.1)
    )
    feed.updated = max((page.last_published_at for _, page in entries), default=DatedFeed.updated)
    for kind, page in entries:
        feed.add_item(
            title=one_line(f"{kind} : {page.title}"),
            link=base + path_of(page, request),
            description=escape(one_line(page.introduction)),  # read as HTML
            unique_id=f"urn:uuid:{page.translation_key}",
            pubdate=page.first_published_at,
            updateddate=page.last_published_at,
            categories=[kind],
        )
    body = feed.writeString("utf-8").encode()
    response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=900"
    response.headers["ETag"] = quote_etag(hashlib.sha256(body).hexdigest())
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response
