"""The accounts of demonstration."""

import io

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from hub.community.models import Member
from hub.community.organisers import ORGANISERS

pytestmark = pytest.mark.django_db

ORGANISER = "organisation@agoratheque.example"
MEMBER = "membre@agoratheque.example"


@pytest.fixture
def create_demo(settings):
    settings.SHOW_MAILS = True
    settings.WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8123/"

    def run() -> str:
        output = io.StringIO()
        call_command("create_demo", stdout=output)
        return output.getvalue()

    return run


def accounts():
    people = Member.objects.order_by("pk").prefetch_related("groups")
    return {
        person.email: {
            "groups": [group.name for group in person.groups.all()],
            "may": (person.is_organiser, person.is_superuser, person.is_staff, person.has_usable_password()),
            "addresses": list(
                EmailAddress.objects.filter(user=person).values_list("email", "verified", "primary").order_by("email")
            ),
        }
        for person in people
    }


def test_an_organiser_and_a_member(create_demo):
    create_demo()
    assert accounts() == {
        ORGANISER: {
            "groups": [ORGANISERS],
            "may": (True, False, False, False),
            "addresses": [(ORGANISER, True, True)],
        },
        MEMBER: {"groups": [], "may": (False, False, False, False), "addresses": [(MEMBER, True, True)]},
    }


def test_says_in_french_how_to_sign_in(create_demo):
    text = create_demo()
    for part in (ORGANISER, MEMBER, "http://127.0.0.1:8123/connexion/", "http://127.0.0.1:8123/courrier/"):
        assert part in text


def test_a_second_run_changes_nothing(create_demo):
    first = create_demo()
    before = (list(Member.objects.order_by("pk").values()), accounts())
    assert create_demo() == first
    assert (list(Member.objects.order_by("pk").values()), accounts()) == before


def test_existing_accounts_only_get_the_rights_they_lack(create_demo):
    person = Member.objects.create_user(ORGANISER, first_name="Ada", is_active=False)
    person.groups.add(Group.objects.create(name="Autre groupe"))
    create_demo()
    assert sorted(accounts()[ORGANISER]["groups"]) == ["Autre groupe", ORGANISERS]
    assert accounts()[ORGANISER]["addresses"] == [(ORGANISER, True, True)]
    person.refresh_from_db()
    assert (person.first_name, person.is_active, Member.objects.count()) == ("Ada", False, 2)


def test_rights_taken_from_the_group_are_not_given_back(create_demo):
    group = Group.objects.get(name=ORGANISERS)
    group.permissions.clear()
    create_demo()
    assert group.permissions.count() == 0


def test_refused_where_mails_really_leave(settings):
    settings.SHOW_MAILS = False
    with pytest.raises(CommandError, match="réservée aux sites d’essai"):
        call_command("create_demo")
    assert Member.objects.count() == 0
