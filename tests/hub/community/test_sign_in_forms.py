"""Boxes of the pages of accounts: named by their labels, empty inside."""

import re

import pytest

from tests.factories.organisers import organiser
from tests.factories.pages import home_page
from tests.harness.mails import sign_in_code
from tests.hub.community.test_second_factor import set_up

pytestmark = pytest.mark.django_db(transaction=True)


def boxes(page) -> list[str]:
    """Attributes of every visible box of the main part of the page, each of which must have a label."""
    main = re.search(r"<main.*?</main>", page.content.decode(), re.DOTALL)[0]
    found = [tag for tag in re.findall(r"<input[^>]*>", main) if 'type="hidden"' not in tag]
    for tag in found:
        assert f'for="{re.search(r"""id="([^"]+)""", tag)[1]}"' in main
    return found


def test_boxes_of_accounts_hold_no_words_of_their_own(client):
    home_page()
    person = organiser("odile@exemple.fr")
    pages = [client.get("/connexion/")]
    client.post("/connexion/", {"email": person.email})
    pages.append(client.get("/connexion/code/"))
    client.post("/connexion/code/", {"code": sign_in_code()})
    pages.append(client.get("/compte/second-facteur/totp/activate/"))
    set_up(client)
    pages.append(client.get("/compte/second-facteur/reauthenticate/"))
    client.logout()
    client.post("/connexion/", {"email": person.email})
    pages.append(client.post("/connexion/code/", {"code": sign_in_code()}, follow=True))
    found = [boxes(page) for page in pages]
    assert [len(tags) for tags in found] == [1, 1, 1, 1, 1]
    assert [tag for tags in found for tag in tags if "placeholder" in tag] == []
