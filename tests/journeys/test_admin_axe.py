"""The editors of pages, long as starter content makes them, judged by axe in both palettes and at two widths.

All other screens are in `test_every_screen.py`, windows that add things in `test_adding.py`. No rule is left out, of
ours or of what Wagtail draws on these screens: `hub/static/js/names.js` and `hub/css/admin/form.css` mend it.
"""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from wagtail.models import Page as AnyPage

from casestudies.models import ReportIndexPage, TestimonyIndexPage
from tests.journeys.conftest import opens
from tests.journeys.test_every_screen import faults


def editors() -> list[str]:
    """One page of each type that the starter content has, then a new one of the others."""
    first = {type(page): page.pk for page in AnyPage.objects.filter(depth__gt=1).order_by("-pk").specific()}
    paths = [reverse("wagtailadmin_pages:edit", args=[number]) for number in first.values()]
    for parent, kind in ((ReportIndexPage, "reportpage"), (TestimonyIndexPage, "testimonypage")):
        paths.append(reverse("wagtailadmin_pages:add", args=["casestudies", kind, parent.objects.get().pk]))
    return paths


@pytest.fixture
def office(visit, organiser, sign_in) -> Page:
    page = visit()
    sign_in(page, organiser)
    return page


def test_editors_are_readable_by_all(office):
    paths = editors()
    found = {path: faults(office) for path in paths if opens(office, path)}
    assert found == {path: [] for path in paths}


def test_members_keep_their_words_whole_on_a_tablet(office):
    """A column narrower than a word breaks it letter by letter: here, two lines and what stands around them."""
    office.set_viewport_size({"width": 768, "height": 900})
    office.goto("/admin/users/")
    row = office.get_by_role("row").filter(has_text="organisation@agoratheque.example")
    expect(row).to_be_visible()
    assert row.evaluate("each => each.offsetHeight < 150")
