"""Addresses that look like those of somebody else, or differ from them by their case only."""

import pytest
from django.core.exceptions import ValidationError

from casestudies.models import Proposal
from hub.core.forms import AddressField
from hub.mail.models import OutgoingMail
from tests.factories.forms import START, begun, first_step, words_of
from tests.factories.organisers import proposal
from tests.factories.pages import home_page

pytestmark = pytest.mark.django_db
LINKS = "/ma-proposition/lien/"
LOOK_ALIKES = ["x@fu\u00df.de", "x@\ufb00uss.de", "\u017f@ville.fr", "\u0131@ville.fr", "\u0130@ville.fr"]


@pytest.fixture(autouse=True)
def _site():
    home_page()


@pytest.mark.parametrize("typed", LOOK_ALIKES)
def test_links_are_not_mailed_to_an_address_that_only_looks_the_same(client, typed):
    for address in ("x@fuss.de", "x@ffuss.de", "s@ville.fr", "i@ville.fr"):
        proposal(email=address)
    begun(client, email=typed)
    page = client.post(LINKS, {"email": typed})
    assert ("un signe inhabituel" in words_of(page), OutgoingMail.objects.count()) == (True, 0)


def test_links_are_mailed_to_a_domain_with_accents(client):
    proposal(email="a@mairie-orléans.fr")
    client.post(LINKS, {"email": "A@Mairie-Orléans.fr"})
    assert [mail.recipient for mail in OutgoingMail.objects.all()] == ["a@mairie-orléans.fr"]


@pytest.mark.parametrize("typed", LOOK_ALIKES)
def test_field_for_an_address_refuses_what_looks_like_another(typed):
    with pytest.raises(ValidationError, match="un signe inhabituel"):
        AddressField().clean(typed)


def test_two_addresses_are_explained(client):
    typed = "anne@exemple.fr, paul@exemple.fr"
    for path, sent in ((START, first_step(email=typed)), (LINKS, {"email": typed})):
        page = client.post(path, sent)
        explained = "Écrivez une seule adresse électronique. Exemple : prenom.nom@ville.fr" in words_of(page)
        assert (explained, Proposal.objects.count()) == (True, 0)


def test_address_with_a_name_is_understood(client):
    draft = begun(client, email="Anne Exemple <anne@exemple.fr>")
    client.post(LINKS, {"email": "mailto:anne@exemple.fr"})
    assert (draft.email, {mail.recipient for mail in OutgoingMail.objects.all()}) == (
        "anne@exemple.fr",
        {"anne@exemple.fr"},
    )
