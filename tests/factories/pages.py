"""The trunk of the page tree for tests."""

from wagtail.models import Page, Site

from hub.home.models import HomePage


def home_page() -> HomePage:
    """The home page, root of the only site; made once per test."""
    existing = HomePage.objects.first()
    if existing is not None:
        return existing
    home = Page.objects.get(depth=1).add_child(instance=HomePage(title="Accueil", slug="accueil"))
    Site.objects.all().delete()
    Site.objects.create(hostname="testserver", root_page=home, is_default_site=True, site_name="Agorathèque")
    return home


def index_page(model: type[Page], slug: str, title: str) -> Page:
    """The list page of a type, under the home page; made once per test."""
    existing = model.objects.first()
    return existing or home_page().add_child(instance=model(title=title, slug=slug))
