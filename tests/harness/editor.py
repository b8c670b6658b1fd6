"""What organisers do in Wagtail's editor, in a real browser."""

import json
import re
from collections.abc import Iterable
from typing import Any

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


def packed(shown: str, relation: str) -> dict[str, Any]:
    """The rows of `relation` as the editor sends them to the browser, in its page `shown`."""
    found = re.search(rf'<script id="id_{relation}-ROWS" type="application/json">(.*?)</script>', shown, re.DOTALL)
    return json.loads(found[1])


def rows_sent(shown: str, relation: str) -> list[dict[str, Any]]:
    """What each of them holds."""
    return [row["values"] for row in packed(shown, relation)["rows"]]


def as_sent(shown: str, relations: Iterable[str]) -> dict[str, Any]:
    """What a browser sends back of these rows when nobody touches them."""
    data = {}
    for relation in relations:
        rows = packed(shown, relation)["rows"]
        data |= {f"{relation}-{name}_FORMS": len(rows) for name in ("TOTAL", "INITIAL")}
        data |= _rows(relation, rows)
    return data


def _rows(prefix: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    data: dict[str, Any] = {f"{prefix}-MIN_NUM_FORMS": 0, f"{prefix}-MAX_NUM_FORMS": 1000}
    for row in rows:
        own = f"{prefix}-{row['n']}"
        data |= {f"{own}-{name}": value for name, value in {"id": "", **row["values"]}.items()}
        for name, inner in row.get("rows", {}).items():
            data |= _rows(f"{own}-{name}", inner)
    return data
