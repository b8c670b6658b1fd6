"""Which words of French are the same words for the search: every row of what must match, and of what must not."""

import re
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hub.french.analysis import MOST_WORDS, published, typed, words
from hub.french.stems import STOP, _stem

ENDINGS = ("ations", "er", "ement", "issions", "euses", "atrices", "antes", "ables", "ité", "ivement", "age", "ons")


def matches(query: str, text: str) -> bool:
    """Whether every word of `query` is in `text`."""
    known = {token for _, tokens in published(text) for token in tokens}
    asked = typed(query)
    return bool(asked) and all(
        any(all(not tokens.isdisjoint(known) for tokens in way) for way in each.ways) for each in asked
    )


def found(text: str) -> list[str]:
    return [word.plain for word in words(text)]


SAME = [
    # accents, case, inflection
    ("indemnite", "indemnité"), ("Indemnités", "indemnité"), ("indemnisees", "indemnisées"),
    ("INDEMNITÉ", "indemnités"),
    ("indemnisé", "indemnisées"), ("indemniser", "indemnisation"), ("deliberation", "délibérations"),
    ("délibérer", "délibération"), ("assemblees", "assemblée"), ("renouvele", "renouvelées"), ("mandats", "mandat"),
    ("reglement", "règlements"), ("municipaux", "municipal"), ("municipales", "municipaux"), ("travaux", "travail"),
    ("enjeu", "enjeux"), ("lois", "loi"), ("lieux", "lieu"), ("bureaux", "bureau"), ("durees", "durée"),
    ("garants", "garante"), ("publiques", "public"), ("française", "français"), ("tirée", "tirage"),
    ("chercheuses", "chercheur"), ("animatrice", "animateur"), ("conseillère", "conseillers"), ("jury", "jurées"),
    # inclusive writing, on both sides
    ("citoyennes", "citoyen·nes"), ("citoyens", "citoyen‧nes"), ("citoyen·nes", "citoyens et citoyennes"),
    ("citoyen.ne.s", "citoyennes"), ("citoyennes", "citoyen(ne)s"), ("citoyen-ne-s", "citoyens"),
    ("citoyen/ne", "citoyennes"), ("citoyens/nes", "citoyenne"), ("elus", "élu·es"), ("élus", "élu·es"),
    ("élues", "élu·es"), ("élu·es", "élus"), ("élu.e.s", "élue"), ("élu-e-s", "élues"), ("actrices", "acteur·rices"),
    ("acteurs", "acteur/trice"), ("actrice", "acteur·ice·s"), ("conseillères", "conseiller·ère·s"),
    ("professionnelles", "professionnel·les"), ("expertes", "expert·es"), ("agent·es", "agentes"),
    ("indemnisée", "indemnisé(e)(s)"), ("suppléantes", "suppléant·es"), ("heureuses", "heureux·se"),
    ("directrices", "directeur·trices"), ("maires", "maire(s)"), ("participantes", "participant⋅e⋅s"),
    ("habitants", "habitant•es"), ("membres", "membre.s"), ("attentives", "attentif·ves"),
    # elision, hyphens, ligatures, invisible signs
    ("l'assemblée", "assemblée"), ("d’indemnisation", "indemnisation"), ("qu'élus", "élus"), ("l´élu", "élue"),
    ("comptes rendus", "compte-rendu"), ("compte-rendu", "comptes rendus"), ("autosaisine", "auto-saisine"),
    ("auto-saisine", "autosaisine"), ("seine maritime", "Seine-Maritime"), ("oeuvre", "œuvre"), ("œuvres", "oeuvre"),
    ("voeu", "vœux"), ("vœu", "voeux"), ("indem\u00adnité", "indemnité"), ("e\u0301lus", "élus"), ("ﬁn", "fin"),
    # addresses, numbers, articles of law
    ("i-cpc.org", "https://i-cpc.org/groupe"), ("moi@exemple.fr", "écrire à moi@exemple.fr."),
    ("70 000", "70\u202f000"),
    ("70000", "70 000 personnes"), ("41,22", "41.22 €"), ("2022", "27/06/2022"), ("2015", "de 2015-2017"),
    ("L. 1112-15", "article L1112-15"), ("1112-15", "L. 1112-15"), ("2002-276", "loi n° 2002-276"),
    ("16h30", "à 16h30"), ("70000", "70.000 habitants"), ("LO1112-1", "L.O. 1112-1"),
    ("article L1112-15", "L. 1112-15"), ("1ᵉʳ mai", "1er mai"),
    ("article 72", "art. 72"), ("2021-2026", "de 2021 à 2026"), ("50 %", "cinquante pour cent"),
    ("2e promotion", "deuxième promotion"), ("deuxième", "2ème"), ("1er tirage", "premier tirage"),
    ("deux ans", "2 ans"), ("2 ans", "deux ans"), ("cent membres", "100 membres"),
    # verbs and their nouns, adjectives and theirs
    ("tirons au sort", "tirage au sort"), ("votent", "voter"), ("indemnisons", "indemniser"), ("réunissent", "réunion"),
    ("élire", "élues"), ("créer", "création"), ("choisir", "choix"), ("décider", "décisions"),
    ("proposer", "propositions"), ("régionaux", "région"), ("départementale", "département"), ("communal", "communes"),
    ("paritaire", "parité"), ("européens", "Europe"), ("nouvelle", "nouveaux"), ("Saint-Denis", "St-Denis"),
    ("répondre", "réponses"), ("absents", "absence"), ("préfectoral", "préfet"), ("suivre", "suivi"),
]  # fmt: skip
DIFFERENT = [
    ("ne", "citoyen·nes"), ("nes", "citoyen·nes"), ("es", "élu·es"), ("ses", "heureux·ses"), ("trice", "acteur/trice"),
    ("conseil", "conseiller"), ("gare", "garants"), ("sort", "sortie"), ("part", "parties"), ("dur", "durée"),
    ("cour", "cours"), ("pay", "pays"), ("moi", "mois"), ("1", "1.2"), ("2", "1.2"), ("22", "41,22"),
    ("276", "L1112-15"),
    ("cpc", "i-cpc.org"), ("org", "i-cpc.org"), ("exemple", "moi@exemple.fr"), ("être", "peut-être"),
    ("peut", "peut-être"),
    ("organe", "organisation"), ("communes", "communiqué"), ("commune", "communication"), ("état", "étatique"),
    ("général", "générer"), ("général", "génération"), ("position", "poste"), ("environnement", "environ un an"),
    ("panel", "panéliste"), ("garde", "nous gardons"), ("cours", "course"), ("compte", "compter"), ("fin", "fini"),
    ("maire", "mairie"), ("quota", "quotient"), ("motivée", "motivation"), ("date", "data"), ("format", "formation"),
    ("base", "bas"), ("direct", "direction"), ("moyens", "moyenne"), ("propos", "propositions"),
    ("assises", "assis"), ("point", "pointe"), ("animation", "animatrice"), ("élu", "élection"),
    ("d' l' qu'", "d’abord l’élu qu’on"), ("?", "?"), ("le la les", "le la les"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "text"), SAME)
def test_words_that_are_the_same_match(query, text):
    assert matches(query, text)


@pytest.mark.parametrize(("query", "text"), DIFFERENT)
def test_words_that_differ_do_not_match(query, text):
    assert not matches(query, text)


@pytest.mark.parametrize(
    "text", ["i-cpc.org", "1.2", "moi@exemple.fr", "https://exemple.org/a-b.c?d=e", "16h30", "l1112-15"]
)
def test_addresses_and_numbers_stay_whole(text):
    assert found(text) == [text]


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("Seine-Maritime", ["seine", "maritime"]),
        ("dis-le aux élus", ["dis", "élus"]),
        ("la fin.le projet", ["fin", "projet"]),
        ("est-elle élue ?", ["élue"]),
        ("élus/élues", ["élus", "élues"]),
        ("peut-être", []),
        ("qui sommes-nous ?", []),
        ("existe-t-il un mandat en cours", ["mandat"]),
        ("les professionnel-elles", ["professionnel"]),
        ("un rendez-vous", ["rendez"]),
        ("aujourd’hui", []),
        ("a" * 61, []),
    ],
)
def test_what_looks_like_an_ending_and_is_none_begins_another_word(text, there):
    assert found(text) == there


def test_a_query_has_a_limited_number_of_words():
    assert len(typed(" ".join(f"mot{number}x" for number in range(300)))) == MOST_WORDS


LETTERS = st.text(st.characters(categories=["Ll", "Lu", "Mn", "Nd", "Po", "Pd", "Zs", "Cf"]), max_size=80)


@given(LETTERS)
def test_words_stand_where_they_say_in_any_text(text):
    here = list(words(text))
    assert [word for word in here if not 0 <= word.start < word.end <= len(text)] == []
    assert [word.start for word in here] == sorted(word.start for word in here)


@given(st.text(alphabet=st.characters(whitelist_categories=["L", "M"]), min_size=2, max_size=70))
@example("art")
@example("ﬁn")
@example("e\u0301lus")
def test_a_word_among_signs_is_the_word_alone(word):
    assert [each[2:4] for each in words(f"{word} ")] == [each[2:4] for each in words(f"«{word}»")]


@given(LETTERS)
def test_a_text_finds_itself(text):
    assert matches(text, text) == bool(typed(text))


@given(st.lists(st.sampled_from(sorted(STOP)), max_size=8))
def test_small_words_alone_find_nothing(small):
    assert typed(" ".join(small)) == []


@given(st.text(max_size=60))
def test_tokens_are_plain(text):
    tokens = {token for _, found in published(text) for token in found}
    assert [token for token in tokens if token != token.lower() or re.search(r"\s", token)] == []


BASES = [
    "citoyen",
    "élu",
    "agent",
    "habitant",
    "professionnel",
    "participant",
    "expert",
    "suppléant",
    "membre",
    "ancien",
]
ENDINGS = {"citoyen": "ne", "professionnel": "le", "membre": ""}


@given(st.sampled_from(BASES), st.sampled_from("·‧⋅•∙.-/"), st.booleans())
def test_each_gender_finds_every_way_to_write_both(base, dot, plural):
    ending = ENDINGS.get(base, "e")
    written = base + "".join(dot + part for part in (ending, "s" if plural else "") if part)
    for form in (base, base + ending, f"{base}s", f"{base}{ending}s"):
        assert matches(form, written)
        assert matches(written, form)


def test_requests_of_the_same_moment_don_t_mix_their_words():
    words_of_all = [
        f"{beginning}{end}" for beginning in ("délibér", "citoyen", "tir", "particip") for end in ENDINGS
    ] * 20
    alone = [_stem(word) for word in words_of_all]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(_stem, words_of_all))
    finally:
        sys.setswitchinterval(interval)
    assert together == alone
