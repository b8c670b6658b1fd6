"""What people type, without what nobody sees."""

import unicodedata
from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from glossary.models import Theme
from hub.community.models import Authority
from hub.core.forms import LineField
from hub.core.validators import clean_text, one_line
from hub.home.models import StandardPage
from tests.factories.pages import home_page

UNSEEN = "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
UNSEEN += "\u2066\u2067\u2068\u2069\ufeff"
TEXTS = st.text(alphabet=st.one_of(st.sampled_from(f"{UNSEEN} \t\né\u0301a"), st.characters()), max_size=40)


def page(title: str) -> StandardPage:
    return home_page().add_child(instance=StandardPage(title=title, slug="groupe"))


@given(TEXTS)
def test_line_cleaned_again_stays_the_same(text):
    assert one_line(one_line(text)) == one_line(text)


@given(TEXTS)
def test_line_holds_no_sign_that_shows_nothing(text):
    assert [sign for sign in one_line(text) if unicodedata.category(sign) in {"Cf", "Cc", "Cs"}] == []


@given(TEXTS)
def test_line_loses_nothing_that_shows(text):
    kept = Counter("".join(unicodedata.normalize("NFD", one_line(text)).split()))
    shown = "".join(sign for sign in clean_text(text) if unicodedata.category(sign) != "Cf")
    assert kept == Counter("".join(unicodedata.normalize("NFD", shown).split()))


@pytest.mark.parametrize("sign", UNSEEN)
def test_name_typed_on_one_line_loses_signs_of_direction(sign):
    assert LineField().clean(f"{sign}Cami{sign}lle {sign} Durand{sign}") == "Camille Durand"


def test_line_of_unseen_signs_alone_is_empty():
    with pytest.raises(ValidationError, match="requis"):
        LineField().clean(UNSEEN)


@pytest.mark.django_db
def test_title_of_a_page_loses_unseen_signs():
    named = page("Le \u202egroupe\u200b")
    named.refresh_from_db()
    assert (named.title, named.draft_title) == ("Le groupe", "Le groupe")


@pytest.mark.django_db
def test_title_of_unseen_signs_alone_is_refused():
    named = page("Le groupe")
    named.title = UNSEEN
    with pytest.raises(ValidationError) as refusal:
        named.full_clean()
    assert list(refusal.value.message_dict) == ["title"]


def test_name_of_an_authority_loses_unseen_signs():
    authority = Authority(name="Ville\u00ad de \u2067Rouen", short_name="\ufeffRouen", slug="rouen", kind="commune")
    authority.clean_fields(exclude={"kind"})
    assert (authority.name, authority.short_name) == ("Ville de Rouen", "Rouen")


@pytest.mark.django_db
def test_label_of_a_theme_loses_unseen_signs():
    theme = Theme(label="Tirage\u200b au \u202esort", short_label="Ti\u00adrage", slug="tirage")
    theme.clean_fields()
    assert (theme.label, theme.short_label) == ("Tirage au sort", "Tirage")
