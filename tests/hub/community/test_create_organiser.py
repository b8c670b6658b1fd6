"""The first organiser of a new site."""

import pytest
from django.core.management import CommandError, call_command

from hub.community.models import Member

pytestmark = pytest.mark.django_db


def test_create_organiser_lets_an_address_in_once():
    call_command("create_organiser", " Premiere@Ville.example ", verbosity=0)
    call_command("create_organiser", "premiere@ville.example", verbosity=0)
    member = Member.objects.get()
    assert (member.email, member.is_organiser, member.has_usable_password()) == ("premiere@ville.example", True, False)
    assert [address.verified for address in member.emailaddress_set.all()] == [True]


def test_create_organiser_refuses_what_is_no_address():
    with pytest.raises(CommandError, match="« ville » : Il manque « @ »"):
        call_command("create_organiser", "ville", verbosity=0)
    assert Member.objects.count() == 0
