"""The address of a private link is told to no other site by the pages behind it."""

import re

import pytest
from django.urls import get_resolver

from casestudies.proposals.links import private_path
from hub.core.masking import PARAMETER, routes
from hub.core.private_links import random_token
from tests.factories.organisers import proposal
from tests.factories.pages import home_page

pytestmark = pytest.mark.django_db
ROUTES = sorted(route for route in routes(get_resolver()) if "token" in PARAMETER.findall(route))
#: An element or a page may ask for another policy than that of the response.
OTHER_POLICY = re.compile(r'referrerpolicy|<meta[^>]+name="?referrer', re.IGNORECASE)


def policies(client, path: str) -> set[tuple[str, bool]]:
    """The policies of every kind of answer, and whether a page asks for another."""
    asked = [client.get, client.post, client.put, client.head]
    answers = [send(address) for send in asked for address in (path, path.removesuffix("/"), f"{path}de-trop/")]
    texts = [b"" if answer.streaming else answer.content for answer in answers]
    return {
        (answer.get("Referrer-Policy", ""), OTHER_POLICY.search(text.decode()) is not None)
        for answer, text in zip(answers, texts, strict=True)
    }


@pytest.mark.parametrize("route", ROUTES)
def test_wrong_link_is_told_to_no_other_site(client, route):
    home_page()
    path = "/" + PARAMETER.sub(lambda found: random_token() if found[1] == "token" else "12", route)
    assert policies(client, path) == {("same-origin", False)}


@pytest.mark.parametrize("name", ["proposal", "proposal_consent", "proposal_send", "proposal_sent", "proposal_message"])
def test_right_link_is_told_to_no_other_site(client, name):
    home_page()
    assert policies(client, private_path(proposal(), name)) == {("same-origin", False)}


@pytest.mark.urls("tests.harness.failing_urls")
def test_failing_page_is_told_to_no_other_site(client):
    home_page()
    client.raise_request_exception = False
    answer = client.get(f"/rejoindre/{random_token()}/")
    assert (answer.status_code, answer["Referrer-Policy"]) == (500, "same-origin")


def test_redirection_to_https_is_told_to_no_other_site(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get(f"/relecture/{random_token()}/")
    assert (answer.status_code, answer["Referrer-Policy"]) == (301, "same-origin")
