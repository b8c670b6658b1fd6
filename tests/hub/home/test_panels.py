"""The organiser's home in the administration."""

from datetime import date, timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from casestudies.moderating.actions.notes import mark_seen
from glossary.models import Term
from hub.home.panels import NextWorkshopPanel, ProposalsPanel, ThemesPanel, ToReadAgainPanel, organiser_panels
from tests.factories.casestudies import assembly, case_study, witness
from tests.factories.organisers import organiser, proposal
from tests.factories.pages import home_page
from tests.factories.whole import everything
from tests.factories.workshops import authority, partner, theme, workshop
from tests.harness.queries import query_counts

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _november(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)


@pytest.fixture
def office(client):
    """A browser in which an organiser is signed in."""
    home_page()
    client.force_login(organiser("odile@exemple.fr"))
    return client


def request_of(person):
    request = RequestFactory().get("/admin/")
    request.user = person
    return request


def test_next_workshop_panel_says_what_is_missing(office):
    workshop("2026-05-02", title="Passé")
    workshop("2027-01", title="Annulé", certainty="cancelled")
    partner(workshop("2027-06", title="Indemniser", themes=[theme()], live=False), authority("Ville de Rouen"))
    workshop("2027-09", title="Tirer au sort")
    figures = NextWorkshopPanel(request_of(organiser())).figures()
    assert (figures["workshop"].title, figures["lacks"]) == (
        "Indemniser",
        [
            "un jour",
            "la confirmation de l’atelier (il est « proposé »)",
            "la publication de la page",
            "la confirmation du partenaire Rouen",
            "un programme",
        ],
    )
    assert [page.title for page, _ in figures["following"]] == ["Tirer au sort"]
    assert "Indemniser" in office.get("/admin/").content.decode()


def test_proposals_panel_counts_by_state_and_puts_the_oldest_first():
    recent, old = proposal("Ville de Rouen"), proposal("Ville de Paris", state="to_complete")
    proposal("Publicité", state="spam")
    old.state_since -= timedelta(days=20)
    old.save()
    reader = organiser()
    mark_seen([old], by=reader, at=timezone.now())
    figures = ProposalsPanel(request_of(reader)).figures()
    assert [(state["label"], state["count"]) for state in figures["states"]] == [("Déposée", 1), ("À compléter", 1)]
    assert (list(figures["waiting"]), figures["waiting_count"], figures["new_count"]) == ([old, recent], 2, 1)


def test_themes_panel_shows_what_is_missing_for_each():
    pay, draw = theme("Indemnisation", order=1), theme("Tirage au sort", order=2)
    workshop(themes=[pay])
    workshop(themes=[pay], live=False)
    case_study(themes=[pay, draw])
    witness(themes=[pay])
    figures = ThemesPanel(request_of(organiser())).figures()
    assert figures == {"rows": [(pay, [2, 1, 1]), (draw, [0, 1, 0])], "incomplete": 1}


def test_panel_of_what_to_read_again_agrees_with_the_lists_it_leads_to(office):
    assembly("Jamais vérifiée", is_starter=True)
    assembly("Ancienne", verified_on=TODAY - timedelta(days=366))
    assembly("Récente", verified_on=TODAY - timedelta(days=365))
    case_study(is_starter=True)
    case_study()
    Term.objects.create(name="Mandat", slug="mandat", is_starter=True)
    lines = ToReadAgainPanel(request_of(organiser())).figures()["lines"]
    assert [count for count, _, _ in lines] == [2, 1, 1, 1, 1]
    assert [office.get(url).context["items_count"] for _, _, url in lines] == [2, 1, 1, 1, 1]


def test_pages_opened_from_the_dashboard_lead_back_to_it(office):
    """Once published: `next` is what the editor sends back."""
    pages = [workshop("2027-06"), workshop("2027-09"), workshop("2027-10", certainty="postponed")]
    html = office.get("/admin/").text
    assert [page.pk for page in pages if f'href="/admin/pages/{page.pk}/edit/?next=/admin/"' not in html] == []


@pytest.mark.parametrize(("required", "shown"), [(True, False), (False, True)])
def test_demonstration_is_said(settings, required, shown):
    settings.ADMIN_REQUIRES_SECOND_FACTOR = required
    names = [panel.name for panel in organiser_panels(request_of(organiser()))]
    assert ("demonstration" in names) == shown


def test_empty_home_still_helps(office):
    html = office.get("/admin/").content.decode()
    for words in ("Mode démonstration", "Aucun atelier n’est prévu", "Aucune proposition", "Tout a été relu"):
        assert words in html


def test_home_queries_do_not_grow(office):
    def add():
        subject, _, _ = everything()
        proposal(themes=[subject])

    first, *others = query_counts(office, "/admin/", add)
    assert others == [first, first]
