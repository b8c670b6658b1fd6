"""The author hides the name or takes the agreement back, behind the private link."""

import pytest
from django.test import Client

from casestudies.models import Proposal
from casestudies.proposals.links import private_path
from hub.core.errors import WrongState
from tests.factories.forms import words_of
from tests.factories.organisers import proposal
from tests.factories.pages import home_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def path():
    home_page()
    return private_path(proposal(state="published", shown_as="named"), "proposal_consent")


def test_page_is_kept_by_no_cache_and_only_read_or_sent(client, path):
    answer = client.get(path)
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
    assert [client.generic(method, path).status_code for method in ("PUT", "DELETE", "PATCH")] == [405] * 3


def test_form_of_another_site_is_refused(path):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path, {"wish": "hide_name"}, headers={"Origin": "https://autre.exemple"}).status_code == 403
    assert Proposal.objects.get().shown_as == "named"


def test_decision_that_can_not_be_taken_is_said_and_the_choice_is_kept(client, path, monkeypatch):
    def refuse(proposal):
        raise WrongState("Cette proposition vient de changer.")

    monkeypatch.setattr("casestudies.proposing.views.consent.hide_name", refuse)
    answer = client.post(path, {"wish": "hide_name"})
    assert (answer.status_code, "Cette proposition vient de changer." in words_of(answer)) == (409, True)
    assert answer.context["form"]["wish"].value() == "hide_name"


@pytest.mark.parametrize(
    ("wish", "after"), [("hide_name", ("published", "anonymous")), ("withdraw", ("withdrawn", "named"))]
)
def test_decision_is_taken_and_leads_back_to_the_private_page(client, path, wish, after):
    answer = client.post(path, {"wish": wish})
    decided = Proposal.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, private_path(decided))
    assert (decided.state, decided.shown_as) == after


def test_choice_that_was_forgotten_is_a_sentence(client, path):
    answer = client.post(path, {})
    assert (answer.status_code, "Choisissez ce que devient le texte." in words_of(answer)) == (422, True)


def test_nothing_is_left_to_decide_of_a_proposal_that_was_withdrawn(client, path):
    Proposal.objects.update(state="withdrawn")
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (302, private_path(Proposal.objects.get()))
