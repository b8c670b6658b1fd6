"""Addressees are institutions and functions: what looks like the name of a person."""

import pytest

from casestudies.followups.addressees import looks_like_a_person


@pytest.mark.parametrize(
    "text",
    ["Anne Martin", "la maire, Anne Martin", "M. Martin", "Le Maire Pierre Durand", "Jean-Luc Durand"],
)
def test_the_name_of_a_person_is_asked_about(text):
    assert looks_like_a_person(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ville de Paris",
        "la maire",
        "Mme la maire",
        "Conseil départemental de la Haute-Garonne",
        "Parlement de la Région de Bruxelles-Capitale",
        "London Borough of Newham",
        "Commission conjointe",
    ],
)
def test_an_institution_or_a_function_is_not(text):
    assert looks_like_a_person(text) is False


def test_the_name_of_the_authority_itself_is_not():
    assert looks_like_a_person("Est Ensemble", known="EPT Est Ensemble") is False
