"""Every address that a reader may open, found in the URLconf: by axe in both palettes, by its width, by its shape.

Each has a real thing to show. Then every form is sent empty, and what comes back is judged as well.
"""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import resolve, reverse
from playwright.sync_api import Page

from hub.community.models import Member
from tests.factories.forms import begun, step_path
from tests.factories.organisers import administrator
from tests.factories.registering import desk_of
from tests.factories.workshops import workshop
from tests.guards.areas import routes_of
from tests.harness.criteria import EMPTIED, SHAPE, TOLD_ERRORS
from tests.harness.hostile import fill_with_long_words
from tests.harness.planted import planted_paths, session_of
from tests.harness.sight import TOO_WIDE
from tests.journeys.conftest import axe_violations, opens

ANYBODY = ("public", "private link")
A_MEMBER = ("signed in", "factor to add")
#: The member who has everything that a member may have.
READER = "etourneau@exemple.fr"
TYPED = ":is(input:not([type=hidden], [type=submit]), textarea, select)"
STATES = [("light", 1280), ("dark", 360)]
#: This one is refused while it is younger than three seconds.
SLOW = "/proposer-un-temoignage/"


@pytest.fixture
def paths(transactional_db, live_server, settings) -> dict[str, str]:
    """Path → its route. A draft that may still be sent and a workshop that may still be joined come with the rest.

    All are then named by the longest words that people type.
    """
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    settings.ALLOWED_HOSTS = ["*"]
    known = {path: address.route for path, address in planted_paths(administrator()).items()}
    desk = desk_of(workshop("2099-03-18T14:00/2099-03-18T16:00", certainty="confirmed"))
    steps = [step_path(begun(Client()), number) for number in range(1, 6)]
    more = [*steps, reverse("register", args=[desk.workshop.slug])]
    fill_with_long_words()
    cache.clear()
    return known | {path: resolve(path).route for path in more}


@pytest.fixture
def page(browser, live_server) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url, locale="fr-FR")
    yield context.new_page()
    context.close()


def faults(page: Page) -> list[object]:
    """In a large window and on a phone; the narrowest one tells widths."""
    found: list[object] = list(page.evaluate(SHAPE))
    for palette, width in STATES:
        page.emulate_media(color_scheme=palette)
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{palette} {width}: {violation}" for violation in axe_violations(page)]
    page.set_viewport_size({"width": 320, "height": 640})
    return [*found, *page.evaluate(TOO_WIDE)]


def forms_of(page: Page) -> list[int]:
    """Ranks of those in which somebody types or chooses."""
    forms = page.locator("form[method=post i]").all()
    return [rank for rank, form in enumerate(forms) if form.locator(TYPED).count()]


def faults_sent_empty(page: Page, path: str, rank: int) -> list[object]:
    """A form that asks for nothing is simply done; what comes back refused says it as it must."""
    page.goto(path)
    form = page.locator("form[method=post i]").nth(rank)
    if path == SLOW:
        page.wait_for_timeout(3100)
    with page.expect_navigation():
        form.evaluate(EMPTIED)
    if not page.locator("[aria-invalid=true], main [role=alert]:not([hidden])").count():
        return []
    return [*page.evaluate(TOLD_ERRORS), *faults(page)]


@pytest.mark.parametrize("areas", [ANYBODY, A_MEMBER])
def test_every_address_and_every_refused_form_is_readable_by_all(paths, page, live_server, areas):
    if areas == A_MEMBER:
        page.context.add_cookies([session_of(Member.objects.get(email=READER), live_server.url)])
    read = {route for area in areas for route in routes_of(area)}
    found, forms = {}, []
    for path, route in paths.items():
        if route in read and opens(page, path):
            forms += [(path, rank) for rank in forms_of(page)]
            found[path] = faults(page)
    for path, rank in forms:
        found[f"{path} form {rank}"] = faults_sent_empty(page, path, rank)
    assert {path: each for path, each in found.items() if each} == {}
    assert len(found) > (70 if areas == ANYBODY else 12)
