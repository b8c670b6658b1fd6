"""«Mon espace»: own proposals, own data, nobody else's."""

import uuid

import pytest
from allauth.account.models import EmailAddress

from casestudies.proposals.enums import ProposalState
from casestudies.proposals.links import private_path
from hub.community.models import Member
from hub.core.errors import NotAllowed
from hub.home.my_space.actions.profile import correct_profile
from tests.factories.organisers import member, proposal
from tests.factories.pages import home_page
from tests.factories.workshops import authority
from tests.harness.dump import dump
from tests.harness.queries import query_counts

pytestmark = pytest.mark.django_db
SPACE, PROFILE = "/mon-espace/", "/mon-espace/mes-donnees/"
#: Every page and button of the space.
ADDRESSES = [
    SPACE,
    "/mon-espace/nouvelles/",
    "/mon-espace/nouvelles/arreter/",
    "/mon-espace/nouvelles/reprendre/",
    PROFILE,
    "/mon-espace/telecharger/",
    "/mon-espace/effacer/",
]


@pytest.fixture
def owner(client) -> Member:
    home_page()
    person = member("moi@exemple.fr", first_name="Ada")
    client.force_login(person)
    return person


def shown(client) -> list[tuple[str, str, bool]]:
    return [
        (line["title"], line["proposal"].get_state_display(), line["before_account"])
        for line in client.get(SPACE).context["proposals"]
    ]


@pytest.mark.parametrize("path", ADDRESSES)
def test_space_is_for_who_has_signed_in(client, path):
    home_page()
    for response in (client.get(path), client.post(path)):
        assert (response.status_code, response["Location"]) == (302, f"/connexion/?next={path}")


@pytest.mark.parametrize("path", ADDRESSES)
def test_space_is_never_cached(client, owner, path):
    assert "no-store" in client.get(path)["Cache-Control"]
    response = client.post(path)
    response.close()
    assert "no-store" in response["Cache-Control"]


def test_reading_changes_nothing(client, owner):
    proposal(member=owner, email=owner.email)
    client.get(SPACE)
    before = dump()
    for path in ADDRESSES:
        client.get(path)
        client.head(path)
    assert {table for table, rows in dump().items() if rows != before[table]} == set()


def test_own_proposals_are_listed_with_drafts_first(client, owner):
    proposal("Envoyée", member=owner, email=owner.email)
    proposal("Brouillon", member=owner, email="", state=ProposalState.DRAFT, submitted_at=None, consent_at=None)
    proposal("À compléter", member=owner, email=owner.email, state=ProposalState.TO_COMPLETE)
    proposal("D’une autre", member=member(), email="autre@exemple.fr")
    assert shown(client) == [
        ("Brouillon", "Brouillon", False),
        ("À compléter", "À compléter", False),
        ("Envoyée", "Déposée", False),
    ]


def test_proposals_sent_before_the_account_are_listed(client, owner):
    EmailAddress.objects.create(user=owner, email="seconde@exemple.fr", verified=True)
    EmailAddress.objects.create(user=owner, email="celle-d-une-autre@exemple.fr", verified=False)
    proposal("Avec l’adresse", email="MOI@exemple.fr")
    proposal("Avec la seconde", email="seconde@exemple.fr")
    proposal("D’une autre", email="celle-d-une-autre@exemple.fr")
    assert shown(client) == [("Avec la seconde", "Déposée", True), ("Avec l’adresse", "Déposée", True)]


def test_proposal_begun_by_somebody_else_with_the_address_is_not_listed(client, owner):
    proposal("D’une autre", email=owner.email, address_proved_at=None)
    proposal("Commencée ici", member=owner, email="seconde@exemple.fr", address_proved_at=None)
    assert shown(client) == [("Commencée ici", "Déposée", False)]


def test_proposals_are_reached_by_their_private_links(client, owner):
    sent = proposal(member=owner, email=owner.email)
    html = client.get(SPACE).content.decode()
    assert html.count(f'href="{private_path(sent)}"') == 1


def test_space_without_anything_says_what_can_be_done(client, owner):
    html = client.get(SPACE).content.decode()
    assert [words in html for words in ("Rien pour l’instant", "Vous n’en recevez pas", "Effacer mon compte")] == [
        True,
        True,
        True,
    ]


def test_space_costs_the_same_for_any_number_of_proposals(client, owner):
    first, *others = query_counts(client, SPACE, lambda: proposal(member=owner, email=owner.email))
    assert others == [first, first]


def test_profile_is_corrected(client, owner):
    place = authority("Ville d’essai")
    typed = {"first_name": " Ada\x07 ", "last_name": "Lovelace", "authority": place.pk, "is_superuser": "1"}
    response = client.post(PROFILE, {**typed, "email": "autre@exemple.fr"})
    owner.refresh_from_db()
    assert (response.status_code, owner.get_full_name(), owner.authority) == (302, "Ada Lovelace", place)
    assert (owner.email, owner.is_superuser) == ("moi@exemple.fr", False)


@pytest.mark.parametrize(
    "typed",
    [
        {"first_name": "a" * 200_000},
        {"first_name": "a\0b"},
        {"first_name": "<a href=x>Ada</a>"},
        {"authority": "999999"},
        {"authority": "\0"},
        {"authority": "9" * 40},
    ],
)
def test_profile_refuses_what_it_cannot_keep_or_keeps_it_clean(client, owner, typed):
    response = client.post(PROFILE, typed)
    owner.refresh_from_db()
    if response.status_code == 302:
        assert owner.first_name == "ab"
    else:
        assert (response.status_code, "<title>Erreur" in response.content.decode(), owner.first_name) == (
            200,
            True,
            "Ada",
        )


def test_wrong_utf_8_is_replaced(client, owner):
    client.post(PROFILE, b"first_name=%FF%FE", content_type="application/x-www-form-urlencoded")
    owner.refresh_from_db()
    assert owner.first_name == "\ufffd\ufffd"


def test_profile_of_somebody_else_is_refused(owner):
    with pytest.raises(NotAllowed):
        correct_profile(member(), by=owner, first_name="x", last_name="", authority=None)


def test_thousands_of_fields_are_refused_in_french(client, owner):
    response = client.post(PROFILE, {str(uuid.uuid4()): "1" for _ in range(5000)})
    assert response.status_code == 400
