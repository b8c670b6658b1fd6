"""Every screen of the administration that is ours, judged by axe at two widths, with what stands on it.

Settings have theirs in `test_settings.py`, windows that add things in `test_adding.py`. No rule is left out, of ours
or of what Wagtail draws on these screens: `hub/static/js/names.js` and `hub/css/admin/form.css` mend it.
"""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from wagtail.models import Page as AnyPage

from casestudies.models import ReportIndexPage, Source, TestimonyIndexPage
from glossary.models import DefinitionVersion, Term, Theme
from hub.community.models import Authority, Member
from tests.factories.organisers import proposal
from tests.factories.registering import desk_of, registered
from tests.journeys.conftest import axe_violations
from workshops.models import WorkshopPage

WIDTHS = (1280, 768)
#: Lists, by the name of their address, then screens that stand alone.
LISTS = ["ateliers", "fiches-assemblees", "etudes-de-cas", "temoignages", "comptes-rendus", "propositions"]
LISTS += ["signalements", "etiquettes", "fusions-etiquettes", "messages", "users", "journal-de-securite"]
LISTS += ["recherches-sans-resultat", "images", "documents", "invitations", "a-reverifier", "vue-du-mois"]
THINGS = ["community/authority", "glossary/equivalentwords", "workshops/calendarconstraint", "workshops/cycle"]
THINGS += ["workshops/outsideevent"]


def judged(page: Page, paths: list[str]) -> list[str]:
    """What axe finds on each screen at each width, and screens wider than the window."""
    found = []
    for path in paths:
        answer = page.goto(path)
        assert (path, answer and answer.status) == (path, 200)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found += [f"{path} {width} {violation}" for violation in axe_violations(page)]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"{path} is wider than {width}")
    return found


def things() -> list[str]:
    changed = [Source, Term, Theme, DefinitionVersion, Authority]
    edit = [reverse(model.snippet_viewset.get_url_name("edit"), args=[model.objects.first().pk]) for model in changed]
    return [*edit, *(f"/admin/snippets/{thing}/{screen}" for thing in THINGS for screen in ("", "add/"))]


def editors() -> list[str]:
    """One page of each type that the starter content has, then a new one of the others."""
    first = {type(page): page.pk for page in AnyPage.objects.filter(depth__gt=1).order_by("-pk").specific()}
    paths = [reverse("wagtailadmin_pages:edit", args=[number]) for number in first.values()]
    for parent, kind in ((ReportIndexPage, "reportpage"), (TestimonyIndexPage, "testimonypage")):
        paths.append(reverse("wagtailadmin_pages:add", args=["casestudies", kind, parent.objects.get().pk]))
    return paths


def screens_of_a_workshop() -> list[str]:
    workshop = WorkshopPage.objects.first()
    registered(desk_of(workshop), "anne@exemple.fr")
    return [f"/admin/ateliers/{workshop.pk}/{screen}/" for screen in ("decider", "sondage", "inscriptions")]


@pytest.fixture
def office(visit, organiser, sign_in) -> Page:
    page = visit()
    sign_in(page, organiser)
    return page


def test_lists_and_lone_screens_are_readable_by_all(office):
    lone = ["", "guide/", "guide/ateliers/", "messages/modeles/", "users/new/", "images/add/"]
    lone.append(f"users/edit/{Member.objects.get().pk}/")
    lone.append(f"propositions/inspect/{proposal().pk}/")
    paths = [f"/admin/{path}" for path in (*lone, *(f"{name}/" for name in LISTS))]
    assert judged(office, [*paths, *screens_of_a_workshop()]) == []


def test_editors_are_readable_by_all(office):
    assert judged(office, [*editors(), *things()]) == []


def test_members_keep_their_words_whole_on_a_tablet(office):
    """A column narrower than a word breaks it letter by letter: here, two lines and what stands around them."""
    office.set_viewport_size({"width": 768, "height": 900})
    office.goto("/admin/users/")
    row = office.get_by_role("row").filter(has_text="organisation@agoratheque.example")
    expect(row).to_be_visible()
    assert row.evaluate("each => each.offsetHeight < 150")
