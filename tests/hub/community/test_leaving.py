"""«Quitter l’équipe»: an organiser hands over and leaves; the team is told, the last one stays."""

import pytest
from django.core import mail
from django.test import Client
from wagtail.models import Page, PageSubscription

from hub.community.actions.invitations import invite_organiser
from hub.community.actions.leaving import ADMINISTERS, LAST, WRONG_SUCCESSOR, leave_team
from hub.community.models import Invitation, Member, SecurityEvent
from hub.core.errors import ActionError, NotAllowed
from tests.factories.organisers import administrator, member, organiser
from tests.factories.pages import home_page
from tests.harness.mails import deliver
from tests.harness.second_factor import set_up

#: allauth tells of a new factor when the transaction is over, so that it must really be.
pytestmark = pytest.mark.django_db(transaction=True)
PATH = "/admin/quitter-lequipe/"


@pytest.fixture
def desk(client, settings):
    """Paul, who has just proved his second factor in `client`, and is not alone."""
    settings.ADMIN_REQUIRES_SECOND_FACTOR = True
    home_page()
    person = organiser("paul@exemple.fr", first_name="Paul", last_name="Part")
    client.force_login(person)
    set_up(client)
    mail.outbox.clear()
    return person


@pytest.fixture
def heir():
    return organiser("claire@exemple.fr", first_name="Claire", last_name="Continue")


def organises(person: Member) -> bool:
    return Member.objects.organisers().filter(pk=person.pk).exists()


def test_leaving_hands_over_what_one_was_in_charge_of(client, desk, heir):
    home = home_page()
    Page.objects.filter(pk=home.pk).update(owner=desk, locked=True, locked_by=desk)
    PageSubscription.objects.create(user=desk, page=home, comment_notifications=True)
    invitation = invite_organiser("neuve@exemple.fr", by=desk)
    answer = client.post(PATH, {"to": heir.pk})
    assert (answer.status_code, answer["Location"]) == (302, "/connexion/")
    page = Page.objects.get(pk=home.pk)
    assert (page.owner, page.locked_by) == (heir, heir)
    assert list(PageSubscription.objects.values_list("user", "page")) == [(heir.pk, home.pk)]
    assert Invitation.objects.get(pk=invitation.pk).invited_by == heir


def test_leaving_closes_the_administration_and_keeps_the_account(client, desk, heir):
    elsewhere = Client()
    elsewhere.force_login(Member.objects.get(pk=desk.pk))
    client.post(PATH, {"to": heir.pk})
    assert (organises(desk), Member.objects.get(pk=desk.pk).is_active) == (False, True)
    assert [each.get("/mon-espace/").status_code for each in (client, elsewhere)] == [302, 302]
    assert SecurityEvent.objects.filter(member=desk, kind="role_taken").count() == 1


def test_leaving_is_told_to_all_who_organise(client, desk, heir):
    other = administrator()
    member("simple@exemple.fr")
    client.post(PATH, {"to": heir.pk})
    sent = deliver()
    assert sorted(to for told in sent for to in told.to) == sorted([desk.email, heir.email, other.email])
    assert {told.subject for told in sent} == {"Paul Part quitte l’équipe d’organisation"}
    assert "Claire Continue prend la suite" in sent[0].body


def test_leaving_asks_for_a_fresh_second_factor(desk, heir):
    later = Client()
    later.force_login(Member.objects.get(pk=desk.pk))
    for answer in (later.get(PATH), later.post(PATH, {"to": heir.pk})):
        assert answer["Location"].startswith("/compte/second-facteur/reauthenticate/")
    assert organises(desk)


def test_last_organiser_stays(client, desk):
    for answer in (client.get(PATH), client.post(PATH, {"to": desk.pk})):
        assert (answer.status_code, LAST in answer.text) == (409, True)
    assert organises(desk)


def test_administrator_does_not_leave_alone(heir):
    with pytest.raises(NotAllowed, match=ADMINISTERS):
        leave_team(administrator(), to=heir)


@pytest.mark.parametrize("to", ["", "abc", "0", "99999999999999999999", "self", "member", "closed"])
def test_wrong_successor_is_refused_in_words(client, desk, heir, to):
    closed = organiser("fermee@exemple.fr", is_active=False)
    known = {"self": desk.pk, "member": member().pk, "closed": closed.pk}
    answer = client.post(PATH, {"to": known.get(to, to)})
    assert (answer.status_code, organises(desk), deliver()) == (422, True, [])
    sentence = WRONG_SUCCESSOR if to else "Choisissez la personne qui prend la suite."
    assert answer.context["form"].errors == {"to": [sentence]}


def test_successor_who_has_left_meanwhile_is_refused(desk, heir):
    organiser()
    leave_team(heir, to=desk)
    with pytest.raises(ActionError, match=WRONG_SUCCESSOR):
        leave_team(desk, to=heir)
    assert organises(desk)
