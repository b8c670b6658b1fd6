"""One key for all spellings of a tag, and what may be a tag."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudies.tags.likeness import are_near
from casestudies.tags.spelling import LONGEST_KEY, tag_key, tag_problem
from hub.core.validators import one_line

SAME = [
    "Élus|élus|ELUS|elus|élu|élue|élues|élu·es|élu‧e‧s|élu•e•s|élu.e.s|élu-e-s|élu/e/s|élu(e)s|élu(e)(s)|élu·e|E\u0301lus",
    "citoyen|citoyens|citoyenne|citoyennes|citoyen·nes|citoyen.ne.s|citoyen(ne)s|Citoyen‧ne‧s|citoyen·ne",
    "animateur|animatrice|animatrices|animateur·trice·s|animateur/trice|animateur·rices",
    "jury d’assises|Jury d'assises|jurys d’assises|jury  d’assises",
    "demi-journée|demi journée|Demi-journées|demi‑journée",
    "réseau|réseaux|reseaux",
    "conseiller municipal|conseillers municipaux",
    "habitant·es|habitants|habitantes|habitant",
    "cœur de ville|coeur de ville",
    "50 %|50\u202f%|50\xa0%",
]
APART = [
    "mandat|mandataire",
    "1.2|12|1 2|1-3",
    "peut-être|peut",
    "cour|cours",
    "vent|vente",
    "parti|partie",
    "port|porte",
    "R&D|R D",
    "50 %|50",
    "fond|fonds",
    "rendez-les|rendez",
    "langue|lang",
]


@pytest.mark.parametrize("spellings", SAME)
def test_spellings_of_one_tag_have_one_key(spellings):
    assert len({tag_key(text) for text in spellings.split("|")}) == 1


@pytest.mark.parametrize("words", APART)
def test_other_words_keep_other_keys(words):
    texts = words.split("|")
    assert len({tag_key(text) for text in texts}) == len(texts)


WORDS = st.text(alphabet="aeéèêçstrnulix ·‧.-()/’'12ESNœ\u202e\u200b", max_size=40)


@settings(max_examples=400)
@given(st.one_of(WORDS, st.text(max_size=120)))
def test_key_is_stable_and_short(text):
    key = tag_key(text)
    assert tag_key(key) == key
    assert len(key) <= LONGEST_KEY
    assert key == " ".join(key.split())


@settings(max_examples=200)
@given(WORDS)
def test_case_and_spaces_never_matter(text):
    assert tag_key(text.upper()) == tag_key(text.lower()) == tag_key(f"  {text.lower()} ")


@settings(max_examples=300)
@given(st.one_of(WORDS, st.text(max_size=80)))
def test_what_may_be_a_tag_has_a_key(text):
    name = one_line(text)
    assert one_line(name) == name
    assert bool(tag_problem(name)) or bool(tag_key(name))


BAD = {
    "": "Écrivez une étiquette.",
    "   \u200b\u202e ": "Écrivez une étiquette.",
    "a" * 500: "Cette étiquette est trop longue : 50 signes au plus. Choisissez un ou deux mots.",
    "👍 bravo": "Écrivez l’étiquette avec des lettres et des chiffres, sans émoji ni symbole.",
    "1️⃣": "Écrivez l’étiquette avec des lettres et des chiffres, sans émoji ni symbole.",
    "!!! …": "Écrivez au moins une lettre de notre alphabet ou un chiffre.",
    "%": "Écrivez au moins une lettre de notre alphabet ou un chiffre.",
    "مجلس": "Écrivez au moins une lettre de notre alphabet ou un chiffre.",
    "<b>gras</b>": "Écrivez une seule étiquette en texte simple, sans virgule, guillemet droit ni balise.",
    "javascript:alert(1)": "Écrivez un ou deux mots, sans adresse ni lien.",
    "https://exemple.fr": "Écrivez un ou deux mots, sans adresse ni lien.",
    "une, deux": "Écrivez une seule étiquette en texte simple, sans virgule, guillemet droit ni balise.",
}


@pytest.mark.parametrize("text", BAD)
def test_bad_texts_get_a_sentence(text):
    assert tag_problem(one_line(text)) == BAD[text]


def test_colons_are_no_addresses():
    assert [tag_problem(text) for text in ("ratio 1:2", "données : ouvertes", "open data")] == ["", "", ""]


def test_invisible_signs_go_away():
    assert one_line("\u202eju\u200bry\x00 d’assises\u2028") == "jury d’assises"
    assert tag_problem(one_line("\u202eju\u200bry\x00")) == ""


def test_near_words_are_close_and_have_the_same_numbers():
    pairs = [("indemnisation", "indemnisations"), ("minipublic", "mini public"), ("indemnité", "indemnisation")]
    pairs += [("convention 2020", "convention 2021"), ("vote", "note"), ("participation", "anticipation")]
    assert [are_near(tag_key(one), tag_key(other)) for one, other in pairs] == [True, True, False, False, False, False]
