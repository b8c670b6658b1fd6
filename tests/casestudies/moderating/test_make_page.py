"""One click makes a draft of what a proposal says."""

import pytest
from django.contrib.auth.models import Permission

from casestudies.models import (
    CaseStudyIndexPage,
    CaseStudyPage,
    PageProvenance,
    Proposal,
    TestimonyIndexPage,
    TestimonyPage,
)
from casestudies.moderating.actions.make_page import make_page, note_publication
from casestudies.proposals.actions import move_proposal
from casestudies.proposals.enums import ProposalState
from hub.core.errors import ActionError, NotAllowed, WrongState
from hub.mail.models import OutgoingMail
from tests.factories.casestudies import assembly, source
from tests.factories.organisers import member, organiser, proposal
from tests.factories.pages import index_page
from tests.factories.workshops import theme

pytestmark = pytest.mark.django_db
TEXT = "Par virement <b>mensuel</b>.\nSans délai.\n\n<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _indexes():
    index_page(TestimonyIndexPage, "temoignages", "Témoignages")
    index_page(CaseStudyIndexPage, "etudes-de-cas", "Études de cas")


def accepted(**fields) -> Proposal:
    values = {"state": ProposalState.ACCEPTED, "practice": TEXT, "role": "Élue", **fields}
    return proposal(**values)


def test_testimony_is_a_draft_with_what_was_written() -> None:
    pay, place, known = theme("Indemnisation"), assembly("Assemblée du futur"), source(url="https://ville.example/page")
    sent = accepted(
        themes=[pay],
        assembly=place,
        authority=place.authority,
        shown_as="named",
        sources="Voir https://ville.example/page.",
    )
    page = make_page(sent, by=organiser(), kind=TestimonyPage)
    page = TestimonyPage.objects.get(pk=page.pk)
    assert (page.live, page.title, page.shown_name, page.shown_role) == (
        False,
        "Ville de Rouen : Indemnisation",
        "Anne Exemple",
        "Élue",
    )
    assert (page.authority, page.assembly.pk, list(page.themes.all())) == (place.authority, place.pk, [pay])
    (step,) = page.practice
    assert step.value["text"].source == (
        "<p>Par virement &lt;b&gt;mensuel&lt;/b&gt;.<br/>Sans délai.</p><p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
    )
    assert (list(step.value["sources"]), list(page.outcome)) == ([known], [])
    assert page.consent_version == sent.consent_version
    line = PageProvenance.objects.get()
    assert (line.page_id, line.proposal, line.consent_at) == (page.pk, sent, sent.consent_at)
    assert (sent.page_id, sent.events.get().note) == (page.pk, "Page préparée : Ville de Rouen : Indemnisation")


def test_name_stays_out_of_the_page_unless_it_may_be_shown() -> None:
    page = make_page(accepted(shown_as="anonymous"), by=organiser(), kind=TestimonyPage)
    assert (page.shown_name, page.shown_role) == ("", "")
    kept = str(page.latest_revision.content)
    assert [word in kept for word in ("Anne", "anne@exemple.fr", "Élue")] == [False, False, False]


def test_case_study_has_summaries_and_assembly() -> None:
    place = assembly("Assemblée du futur")
    sent = accepted(assembly=place, practice="Mot " * 200, outcome="Cela change tout.")
    page = CaseStudyPage.objects.get(pk=make_page(sent, by=organiser(), kind=CaseStudyPage).pk)
    assert (len(page.practice_summary), page.outcome_summary) == (240, "Cela change tout.")
    assert list(page.assemblies.all()) == [place]


def test_second_click_gives_the_same_page() -> None:
    sent = accepted()
    first = make_page(sent, by=organiser(), kind=TestimonyPage)
    second = make_page(Proposal.objects.get(), by=organiser(), kind=CaseStudyPage)
    assert (second.pk, TestimonyPage.objects.count(), CaseStudyPage.objects.count()) == (first.pk, 1, 0)


def test_stale_proposal_makes_no_page() -> None:
    sent = accepted()
    Proposal.objects.update(version=9)
    with pytest.raises(WrongState):
        make_page(sent, by=organiser(), kind=TestimonyPage)
    assert (TestimonyPage.objects.count(), PageProvenance.objects.count()) == (0, 0)


@pytest.mark.parametrize("state", ["submitted", "to_complete", "on_hold", "declined", "withdrawn", "spam", "published"])
def test_only_an_accepted_proposal_becomes_a_page(state: str) -> None:
    with pytest.raises(WrongState):
        make_page(accepted(state=state), by=organiser(), kind=TestimonyPage)


def test_proposal_without_text_makes_no_page() -> None:
    with pytest.raises(ActionError):
        make_page(accepted(practice="  ", outcome=""), by=organiser(), kind=TestimonyPage)


def test_page_is_made_by_those_who_may() -> None:
    with pytest.raises(NotAllowed):
        make_page(accepted(), by=member(), kind=TestimonyPage)
    reader = member()
    reader.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "change_proposal"]))
    with pytest.raises(NotAllowed):
        make_page(accepted(), by=reader, kind=TestimonyPage)


def test_proposal_follows_its_page_once() -> None:
    sent = accepted()
    page = make_page(sent, by=organiser(), kind=TestimonyPage)
    page.latest_revision.publish()
    note_publication(page)
    assert Proposal.objects.get().state == ProposalState.PUBLISHED
    mail = OutgoingMail.objects.get()
    assert (mail.subject, f"\n{page.full_url}\n" in mail.text) == ("Votre témoignage est publié", True)


def test_proposal_is_not_called_published_before_its_page() -> None:
    sent = accepted()
    make_page(sent, by=organiser(), kind=TestimonyPage)
    with pytest.raises(ActionError):
        move_proposal(sent, ProposalState.PUBLISHED, by=organiser())
    assert Proposal.objects.get().state == ProposalState.ACCEPTED
