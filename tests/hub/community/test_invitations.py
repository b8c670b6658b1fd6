"""Organisers invite organisers: one address, one use, seven days."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from hub.community.actions.invitations import (
    invite_organiser,
    purge_unconfirmed,
    request_account,
    revoke_invitation,
)
from hub.community.models import Invitation, Member
from hub.core.errors import NotAllowed, WrongState
from tests.factories.organisers import administrator, member, organiser
from tests.factories.pages import home_page
from tests.harness.mails import deliver
from tests.harness.queries import query_counts

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    """A browser in which an organiser is signed in."""
    home_page()
    client.force_login(organiser("odile@exemple.fr"))
    return client


def link() -> str:
    return re.search(r"http://testserver(/compte/invitation/\S+)", deliver()[-1].body)[1]


def invite(client, email: str = "nina@exemple.fr", **extra: str):
    return client.post("/admin/invitations/", {"email": email, **extra})


def test_invited_person_accepts_and_is_sent_to_the_second_factor(office):
    assert invite(office)["Location"] == "/admin/invitations/"
    assert deliver()[0].to == ["nina@exemple.fr"]
    office.logout()
    answer = office.post(link())
    assert (answer.status_code, answer["Location"]) == (302, "/compte/second-facteur/")
    person = Member.objects.get(email_key="nina@exemple.fr")
    assert (person.is_organiser, person.is_superuser) == (True, False)
    assert office.get("/admin/").status_code == 200


@pytest.mark.parametrize("method", ["get", "head"])
def test_reading_the_page_changes_nothing(office, client, method):
    invite(office)
    assert getattr(client, method)(link()).status_code == 200
    assert Member.objects.filter(email_key="nina@exemple.fr").count() == 0


def test_member_who_accepts_becomes_an_organiser(office):
    person = member("nina@exemple.fr", first_name="Nina")
    invite(office, " NINA@exemple.fr ")
    office.post(link())
    person.refresh_from_db()
    assert (person.is_organiser, person.first_name, Member.objects.count()) == (True, "Nina", 2)


def test_link_does_not_go_round_an_existing_second_factor(office):
    person = member("nina@exemple.fr")
    Authenticator.objects.create(user=person, type="totp", data={"secret": "A" * 32})
    invite(office)
    office.logout()
    answer = office.post(link())
    assert (answer.status_code, answer["Location"]) == (302, "/compte/second-facteur/authenticate/")
    assert "_auth_user_id" not in office.session


def test_link_works_once_and_seven_days(office):
    invite(office)
    office.logout()
    assert office.post(link()).status_code == 302
    assert [office.get(link()).status_code, office.post(link()).status_code] == [410, 410]
    invitation = invite_organiser("autre@exemple.fr", by=organiser())
    assert invitation.expires_at - invitation.created_at < timedelta(days=7, seconds=5)
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now())
    assert office.post(link()).status_code == 410
    assert not Member.objects.filter(email_key="autre@exemple.fr").exists()


def test_revoked_link_is_dead(office):
    invite(office)
    pending = Invitation.objects.get()
    assert office.post(f"/admin/invitations/{pending.pk}/retirer/")["Location"] == "/admin/invitations/"
    assert list(office.get("/admin/invitations/").context["pending"]) == []
    assert office.post(link()).status_code == 410
    assert not Member.objects.filter(email_key="nina@exemple.fr").exists()


def test_inviting_again_kills_the_former_link(office):
    invite(office)
    former = link()
    invite(office)
    assert [office.get(former).status_code, office.get(link()).status_code] == [410, 200]
    assert Invitation.objects.pending().count() == 1


def test_revoking_needs_post_and_a_known_invitation(office):
    invite(office)
    pending = Invitation.objects.get()
    assert office.get(f"/admin/invitations/{pending.pk}/retirer/").status_code == 405
    assert office.post("/admin/invitations/999999/retirer/").status_code == 404
    assert Invitation.objects.pending().count() == 1


def test_requests_of_members_are_not_revoked_here(office):
    request_account("a@exemple.fr", first_name="A", last_name="B", consent_version="2026-11")
    own = Invitation.objects.get()
    assert office.post(f"/admin/invitations/{own.pk}/retirer/").status_code == 404
    assert Invitation.objects.pending().count() == 1


def test_members_can_neither_invite_nor_revoke(client):
    home_page()
    pending = invite_organiser("nina@exemple.fr", by=organiser())
    client.force_login(member())
    answers = [invite(client), client.post(f"/admin/invitations/{pending.pk}/retirer/")]
    assert [answer["Location"].split("?")[0] for answer in answers] == ["/connexion/acces/"] * 2
    assert (len(deliver()), Invitation.objects.pending().count()) == (1, 1)
    with pytest.raises(NotAllowed):
        invite_organiser("autre@exemple.fr", by=member())
    with pytest.raises(NotAllowed):
        revoke_invitation(pending, by=member())


def test_organiser_without_the_permission_is_refused(office):
    Member.objects.get().groups.get().permissions.filter(codename="add_invitation").delete()
    office.force_login(Member.objects.get())
    assert invite(office).status_code == 302
    assert deliver() == []


def test_inviting_an_organiser_or_a_closed_account_is_refused(office):
    member("fermee@exemple.fr", is_active=False)
    for email in ("odile@exemple.fr", "fermee@exemple.fr"):
        answer = invite(office, email)
        assert (answer.status_code, list(answer.context["form"].errors)) == (409, ["email"])
    assert deliver() == []


@pytest.mark.parametrize("email", ["", "nina", "nina@exemple.fr\r\nBcc: tous@exemple.fr", "\x00", "x" * 200_000])
def test_bad_address_is_refused_in_french(office, email):
    answer = invite(office, email)
    assert (answer.status_code, list(answer.context["form"].errors), deliver()) == (422, ["email"], [])


def test_extra_fields_are_ignored(office):
    invite(office, role="admin", is_superuser="1", expires_at="2099-01-01")
    office.logout()
    office.post(link(), {"is_superuser": "1"})
    person = Member.objects.get(email_key="nina@exemple.fr")
    assert (person.is_superuser, [group.name for group in person.groups.all()]) == (False, ["Organisation"])


def test_revoking_twice_is_refused():
    pending = invite_organiser("nina@exemple.fr", by=administrator())
    revoke_invitation(pending, by=administrator())
    with pytest.raises(WrongState):
        revoke_invitation(pending, by=administrator())


def test_old_unused_invitations_are_forgotten():
    invite_organiser("nina@exemple.fr", by=organiser())
    now = timezone.now()
    assert purge_unconfirmed(now + timedelta(days=13)) == 0
    assert purge_unconfirmed(now + timedelta(days=15)) == 1


def test_list_of_invitations_queries_do_not_grow(office):
    by = organiser()
    numbers = iter(range(100))
    first, *others = query_counts(
        office, "/admin/invitations/", lambda: invite_organiser(f"p{next(numbers)}@exemple.fr", by=by)
    )
    assert others == [first, first]
