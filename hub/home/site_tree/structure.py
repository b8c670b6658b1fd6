"""The frame of the site: the site itself, its home page, lists and plain pages."""

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Page, Site

from casestudies.models import AssemblyIndexPage, CaseStudyIndexPage, ReportIndexPage, TestimonyIndexPage
from glossary.models import DefinitionPage, GlossaryPage
from hub.core.models import BasePage, SiteIdentity
from hub.home.pages.home import HomePage
from hub.home.pages.standard import StandardPage
from hub.home.site_tree import text, tree
from hub.home.site_tree.data import Created, read
from workshops.models import WorkshopIndexPage

#: What Wagtail calls the page that it makes with a new database.
WELCOME = "Welcome to your new Wagtail site!"
#: Pages below the home page, by slug, in their order.
PAGE_TYPES: dict[str, type[BasePage]] = {
    "le-groupe": StandardPage,
    "definition": DefinitionPage,
    "ateliers": WorkshopIndexPage,
    "assemblees": AssemblyIndexPage,
    "etudes-de-cas": CaseStudyIndexPage,
    "temoignages": TestimonyIndexPage,
    "comptes-rendus": ReportIndexPage,
    "glossaire": GlossaryPage,
    "accessibilite": StandardPage,
    "mentions-legales": StandardPage,
    "confidentialite": StandardPage,
}


def load_structure(*, created: Created) -> dict[str, BasePage]:
    """The pages of the frame by slug; a list that stands under another address is known by its type."""
    rows = read("pages")
    home = _load_home(rows["home"], created=created)
    _load_site(home, created=created)
    pages: dict[str, BasePage] = {}
    for slug, model in PAGE_TYPES.items():
        only = model.objects.first() if model.max_count == 1 else None
        page = only or tree.existing(model, parent=home, slugs=[slug]).get(slug)
        if page is None:
            row = rows[slug]
            page = model(slug=slug, title=row["title"], introduction=row["introduction"])
            if "sections" in row:
                page.body = text.sections(row["sections"])
            tree.add(page, parent=home)
            created[Page] += 1
        pages[slug] = page
    return pages


def _load_home(row: dict[str, str], *, created: Created) -> HomePage:
    home = HomePage.objects.first()
    if home is None:
        home = HomePage(slug="accueil", title=row["title"], introduction=row["introduction"])
        tree.add(home, parent=Page.get_first_root_node())
        created[Page] += 1
    return home


def _load_site(home: HomePage, *, created: Created) -> None:
    """A default site whose root is our home page, unless editors chose another root that the site can show."""
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        site = Site(is_default_site=True)
        created[Site] += 1
    former = site.root_page if site.root_page_id else None
    if former is None or former.specific_class is Page:
        address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        site.hostname = address.hostname or "localhost"
        site.port = address.port or (443 if address.scheme == "https" else 80)
        site.site_name = settings.WAGTAIL_SITE_NAME
        site.root_page = home
        site.save()
    SiteIdentity.objects.get_or_create(site=site)
    welcome = Page.objects.exact_type(Page).filter(depth=2, title=WELCOME, numchild=0, latest_revision=None)
    for page in welcome.filter(sites_rooted_here=None):
        page.delete()
