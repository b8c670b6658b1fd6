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
    assert "no-store" in client.get(path)["Cache-Control"]
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
