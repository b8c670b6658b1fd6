"""Every screen of the administration that is ours, found in the URLconf: by axe in both palettes, and by its width.

Each has a real thing to show. What starter content alone has, long editors above all, is in `test_admin_axe.py`.
"""

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.factories.organisers import administrator
from tests.guards.areas import routes_of
from tests.harness.planted import planted_paths, screens_of_ours, session_of
from tests.journeys.conftest import AXE_OF_COLOURS, AXE_OPTIONS, axe_violations, opens

AREAS = ("organisers", "administrators", "organisers, proof first")
#: Narrow screens hide and move things, dark ones change colours alone.
STATES = [("light", 1280, AXE_OPTIONS), ("dark", 768, AXE_OF_COLOURS)]


@pytest.fixture
def screens(transactional_db, live_server, settings, browser):
    """The page of an administrator, and where each screen of ours is."""
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    settings.ALLOWED_HOSTS = ["*"]
    desk = administrator()
    read = {route for area in AREAS for route in routes_of(area)}
    paths = {path: each for path, each in planted_paths(desk).items() if each.route in read}
    context = browser.new_context(base_url=live_server.url, locale="fr-FR")
    context.add_cookies([session_of(desk, live_server.url)])
    yield context.new_page(), paths
    context.close()


def faults(page: Page) -> list[str]:
    """What axe finds on the page that is open, and whether it is wider than its window."""
    found = []
    for palette, width, rules in STATES:
        page.emulate_media(color_scheme=palette)
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{palette} {width}: {violation}" for violation in axe_violations(page, rules)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"wider than {width}")
    return found


def test_every_screen_of_ours_is_readable_by_all(screens):
    page, paths = screens
    found = {path: faults(page) for path in screens_of_ours(paths) if opens(page, path)}
    assert {path: each for path, each in found.items() if each} == {}
    assert len(found) > 70
    assert reverse("health_details") in found
