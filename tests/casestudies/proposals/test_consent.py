"""Whoever agreed may change their mind: the page goes down, or goes on without the name."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from casestudies.models import PageProvenance, Proposal, TestimonyIndexPage, TestimonyPage
from casestudies.moderating.actions.make_page import make_page
from casestudies.proposals.actions import hide_name, withdraw_proposal
from casestudies.proposals.enums import ProposalState
from casestudies.proposals.links import private_path
from hub.core.former.finding import former_paths
from hub.core.former.keys import open_key
from hub.mail.models import OutgoingMail
from tests.factories.casestudies import case_study
from tests.factories.organisers import administrator, organiser, proposal
from tests.factories.pages import index_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def published() -> Proposal:
    index_page(TestimonyIndexPage, "temoignages", "Témoignages")
    sent = proposal(state=ProposalState.ACCEPTED, practice="Par virement.", shown_as="named", role="Élue")
    page = make_page(sent, by=organiser(), kind=TestimonyPage)
    page.save_revision().publish()
    OutgoingMail.objects.all().delete()
    return Proposal.objects.get()


def subjects() -> list[str]:
    return sorted(OutgoingMail.objects.values_list("subject", flat=True))


def test_page_that_rests_on_an_agreement_lacks_none(published: Proposal) -> None:
    assert published.page.specific.lack_of_consent() == ""


def test_withdrawn_proposal_takes_its_page_down(published: Proposal) -> None:
    withdraw_proposal(published)
    withdraw_proposal(published)
    page, line = TestimonyPage.objects.get(), PageProvenance.objects.get()
    assert (page.live, line.has_consent, line.consent_withdrawn_at is None) == (False, False, False)
    assert subjects() == ["Un accord de publication a été retiré", "Votre proposition est retirée"]


def test_withdrawn_proposal_cancels_a_planned_publication(published: Proposal) -> None:
    TestimonyPage.objects.get().unpublish()
    later = timezone.now() + timedelta(days=1)
    Revision.objects.update(approved_go_live_at=later)
    withdraw_proposal(published)
    assert Revision.objects.filter(approved_go_live_at__isnull=False).count() == 0


def test_hidden_name_leaves_the_page_and_every_version(published: Proposal) -> None:
    hide_name(published)
    hide_name(published)
    page = TestimonyPage.objects.get()
    assert (page.live, page.shown_name, page.shown_role) == (True, "", "")
    assert [str(revision.content).count("Anne") for revision in Revision.objects.all()] == [0, 0]
    assert Proposal.objects.get().shown_name == ""
    assert subjects() == ["Un nom a été retiré d’une page"]
    assert PageProvenance.objects.get().has_consent is True


def test_mail_to_organisers_names_nobody(published: Proposal) -> None:
    hide_name(published)
    mail = OutgoingMail.objects.get()
    assert ["Anne" in mail.text, "Rouen" in mail.text, "anne@" in mail.text] == [False, False, False]


def test_author_who_erases_leaves_no_text_in_the_page(published: Proposal, client) -> None:
    client.post(private_path(published, "proposal_withdraw"), {"then": "effacer"})
    stored = Proposal.objects.get()
    assert (TestimonyPage.objects.count(), Revision.objects.count(), stored.page) == (0, 0, None)
    assert (stored.practice, stored.consent_at is None, stored.consent_withdrawn_at is None) == ("", False, False)
    link = reverse("propositions:inspect", args=[stored.pk])
    assert link in OutgoingMail.objects.get(kind="consent-withdrawn").text


def test_page_without_consent_is_published_by_nobody(published: Proposal) -> None:
    withdraw_proposal(published)
    page = TestimonyPage.objects.get()
    with pytest.raises(PermissionDenied):
        page.get_latest_revision().publish()
    assert TestimonyPage.objects.get().live is False


def test_hidden_name_leaves_the_list_at_once(published: Proposal, client) -> None:
    told = []
    for _ in range(2):
        told.append("Anne Exemple" in client.get("/temoignages/").content.decode())
        hide_name(published)
    assert told == [True, False]


def test_hidden_name_leaves_former_addresses_and_the_identifier(published: Proposal, client) -> None:
    for slug in ("anne-exemple", "temoignage-de-rouen"):
        page = TestimonyPage.objects.get()
        page.slug = slug
        page.save_revision().publish()
    answers = [client.get("/temoignages/anne-exemple/").status_code]
    hide_name(published)
    answers.append(client.get("/temoignages/anne-exemple/").status_code)
    page = TestimonyPage.objects.get()
    assert (answers, former_paths(page), open_key(page)) == ([301, 404], [], "temoignage-de-rouen")


@pytest.mark.parametrize("who", [organiser, administrator])
def test_page_of_a_person_is_not_copied(published: Proposal, client, who) -> None:
    page = TestimonyPage.objects.get()
    client.force_login(who())
    form = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": page.get_parent().pk, "publish_copies": "on"}
    client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form)
    assert list(TestimonyPage.objects.values_list("slug", flat=True)) == [page.slug]


def test_page_that_nobody_stands_behind_is_copied_and_waits_for_no_review() -> None:
    page = case_study()
    assert (page.permissions_for_user(organiser()).can_copy(), page.is_of_a_person(), page.lacks_review()) == (
        True,
        False,
        False,
    )


def test_page_of_a_proposal_that_was_erased_waits_for_no_review(published: Proposal) -> None:
    page = TestimonyPage.objects.get()
    told = [page.lacks_review()]
    PageProvenance.objects.update(proposal=None)
    assert [*told, page.lacks_review()] == [True, False]


def test_lists_that_know_who_stands_behind_a_page_ask_no_more(published: Proposal, django_assert_num_queries) -> None:
    page, other = TestimonyPage.objects.get(), case_study()
    page.has_provenance, other.has_provenance = True, False
    with django_assert_num_queries(0):
        assert (page.is_of_a_person(), other.is_of_a_person()) == (True, False)
