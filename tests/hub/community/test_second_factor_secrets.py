"""Secrets of second factors in the database: nobody who reads it can compute a code."""

import base64
import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from hub.community.second_factor import SecondFactorAdapter
from tests.factories.organisers import organiser

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 -- of no account


def stored(kind: str) -> str:
    return json.dumps(Authenticator.objects.get(type=kind).data)


@pytest.mark.django_db
def test_secret_of_an_application_is_not_stored_as_it_is():
    TOTP.activate(organiser(), SECRET)
    assert (SECRET in stored("totp"), SecondFactorAdapter().decrypt(json.loads(stored("totp"))["secret"])) == (
        False,
        SECRET,
    )


@pytest.mark.django_db
def test_recovery_codes_can_be_used_and_are_not_stored():
    codes = RecoveryCodes.activate(organiser())
    first = codes.get_unused_codes()[0]
    assert [code for code in codes.get_unused_codes() if code in stored("recovery_codes")] == []
    assert (codes.validate_code(first), codes.validate_code(first)) == (True, False)


def test_secret_stays_readable_when_the_key_of_the_site_is_renewed(settings):
    kept = SecondFactorAdapter().encrypt(SECRET)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key"
    assert SecondFactorAdapter().decrypt(kept) == SECRET


def test_secret_under_a_lost_key_becomes_one_that_nobody_has(settings):
    kept = SecondFactorAdapter().encrypt(SECRET)
    settings.SECRET_KEY = "another key"  # noqa: S105 -- of no site
    read = [SecondFactorAdapter().decrypt(kept) for _ in range(2)]
    assert (SECRET in read, read[0] == read[1], [len(base64.b32decode(one)) for one in read]) == (
        False,
        False,
        [20, 20],
    )


def test_secret_kept_before_they_were_encrypted_is_still_read():
    assert SecondFactorAdapter().decrypt(SECRET) == SECRET
