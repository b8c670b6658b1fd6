"""E-mail addresses as people type them."""

import re
from urllib.parse import quote

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from hub.core.email_addresses import address_fault, doubt, likely_domain, read_address
from hub.core.forms import AddressField
from tests.harness.sources import APPS, python_files

NAMES = st.from_regex(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,30}(\.[a-z0-9]{1,20})?", fullmatch=True)
DOMAINS = st.from_regex(r"[a-z]([a-z0-9]{0,15}[a-z0-9])?\.(fr|com|example|org)", fullmatch=True)
ADDRESSES = st.builds("{}@{}".format, NAMES, DOMAINS)
BEFORE = st.text(' \t\n\u00a0\u200b\ufeff<«“"([.,;:', max_size=5)
AROUND = st.text(' \t\n\u00a0\u200b\ufeff<>«»“”"()[].,;:!?', max_size=5)

UNDERSTOOD = {
    "Anne Exemple <anne@ville.fr>": "anne@ville.fr",
    '"Exemple, Anne" <anne@ville.fr>;': "anne@ville.fr",
    "anne@ville.fr <anne@ville.fr>": "anne@ville.fr",
    "mailto:anne@ville.fr": "anne@ville.fr",
    "MAILTO:anne%40ville.fr?subject=Bonjour": "anne@ville.fr",
    "<mailto:anne@ville.fr>": "anne@ville.fr",
    " \u00a0anne@ville.fr\t": "anne@ville.fr",
    "anne @ ville.fr": "anne@ville.fr",
    "anne\uff20ville\uff0efr": "anne@ville.fr",
    "«\u202fanne@ville.fr\u202f».": "anne@ville.fr",
    "'anne@ville.fr',": "anne@ville.fr",
    "anne@ville.fr...": "anne@ville.fr",
    "o'anne@ville.fr": "o'anne@ville.fr",
    "anne@mairie-orléans.fr": "anne@mairie-orléans.fr",
}
SENTENCES = {
    "anne": "Il manque « @ » dans l’adresse électronique. Exemple : prenom.nom@ville.fr",
    "@ville.fr": "Il manque ce qui vient avant « @ » dans l’adresse électronique. Exemple : prenom.nom@ville.fr",
    "anne@": "Il manque ce qui vient après « @ » dans l’adresse électronique. Exemple : prenom.nom@ville.fr",
    "anne@ville.fr, paul@ville.fr": "Écrivez une seule adresse électronique. Exemple : prenom.nom@ville.fr",
    "anne@ville.fr paul@ville.fr": "Écrivez une seule adresse électronique. Exemple : prenom.nom@ville.fr",
    "paul@ville.fr <anne@ville.fr>": "Écrivez une seule adresse électronique. Exemple : prenom.nom@ville.fr",
    "anne@ville.fr\r\nBcc: a@b.fr": "Écrivez une seule adresse électronique. Exemple : prenom.nom@ville.fr",
    "anne@ville,fr": "L’adresse électronique contient une virgule à la place d’un point. "
    "Vouliez-vous dire anne@ville.fr ?",
    "anne martin@ville.fr": "L’adresse électronique contient un espace. Écrivez-la sans.",
    "andré@ville.fr": "Avant « @ », l’adresse contient un accent ou un signe inhabituel : « é ». Écrivez-la sans.",
    "anne@fu\u00df.de": "Après « @ », l’adresse électronique contient un signe inhabituel. Écrivez-la de nouveau.",
    "a" * 65 + "@ville.fr": "Avant « @ », l’adresse électronique est trop longue : 64 signes au plus.",
    "anne@" + "a." * 130 + "fr": "L’adresse électronique est trop longue : 254 signes au plus.",
    "anne@ville..fr": "Dans l’adresse électronique, un point est de trop ou mal placé.",
    "anne(a)@ville.fr": "L’adresse électronique contient un signe qui n’y a pas sa place : « ( ».",
    "anne@[127.0.0.1]": "L’adresse électronique contient un signe qui n’y a pas sa place : « [ ».",
    "anne@ville": "L’adresse électronique est incomplète. Exemple : prenom.nom@ville.fr",
    "anne@orange.f": "L’adresse électronique est incomplète. Vouliez-vous dire anne@orange.fr ?",
    "anne@hotmial": "L’adresse électronique est incomplète. Vouliez-vous dire anne@hotmail.fr ?",
}
MISTYPED = {
    "gmial.com": "gmail.com",
    "gamil.com": "gmail.com",
    "gmail.fr": "gmail.com",
    "gmail.con": "gmail.com",
    "gmaïl.com": "gmail.com",
    "hotmial.fr": "hotmail.fr",
    "hotmail.cm": "hotmail.com",
    "outlok.fr": "outlook.fr",
    "orage.fr": "orange.fr",
    "wandoo.fr": "wanadoo.fr",
    "laposte.com": "laposte.net",
    "fere.fr": "free.fr",
    "rouen.con": "rouen.com",
    "mairie-orléans.frr": "mairie-orléans.fr",
}
RIGHT = ["exemple.fr", "free.fr", "grange.fr", "hotmail.be", "laposte.fr", "live.nl", "mail.com", "mairie-orléans.fr",
         "orange.com", "proton.me", "ville.example", "yahoo.co.uk", "ymail.com"]  # fmt: skip


@pytest.mark.parametrize(("typed", "address"), UNDERSTOOD.items())
def test_address_is_understood_however_it_is_written(typed, address):
    assert AddressField().clean(typed) == address


@pytest.mark.parametrize(("typed", "sentence"), SENTENCES.items())
def test_each_fault_has_its_sentence(typed, sentence):
    with pytest.raises(ValidationError) as refusal:
        AddressField().clean(typed)
    assert refusal.value.messages == [sentence]


@given(ADDRESSES)
def test_right_address_is_never_changed(address):
    assert (address_fault(address), read_address(address)) == ("", address)


@given(ADDRESSES, BEFORE, AROUND, st.text("abéÉ '.-", max_size=12))
def test_address_is_found_in_what_surrounds_it(address, before, after, name):
    around = re.sub("[<>]", "", before), re.sub("[<>]", "", after)
    written = [f"{around[0]}{address}{around[1]}", f"{name}<{address}>", f"mailto:{quote(address)}?subject=a@b.fr"]
    assert [read_address(text) for text in written] == [address] * 3


@given(st.text(max_size=80) | st.builds("{}{}{}".format, AROUND, ADDRESSES, AROUND))
def test_what_is_read_is_read_again_the_same_and_never_fails(typed):
    address = read_address(typed)
    if not address_fault(address):
        assert (read_address(address), address.isprintable(), address.count("@")) == (address, True, 1)


@pytest.mark.parametrize(("typed", "meant"), MISTYPED.items())
def test_mistyped_domain_is_recognised(typed, meant):
    assert (likely_domain(typed), likely_domain(meant)) == (meant, "")
    assert doubt(f"anne@{typed}") == (
        f"Vouliez-vous dire anne@{meant} ? Si anne@{typed} est juste, envoyez de nouveau."
    )


@pytest.mark.parametrize("domain", RIGHT)
def test_right_domain_raises_no_question(domain):
    assert doubt(f"anne@{domain}") == ""


class Asked(forms.Form):
    email = AddressField()


def hidden(form: Asked) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', str(form["email"])))


def test_mistyped_address_is_asked_about_once_and_accepted_when_sent_again():
    first = Asked({"email": "Anne <anne@gmial.com>"})
    assert first.errors == {
        "email": ["Vouliez-vous dire anne@gmail.com ? Si anne@gmial.com est juste, envoyez de nouveau."]
    }
    assert 'value="Anne &lt;anne@gmial.com&gt;"' in str(first["email"])
    again = Asked({"email": "anne@gmial.com", **hidden(first)})
    assert (again.is_valid(), again.cleaned_data) == (True, {"email": "anne@gmial.com"})
    other = Asked({"email": "anne@hotmial.fr", **hidden(first)})
    assert (other.is_valid(), hidden(other)) == (False, {"email-relue": "anne@hotmial.fr"})


def test_right_address_has_no_hidden_field_and_browsers_cut_nothing():
    assert [hidden(form) for form in (Asked(), Asked({"email": "anne@ville.fr"}), Asked({"email": "x"}))] == [{}] * 3
    assert "maxlength" not in str(Asked()["email"])


def test_every_form_reads_addresses_this_way():
    """Django's own field and box stand in one file; the administration's forms are told to use ours."""
    own = [
        str(path)
        for app in APPS
        for path in python_files(app)
        if re.search(r"forms\.Email(Field|Input)|import .*validate_email", path.read_text())
    ]
    assert [path.partition("hub/")[2] for path in own] == ["core/email_addresses.py", "core/forms.py"]
