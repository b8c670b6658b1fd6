"""From a proposal to its page, in the administration."""

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casestudies.models import PageProvenance, Proposal, ReviewLink, TestimonyIndexPage, TestimonyPage
from casestudies.moderating.viewsets.page_panel import page_panel
from casestudies.proposals.enums import ProposalState
from casestudies.reviewing.actions import send_review_link
from tests.factories.casestudies import witness
from tests.factories.organisers import member, organiser, proposal
from tests.factories.pages import home_page, index_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    home_page()
    index_page(TestimonyIndexPage, "temoignages", "Témoignages")
    client.force_login(organiser("odile@exemple.fr"))
    return client


def accepted() -> Proposal:
    return proposal(state=ProposalState.ACCEPTED, practice="Par virement.")


def told(client) -> list[str]:
    answer = client.get("/admin/")
    return [str(message).strip() for message in answer.context["messages"]]


def test_one_click_opens_the_draft(office) -> None:
    sent = accepted()
    opened = office.post(f"/admin/propositions/{sent.pk}/testimony/")
    page = TestimonyPage.objects.get()
    assert (opened.headers["Location"], page.live) == (f"/admin/pages/{page.pk}/edit/", False)
    assert office.get(opened.headers["Location"]).status_code == 200


def test_buttons_do_nothing_by_get_nor_for_others(office, client) -> None:
    sent = accepted()
    paths = [f"/admin/propositions/{sent.pk}/{end}/" for end in ("testimony", "case-study", "relecture")]
    assert [office.get(path).status_code for path in paths] == [405, 405, 405]
    client.force_login(member())
    assert [client.post(path).status_code for path in paths] == [302, 302, 302]
    assert TestimonyPage.objects.count() == 0


def test_proposal_that_is_not_accepted_says_why(office) -> None:
    sent = proposal(practice="Par virement.")
    office.post(f"/admin/propositions/{sent.pk}/testimony/")
    assert told(office) == ["Retenez d’abord la proposition : la page se prépare ensuite."]


def test_review_is_sent_then_revoked(office) -> None:
    sent = accepted()
    office.post(f"/admin/propositions/{sent.pk}/testimony/")
    for typed, sentence in (("pas une adresse", "Il manque « @ »"), ("a@gmial.com", "Vouliez-vous dire a@gmail.com")):
        page = office.post(f"/admin/propositions/{sent.pk}/relecture/", {"to": typed})
        refused = page.context["form"].errors["to"][0].startswith(sentence), f'value="{typed}"' in page.content.decode()
        assert (page.status_code, *refused, ReviewLink.objects.count()) == (422, True, True, 0)
    office.post(f"/admin/propositions/{sent.pk}/relecture/", {"to": "relire@ville.example"})
    link = ReviewLink.objects.get()
    assert (link.sent_to, [is_open for _, is_open, _ in page_panel(sent)["review_links"]]) == (
        "relire@ville.example",
        [True],
    )
    office.post(f"/admin/propositions/{sent.pk}/relecture/{link.pk}/annuler/")
    assert [is_open for _, is_open, _ in page_panel(sent)["review_links"]] == [False]
    other = proposal("Ville de Paris", state=ProposalState.ACCEPTED, practice="Texte.")
    office.post(f"/admin/propositions/{other.pk}/testimony/")
    assert office.post(f"/admin/propositions/{other.pk}/relecture/{link.pk}/annuler/").status_code == 404


def test_panel_costs_the_same_for_many_links(office) -> None:
    sent = accepted()
    office.post(f"/admin/propositions/{sent.pk}/testimony/")
    page = PageProvenance.objects.get().page
    by, counts = organiser(), []
    for asked in (1, 3, 30):
        for number in range(ReviewLink.objects.count(), asked):
            send_review_link(page, by=by, to=f"relire{number}@ville.example")
        with CaptureQueriesContext(connection) as queries:
            render_to_string("casestudies/admin/proposal_page.html", {"page_panel": page_panel(sent)})
        counts.append(len(queries))
    assert counts == [counts[0]] * 3


def test_testimony_without_consent_is_refused_in_french(office) -> None:
    page = witness()
    page.unpublish()
    TestimonyPage.objects.update(consent_on=None)
    page = TestimonyPage.objects.get()
    page.save_revision()
    form = {"title": "Sans accord", "slug": page.slug, "practice-count": 0, "outcome-count": 0}
    form |= {"action-publish": "1", "shown_name": "", "shown_role": "", "comments-TOTAL_FORMS": 0}
    form |= {"comments-INITIAL_FORMS": 0, "consent_on": "", "consent_version": ""}
    answer = office.post(f"/admin/pages/{page.pk}/edit/", form)
    assert answer.status_code == 302
    assert TestimonyPage.objects.get().live is False
    assert TestimonyPage.objects.get().get_latest_revision_as_object().title == "Sans accord"
    assert any("Un témoignage a besoin d’un accord" in words for words in told(office))


@pytest.mark.parametrize("answers", [[], ["to_correct"], ["good"]])
def test_publication_that_nobody_reviewed_is_told(office, answers: list[str]) -> None:
    office.post(f"/admin/propositions/{accepted().pk}/testimony/")
    page = TestimonyPage.objects.get()
    now = timezone.now()
    for answer in answers:
        ReviewLink.objects.create(page=page, token_hash=answer, answer=answer, answered_at=now, expires_at=now)
    form = {"title": "Relu", "slug": page.slug, "practice-count": 0, "outcome-count": 0, "shown_name": ""}
    form |= {"action-publish": "1", "shown_role": "", "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    form |= {"consent_on": "2026-11-01", "consent_version": page.consent_version}
    office.post(f"/admin/pages/{page.pk}/edit/", form)
    assert TestimonyPage.objects.get().live is True
    said = [words for words in told(office) if "Personne n’a encore répondu « Bon à publier »" in words]
    assert len(said) == (0 if "good" in answers else 1)
