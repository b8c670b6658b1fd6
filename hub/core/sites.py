"""The site this installation serves: one, for every host, kept by the process until somebody changes it.

Wagtail looks for the site by host at each request, then for its root page: three queries, a fifth of a short page.
"""

import uuid
from copy import copy
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from hub.core.lists.kept import kept
from hub.core.models import SiteIdentity
from hub.core.registries import sections

#: What the address of a page is made of. Where only that is read, publishing a page leaves menus alone (0170).
PLACED = ("path", "depth", "url_path")


@dataclass(frozen=True)
class Section:
    """Where a section of the site is, and the key of its page where there is one."""

    path: str
    page: int | None


def only_site() -> Site | None:
    """The site, where there is only one; otherwise the host decides, and Wagtail looks."""
    return kept("only_site", _only_site)


def identity_for(request: HttpRequest) -> SiteIdentity:
    """The words of the site, or the usual ones before anybody chose. Shared between requests: to be read only."""
    return _identity_of(only_site() or Site.find_for_request(request))


def site_identity() -> SiteIdentity:
    """The same where there is no request: for mails and jobs, the words of the site by default."""
    return _identity_of(only_site() or Site.objects.filter(is_default_site=True).first())


def contact_address() -> str:
    """The role address of the group, to which the site writes about what waits for a decision."""
    return site_identity().contact


def path_of(page: Page, request: HttpRequest | None) -> str:
    """Path of a page, or nothing where it has none; no query per page.

    Pages that stand side by side share the beginning of their address: Wagtail is asked about the first one only.
    """
    if request is None:
        return page.get_url() or ""
    parent, _, slug = page.url_path.rstrip("/").rpartition("/")
    known = vars(request).setdefault("beginnings_of_addresses", {})
    if parent in known:
        return f"{known[parent]}{slug}/"
    path = page.get_url(request, current_site=only_site()) or ""
    if path.endswith(f"/{slug}/"):
        known[parent] = path.removesuffix(f"{slug}/")
    return path


def section_path(name: str) -> str:
    """Path of the section `name` (`hub.core.registries.register_section`), under the address editors gave it.

    Raises KeyError for a section that nobody registered: a mistake in a template or a view.
    """
    return kept("sections", _sections)[name].path


def section_page(name: str) -> int | None:
    """Key of the page of a section, or nothing where the site has none."""
    return kept("sections", _sections)[name].page


def home_page() -> Page | None:
    """The page that everything stands under."""
    return kept("home_page", lambda: Page.objects.filter(depth=2).order_by("path").first())


def page_identity(model: type[Page], slug: str) -> uuid.UUID:
    """What identifies a starter page, whatever its address, title and parent have become.

    Kept as its `translation_key`, which editing and moving keep and copying renews.
    """
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{model._meta.label_lower}/{slug}")


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's view of pages, told its site and the page beforehand; Wagtail makes two queries for each level."""
    site = only_site()
    if site:
        known = copy(site)
        known.root_page = copy(site.root_page)
        request._wagtail_site = known  # type: ignore[attr-defined]  # where Site.find_for_request() looks first
        found = _page_at([part for part in path.split("/") if part], known.root_page)
        request._wagtail_route_for_request = found  # type: ignore[attr-defined]  # and where Page.route_for_request() does
    from wagtail.views import serve as serve_page  # Wagtail 8 loads it once models are known

    return serve_page(request, path)


def _only_site() -> Site | None:
    sites = list(Site.objects.select_related("root_page", "siteidentity")[:2])
    return sites[0] if len(sites) == 1 and sites[0].is_default_site else None


def _identity_of(site: Site | None) -> SiteIdentity:
    read = lambda: getattr(site, "siteidentity", None) or SiteIdentity(site=site)  # noqa: E731 -- one line
    return kept(f"identity of site {site.pk if site else 0}", read)


def _sections() -> dict[str, Section]:
    """By identity, else by type where only one page may have it; a page that is missing has its usual address."""
    identities = {page_identity(model, name): name for name, model in sections().items()}
    placed = Page.objects.filter(translation_key__in=identities).only("translation_key", *PLACED)
    found = {identities[page.translation_key]: page for page in placed}
    for name, model in sections().items():
        if name not in found and model.max_count == 1 and (only := model.objects.first()):
            found[name] = only
    paths = {name: page.get_url(current_site=only_site()) for name, page in found.items()}
    keys = {name: page.pk for name, page in found.items()}
    return {name: Section(paths.get(name) or f"/{name}/", keys.get(name)) for name in sections()}


def pages_named(slugs: list[str]) -> QuerySet[Page]:
    """Wherever they stand, in no order: one index, that of slugs, answers on both databases."""
    return Page.objects.filter(slug__in=slugs).order_by()


def _page_at(slugs: list[str], root: Page) -> RouteResult | None:
    """The published page that stands at `slugs` below `root`, in two queries; it knows the pages `above` it."""
    named = pages_named(slugs) if slugs else []
    places = {(page.path[: -Page.steplen], page.slug): page for page in named}
    above, page = [], root
    for slug in slugs:
        child = places.get((page.path, slug))
        if child is None:
            return None
        above.append(page)
        page = child
    if not page.live:
        return None
    page.above = above
    return RouteResult(page.specific)
