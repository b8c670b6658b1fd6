"""What organisers do in Wagtail's editor, in a real browser."""

import re

from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as TooLate

TRIES = 5


def publish(page: Page) -> None:
    """Publish the page in the editor, which then shows the list that one came from, or that of such pages.

    The editor keeps drafts by itself, and a click meanwhile is lost: press again, as people do.
    """
    button = page.locator("button[name=action-publish]")
    for _ in range(TRIES):
        if not button.is_visible():
            page.locator("footer .w-dropdown__toggle").first.click()
        button.click()
        try:
            page.wait_for_url(re.compile(r"/admin/(?!pages/(?:\d+/edit|add)/)"), timeout=6000)
        except TooLate:
            continue
        return
    raise AssertionError("The page was not published.")
