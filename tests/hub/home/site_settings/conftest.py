"""A browser in which an organiser is signed in."""

import pytest
from django.test import Client

from hub.core.lists import kept
from tests.factories.organisers import organiser
from tests.factories.pages import home_page


@pytest.fixture(autouse=True)
def _nothing_kept(db) -> None:
    kept.forget()
    home_page()


@pytest.fixture
def office() -> Client:
    client = Client()
    client.force_login(organiser("odile@exemple.fr"))
    return client
