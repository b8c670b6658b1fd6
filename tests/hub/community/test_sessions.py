"""When sessions end: by oneself everywhere, by a closed account, a changed role, a reset second factor."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from hub.community.actions.members import save_member
from hub.community.actions.sessions import purge_sessions, sign_out_everywhere
from hub.community.models import Member, SecurityEvent
from hub.community.organisers import ORGANISERS
from hub.core.errors import NotAllowed
from tests.factories.organisers import administrator, member, organiser
from tests.factories.pages import home_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site():
    home_page()


def signed_in(person: Member) -> Client:
    client = Client()
    client.force_login(Member.objects.get(pk=person.pk))
    assert is_open(client)
    return client


def is_open(client: Client) -> bool:
    return client.get("/mon-espace/").status_code == 200


def test_signing_out_everywhere_ends_every_session_of_that_person_only():
    person, other = member(), member()
    here, there, elsewhere = signed_in(person), signed_in(person), signed_in(other)
    answer = here.post("/compte/securite/deconnexion/")
    assert (answer.status_code, answer["Location"]) == (302, "/connexion/")
    assert [is_open(client) for client in (here, there, elsewhere)] == [False, False, True]
    assert is_open(signed_in(person))


def test_signing_out_everywhere_needs_a_button_and_a_token():
    person = member()
    client = signed_in(person)
    assert [client.get("/compte/securite/deconnexion/").status_code, client.get("/compte/securite/").status_code] == [
        405,
        200,
    ]
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person)
    assert strict.post("/compte/securite/deconnexion/").status_code == 403
    assert is_open(client)


def test_nobody_signs_somebody_else_out():
    with pytest.raises(NotAllowed):
        sign_out_everywhere(member(), by=administrator())


def test_closed_account_loses_its_sessions_even_when_opened_again():
    person, by = member(first_name="Nina", last_name="Neuve"), organiser()
    client, office = signed_in(person), signed_in(by)
    form = {"email": person.email, "first_name": "Nina", "last_name": "Neuve"}
    office.post(f"/admin/users/edit/{person.pk}/", form)
    assert not is_open(client)
    office.post(f"/admin/users/edit/{person.pk}/", {**form, "is_active": "on"})
    person.refresh_from_db()
    assert (person.is_active, is_open(client)) == (True, False)


def test_accounts_closed_through_the_list_lose_their_sessions_too():
    person, by = member(), organiser()
    client, office = signed_in(person), signed_in(by)
    address = f"/admin/bulk/community/member/set_active_state/?id={person.pk}&id={by.pk}"
    office.post(address, {"mark_as_active": "False"})
    assert Member.objects.get(pk=person.pk).is_active is False
    office.post(address, {"mark_as_active": "True"})
    assert (Member.objects.get(pk=person.pk).is_active, is_open(client), is_open(office)) == (True, False, True)


def test_changed_address_ends_the_sessions():
    person = member("avant@exemple.fr")
    client = signed_in(person)
    person.email = "apres@exemple.fr"
    save_member(person, by=organiser())
    assert not is_open(client)


def test_other_changes_keep_sessions_and_never_revive_one():
    person = member()
    client = signed_in(person)
    stale = Member.objects.get(pk=person.pk)
    stale.first_name = "Nina"
    save_member(stale, by=organiser())
    assert is_open(client)
    stale = Member.objects.get(pk=person.pk)
    sign_out_everywhere(person, by=person)
    save_member(stale, by=organiser())
    assert not is_open(client)


ROLE_CHANGES = {
    "removed": lambda person, group: person.groups.remove(group),
    "cleared": lambda person, group: person.groups.clear(),
    "set": lambda person, group: person.groups.set([]),
    "removed from the group": lambda person, group: group.user_set.remove(person),
    "group cleared": lambda person, group: group.user_set.clear(),
    "group deleted": lambda person, group: group.delete(),
}


@pytest.mark.parametrize("change", ROLE_CHANGES.values(), ids=ROLE_CHANGES.keys())
def test_role_taken_ends_the_sessions(change):
    person = organiser()
    client = signed_in(person)
    change(person, Group.objects.get(name=ORGANISERS))
    assert not is_open(client)
    kinds = SecurityEvent.objects.filter(member=person).values_list("kind", "detail")
    assert kinds[0] == ("role_taken", ORGANISERS)


def test_role_taken_in_the_admin_ends_the_sessions():
    person, by = organiser(first_name="Nina", last_name="Neuve"), organiser()
    client, office = signed_in(person), signed_in(by)
    form = {"email": person.email, "first_name": "Nina", "last_name": "Neuve", "is_active": "on"}
    office.post(f"/admin/users/edit/{person.pk}/", {**form, "groups": [Group.objects.get(name=ORGANISERS).pk]})
    assert is_open(client)
    office.post(f"/admin/users/edit/{person.pk}/", form)
    assert not is_open(client)


def test_role_given_asks_to_sign_in_again():
    person = member()
    client = signed_in(person)
    person.groups.add(Group.objects.get(name=ORGANISERS))
    assert not is_open(client)


def test_sessions_of_organisers_are_shorter():
    lengths = [round(signed_in(person).session.get_expiry_age() / 3600) for person in (member(), organiser())]
    assert lengths == [30 * 24, 12]


def test_resetting_the_second_factor_removes_it_and_ends_the_sessions():
    person = organiser("odile@exemple.fr")
    for kind in ("totp", "recovery_codes"):
        Authenticator.objects.create(user=person, type=kind, data={})
    client = signed_in(person)
    call_command("reset_second_factor", " ODILE@exemple.fr", verbosity=0)
    assert (Authenticator.objects.count(), is_open(client)) == (0, False)
    assert SecurityEvent.objects.filter(member=person).first().kind == "factor_reset"


def test_resetting_an_unknown_address_is_refused():
    with pytest.raises(CommandError, match="Aucun compte"):
        call_command("reset_second_factor", "personne@exemple.fr")


def test_security_page_shows_ones_own_events_only():
    person = member()
    SecurityEvent.objects.create(kind="factor_reset", member=member(), at=timezone.now())
    client = signed_in(person)
    assert [event.kind for event in client.get("/compte/securite/").context["events"]] == ["signed_in"]


def test_security_page_is_for_those_signed_in():
    assert Client().get("/compte/securite/")["Location"] == "/connexion/?next=/compte/securite/"


def test_finished_sessions_are_removed(client):
    client.force_login(member())
    now = timezone.now()
    assert [purge_sessions(now), purge_sessions(now + timedelta(days=31)), Session.objects.count()] == [0, 1, 0]
