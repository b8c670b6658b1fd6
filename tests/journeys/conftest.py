"""A real browser on a real server: Debian's Chromium driven by Playwright, axe on every page one visits."""

import os
import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.core.management import call_command
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, sync_playwright

from hub.community.actions.members import ensure_email_address
from hub.community.models import Member
from hub.community.organisers import grant_organiser_rights
from tests.harness.mails import sign_in_code

#: Playwright's loop runs in this thread; the database is used from it on purpose.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE_OPTIONS = {"runOnly": AXE_RULES, "resultTypes": ["violations"]}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def site(transactional_db, live_server, settings) -> str:
    """Base address of a served site that holds the starter content."""
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    settings.ALLOWED_HOSTS = ["*"]
    call_command("load_starter", verbosity=0)
    return live_server.url


@pytest.fixture
def visit(browser, site) -> Iterator[Callable[..., Page]]:
    """`visit()` opens a page at the site's address; errors in its console fail the test at the end."""
    problems: list[str] = []
    contexts = []

    def new_page(width: int = 1280, *, scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=site, viewport={"width": width, "height": 900}, locale="fr-FR", java_script_enabled=scripts
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda message: problems.append(message.text) if is_problem(message) else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        return page

    yield new_page
    for context in contexts:
        context.close()
    assert problems == []


def is_problem(message: ConsoleMessage) -> bool:
    """Chromium writes an error for a form that comes back (422, or 409 after somebody else), which journeys ask for.

    So it does when a journey takes the network away, and for a draft that the editor tries to keep (400) while a
    date is half typed, on a slow machine.
    """
    half_typed = "status of 400" in message.text and "/admin/pages/" in message.location["url"]
    comes_back = "status of 422" in message.text or "status of 409" in message.text
    is_away = "ERR_INTERNET_DISCONNECTED" in message.text
    return message.type == "error" and not comes_back and not half_typed and not is_away


@pytest.fixture
def organiser(site) -> Member:
    member = Member.objects.create_user("organisation@agoratheque.example")
    ensure_email_address(member)
    member.groups.add(grant_organiser_rights())
    return member


@pytest.fixture
def sign_in() -> Callable[[Page, Member], None]:
    """Signs in as people do: the address, then the code read in the mail."""

    def enter(page: Page, member: Member) -> None:
        page.goto("/connexion/")
        page.get_by_label("Adresse électronique").fill(member.email)
        page.get_by_role("button", name="Recevoir un code").click()
        page.wait_for_url("**/connexion/code/")
        code = sign_in_code()
        page.get_by_label("Code reçu").fill(code)
        page.get_by_role("button", name="Entrer").click()
        page.wait_for_url(re.compile(r"/(?:mon-espace|admin|compte/second-facteur)/$"))

    return enter


def opens(page: Page, path: str) -> bool:
    """Whether a whole page is there: files, parts of pages and addresses that lead elsewhere are none."""
    try:
        answer = page.goto(path)
    except Error:  # of a file: the browser saves it instead
        return False
    is_whole = page.evaluate("document.doctype !== null && document.contentType === 'text/html'")
    return answer is not None and answer.status == 200 and is_whole and page.url.endswith(path)


#: Wagtail fades its messages in: colours are judged once everything has arrived.
#: One that never ends, on a page that draws nothing more, must not hold the journeys for ever.
SETTLED = """() => Promise.race([new Promise((done) => setTimeout(done, 5000)),
    Promise.all(document.getAnimations()
      .filter(animation => animation.effect.getComputedTiming().endTime !== Infinity)
      .map(animation => animation.finished.catch(() => null)))])"""


#: What another palette may change of a page that was judged in one.
AXE_OF_COLOURS = {**AXE_OPTIONS, "runOnly": ["color-contrast", "link-in-text-block"]}


def axe_violations(page: Page, options: dict[str, list[str]] = AXE_OPTIONS) -> list[str]:
    """What axe finds on the page, as rule and first element."""
    page.evaluate(SETTLED)
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("(options) => axe.run(options)", options)["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:120]}" for rule in found]
