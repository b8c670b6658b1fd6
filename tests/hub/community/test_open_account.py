"""Opening an account by oneself: the same answer for everybody, nothing before the button is pressed."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from hub.community.actions.invitations import accept_invitation, purge_unconfirmed
from hub.community.models import Invitation, Member, SecurityEvent
from hub.core.errors import WrongState
from tests.factories.organisers import member
from tests.factories.pages import home_page
from tests.harness.mails import deliver

pytestmark = pytest.mark.django_db

FORM = {"first_name": "Nina", "last_name": "Neuve", "email": "nina@exemple.fr", "consent": "on"}


@pytest.fixture(autouse=True)
def _site():
    home_page()


def link_of(message) -> str:
    return re.search(r"http://testserver(/compte/invitation/\S+)", message.body)[1]


def ask(client, **fields: str):
    return client.post("/compte/ouvrir/", {**FORM, **fields})


def test_known_and_unknown_addresses_get_the_same_page(client):
    member("connue@exemple.fr")
    answers = [ask(client, email=email) for email in ("connue@exemple.fr", "CONNUE@exemple.fr", "nouvelle@exemple.fr")]
    assert {(answer.status_code, answer["Location"], answer.content) for answer in answers} == {
        (302, "/compte/ouvrir/courrier/", b"")
    }
    assert len({str(answer.cookies) for answer in answers}) == 1
    assert sorted(message.subject for message in deliver()) == [
        "Ouvrez votre compte sur Agorathèque",
        "Vous avez déjà un compte sur Agorathèque",
        "Vous avez déjà un compte sur Agorathèque",
    ]
    assert Member.objects.count() == 1


def test_button_of_the_link_opens_the_account_and_signs_in(client):
    ask(client)
    answer = client.post(link_of(deliver()[0]))
    assert (answer.status_code, answer["Location"]) == (302, "/mon-espace/")
    person = client.get("/mon-espace/").context["member"]
    assert (person.email, person.first_name, person.last_name) == ("nina@exemple.fr", "Nina", "Neuve")
    assert (person.has_usable_password(), person.is_organiser, person.is_superuser) == (False, False, False)
    assert [address.verified for address in person.emailaddress_set.all()] == [True]
    proof = person.invitations.get()
    assert (proof.consent_version, proof.email, proof.email_key, proof.first_name) == ("2026-11", "", "", "")


@pytest.mark.parametrize("method", ["get", "head"])
def test_programs_that_follow_links_change_nothing(client, method):
    ask(client)
    link = link_of(deliver()[0])
    assert [getattr(client, method)(link).status_code for _ in range(2)] == [200, 200]
    assert (Member.objects.count(), Invitation.objects.pending().count()) == (0, 1)
    assert client.post(link).status_code == 302


def test_link_works_once(client):
    ask(client)
    link = link_of(deliver()[0])
    client.post(link)
    client.logout()
    for answer in (client.get(link), client.post(link)):
        assert answer.status_code == 410
        assert "Ce lien n’ouvre plus rien" in answer.content.decode()
    assert client.get("/mon-espace/").status_code == 302


def test_link_is_stored_as_a_hash_only(client):
    ask(client)
    token = link_of(deliver()[0]).split("/")[3]
    assert len(token) == 43
    assert token not in str(list(Invitation.objects.values()))


def test_link_dies_after_a_day(client):
    ask(client)
    Invitation.objects.update(expires_at=timezone.now())
    assert client.post(link_of(deliver()[0])).status_code == 410
    assert Member.objects.count() == 0


@pytest.mark.parametrize("token", ["x", "%00", "a" * 5_000, "%F0%9F%98%80", "é"])
def test_wrong_link_says_so(client, token):
    assert client.get(f"/compte/invitation/{token}/").status_code == 410
    assert client.post(f"/compte/invitation/{token}/").status_code == 410


def test_link_does_not_open_an_account_closed_meanwhile(client):
    ask(client)
    member("nina@exemple.fr", is_active=False)
    assert client.post(link_of(deliver()[0])).status_code == 410
    assert "_auth_user_id" not in client.session


def test_account_opened_meanwhile_is_entered(client):
    ask(client)
    person = member("nina@exemple.fr", first_name="Ancienne")
    client.post(link_of(deliver()[0]))
    assert client.get("/mon-espace/").context["member"] == person
    assert Member.objects.get().first_name == "Ancienne"


def test_extra_fields_are_ignored(client):
    ask(client, is_superuser="1", is_staff="1", role="organiser", groups="1", member="1")
    client.post(link_of(deliver()[0]), {"role": "organiser", "is_superuser": "1", "email": "autre@exemple.fr"})
    person = Member.objects.get()
    assert (person.email, person.is_superuser, person.is_staff, person.groups.count()) == (
        "nina@exemple.fr",
        False,
        False,
        0,
    )


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("email", "nina@exemple.fr\nBcc: tous@exemple.fr", "Écrivez une seule adresse électronique."),
        ("email", "nina", "Il manque « @ » dans l’adresse électronique."),
        ("email", "x" * 200_000, "L’adresse électronique est trop longue : 254 signes au plus."),
        ("first_name", "<a href=//exemple.fr>Gagnez</a>", "Écrivez du texte simple, sans balise."),
        ("first_name", "x" * 200_000, "Prénom : 150 signes au plus."),
        ("last_name", "\x00", "Écrivez votre nom."),
        ("consent", "", "Sans votre accord"),
    ],
)
def test_bad_input_gets_a_sentence_and_no_mail(client, field, value, message):
    answer = ask(client, **{field: value})
    assert answer.status_code == 200
    assert answer.context["form"].errors[field][0].startswith(message)
    assert (deliver(), Invitation.objects.count()) == ([], 0)


def test_names_are_not_in_the_mail(client):
    ask(client, first_name="Gagnez sur http://exemple.fr\nSubject: Oui", last_name="Vite")
    assert "Gagnez" not in deliver()[0].message().as_string()


def test_one_address_is_sent_few_mails(client):
    assert {ask(client).status_code for _ in range(5)} == {302}
    assert len(deliver()) == 3


def test_one_place_asks_for_few_accounts(client):
    answers = [ask(client, email=f"nina{number}@exemple.fr").status_code for number in range(22)]
    assert answers == [302] * 20 + [429] * 2
    assert len(deliver()) == 20


def test_unconfirmed_requests_are_forgotten_after_a_week(client):
    ask(client)
    ask(client, email="autre@exemple.fr")
    client.post(link_of(deliver()[1]))
    now = timezone.now()
    assert purge_unconfirmed(now + timedelta(days=7) - timedelta(minutes=1)) == 0
    assert purge_unconfirmed(now + timedelta(days=7, minutes=1)) == 1
    assert [invitation.member.email for invitation in Invitation.objects.all()] == ["autre@exemple.fr"]


def test_erasing_the_member_leaves_no_trace_of_the_address(client):
    ask(client)
    client.post(link_of(deliver()[0]))
    Member.objects.get().delete()
    assert Invitation.objects.count() == 0
    assert {(event.member, event.detail) for event in SecurityEvent.objects.all()} == {(None, "")}


def test_accepting_a_wrong_link_is_refused():
    with pytest.raises(WrongState):
        accept_invitation("faux")
