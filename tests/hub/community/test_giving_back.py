"""An organiser who lost the second factor comes back by the decision of another one, told to all."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from hub.community.actions.sessions import give_back_second_factor
from hub.community.models import Member, SecurityEvent
from hub.core.errors import ActionError, NotAllowed, WrongState
from tests.factories.organisers import administrator, member, organiser
from tests.factories.pages import home_page
from tests.harness.mails import deliver
from tests.harness.queries import query_counts
from tests.harness.second_factor import code_of, set_up, sign_in

#: allauth tells of a new factor when the transaction is over, so that it must really be.
pytestmark = pytest.mark.django_db(transaction=True)
REASON = "Nous nous sommes parlé au téléphone."


@pytest.fixture(autouse=True)
def _second_factor_needed(settings):
    settings.ADMIN_REQUIRES_SECOND_FACTOR = True
    home_page()


@pytest.fixture
def lost():
    """Claire, whose telephone is lost."""
    person = organiser("claire@exemple.fr", first_name="Claire", last_name="Perdue")
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    return person


@pytest.fixture
def desk(client):
    """Paul, who has just proved his second factor in `client`."""
    person = organiser("paul@exemple.fr", first_name="Paul", last_name="Décide")
    client.force_login(person)
    set_up(client)
    mail.outbox.clear()
    return person


def path(person: Member) -> str:
    return f"/admin/membres/{person.pk}/second-facteur/"


def kinds_of(person: Member) -> list[str]:
    return list(SecurityEvent.objects.filter(member=person).order_by("pk").values_list("kind", flat=True))


# ---------------------------------------------------------------- the decision
def test_decision_removes_factors_and_ends_sessions(client, lost, desk):
    open_session = Client()
    open_session.force_login(lost)
    assert client.get(path(lost)).status_code == 200
    answer = client.post(path(lost), {"reason": REASON})
    assert (answer.status_code, answer["Location"]) == (302, "/admin/users/")
    assert Authenticator.objects.filter(user=lost).count() == 0
    assert open_session.get("/mon-espace/").status_code == 302
    assert SecurityEvent.objects.get(kind="factor_given_back").by == desk


def test_decision_is_told_to_all_who_organise(client, lost, desk):
    others = [organiser("odile@exemple.fr"), administrator()]
    member("simple@exemple.fr")
    client.post(path(lost), {"reason": REASON})
    sent = deliver()
    assert sorted(to for told in sent for to in told.to) == sorted(person.email for person in [lost, desk, *others])
    assert {told.subject for told in sent} == {"Le second facteur de Claire Perdue est retiré"}
    assert [word for word in ("Paul Décide a retiré", "Claire Perdue", REASON) if word not in sent[0].body] == []


def test_person_comes_back_with_a_mailed_code_and_sets_a_factor_up(client, lost, desk):
    client.post(path(lost), {"reason": REASON})
    deliver()
    back = Client()
    assert sign_in(back, lost.email)["Location"] == "/admin/"
    assert back.get("/admin/")["Location"] == "/compte/second-facteur/"
    set_up(back)
    assert back.get("/admin/").status_code == 200
    assert kinds_of(lost)[-3:] == ["signed_in", "factor_added", "factor_added"]


# ---------------------------------------------------------------- who may decide
def test_decision_asks_for_a_fresh_second_factor(client, lost, desk):
    client.logout()
    later = Client()
    later.force_login(Member.objects.get(pk=desk.pk))
    for answer in (later.get(path(lost)), later.post(path(lost), {"reason": REASON})):
        assert answer["Location"].startswith("/compte/second-facteur/reauthenticate/")
    assert Authenticator.objects.filter(user=lost).count() == 1


def test_proof_of_the_factor_leads_back_to_the_decision(client, lost):
    person = organiser("paul@exemple.fr")
    client.force_login(person)
    secret = set_up(client)
    later = Client()
    later.force_login(Member.objects.get(pk=person.pk))
    asked = later.get(path(lost))["Location"]
    answer = later.post(asked, {"code": code_of(secret, 1)})
    assert (answer["Location"], later.get(path(lost)).status_code) == (path(lost), 200)


def test_nobody_decides_for_oneself(client, desk):
    answer = client.get(path(desk))
    assert (answer.status_code, "code de secours" in answer.text) == (403, True)
    assert client.post(path(desk), {"reason": REASON}).status_code == 403
    assert Authenticator.objects.filter(user=desk, type="totp").count() == 1


def test_only_organiser_is_told_of_the_command(client, desk):
    assert "reset_second_factor" in client.get(path(desk)).text
    organiser()
    assert "reset_second_factor" not in client.get(path(desk)).text


def test_organiser_does_not_decide_for_an_administrator(client, desk):
    above = administrator()
    Authenticator.objects.create(user=above, type="totp", data={"secret": "x"})
    assert client.post(path(above), {"reason": REASON}).status_code == 403
    with pytest.raises(NotAllowed):
        give_back_second_factor(above, by=desk, reason=REASON)
    give_back_second_factor(above, by=administrator(), reason=REASON)
    assert Authenticator.objects.filter(user=above).count() == 0


def test_member_decides_for_nobody(lost):
    with pytest.raises(NotAllowed):
        give_back_second_factor(lost, by=member(), reason=REASON)
    assert Authenticator.objects.filter(user=lost).count() == 1


# ---------------------------------------------------------------- bad input
@pytest.mark.parametrize("reason", ["", "   "])
def test_decision_needs_a_reason(client, lost, desk, reason):
    answer = client.post(path(lost), {"reason": reason})
    assert (answer.status_code, "Dites comment vous avez vérifié" in answer.text) == (422, True)
    with pytest.raises(ActionError):
        give_back_second_factor(lost, by=desk, reason=reason)
    assert (Authenticator.objects.filter(user=lost).count(), deliver()) == (1, [])


def test_nothing_to_give_back_is_said(client, desk):
    other = organiser()
    answer = client.post(path(other), {"reason": REASON})
    assert (answer.status_code, "n’a pas de second facteur" in answer.text, deliver()) == (409, True, [])
    with pytest.raises(WrongState):
        give_back_second_factor(other, by=desk, reason=REASON)


def test_form_of_another_site_decides_nothing(lost, desk):
    forger = Client(enforce_csrf_checks=True)
    forger.force_login(desk)
    assert forger.post(path(lost), {"reason": REASON}).status_code == 403
    assert Authenticator.objects.filter(user=lost).count() == 1


def test_list_of_members_offers_it_where_there_is_something_to_give_back(client, lost, desk):
    plain = member()
    page = client.get("/admin/users/").text
    assert [path(person) in page for person in (lost, desk, plain)] == [True, False, False]


def test_list_of_members_costs_the_same_for_any_number(client, desk):
    def add() -> None:
        Authenticator.objects.create(user=organiser(), type="totp", data={"secret": "x"})

    first, *others = query_counts(client, "/admin/users/", add)
    assert others == [first, first]
