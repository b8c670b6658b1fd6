"""Public views that gather all apps, and the pages of errors."""

from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone

from glossary.models import Theme
from hub.core.addresses import site_base
from hub.core.http import public_page
from hub.core.sites import contact_address
from hub.home.news import NewsQuery, news_page
from hub.home.pages.overview import home_overview, theme_page


@public_page
def themes(request: HttpRequest) -> HttpResponse:
    """The six questions, with what exists for each."""
    return render(request, "home/themes.html", {"themes": home_overview()["themes"]})


@public_page
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """One question: case studies, workshops, testimonies, what is still sought."""
    chosen = Theme.by_slug().get(slug)
    if chosen is None:
        raise Http404
    return render(request, "home/theme.html", theme_page(chosen))


@public_page
def whats_new(request: HttpRequest) -> HttpResponse:
    """`/nouveautes/`: what changed, by month; `?theme=…` one theme, `?mois=2027-04` one month."""
    context = news_page(NewsQuery(request.GET), request)
    return render(request, "home/whats_new.html", {**context, "trail": [("Ce qui a changé", "")]})


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read; forms and the administration need not be."""
    base = site_base()
    lines = [
        "User-agent: *",
        f"Disallow: /{settings.ADMIN_PATH}/",
        "Disallow: /connexion/",
        "Disallow: /mon-espace/",
        "Disallow: /desabonnement/",
        "Disallow: /recherche/",
        f"Sitemap: {base}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public_page
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116)."""
    expires = (timezone.now() + timedelta(days=180)).strftime("%Y-%m-01T00:00:00Z")
    lines = [f"Contact: mailto:{contact_address()}", f"Expires: {expires}", "Preferred-Languages: fr, en"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public_page
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it at the root."""
    return HttpResponsePermanentRedirect(static("img/favicon.svg"))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=HTTPStatus.FORBIDDEN)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)


def server_error(request: HttpRequest) -> HttpResponse:
    """No query and no context: this page must show when nothing else works."""
    return render(None, "500.html", status=HTTPStatus.INTERNAL_SERVER_ERROR)
