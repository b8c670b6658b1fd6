"""What the search page shows, and what is proposed while one types."""

import itertools

import pytest

from glossary.models import EquivalentWords, Term
from hub.search.excerpts import LENGTH, Marker
from tests.factories.casestudies import assembly, case_study, report, witness
from tests.factories.pages import home_page
from tests.factories.workshops import authority, theme, workshop
from tests.harness.queries import query_counts
from tests.harness.spoken import said_aloud

pytestmark = pytest.mark.django_db

PATH, SUGGESTIONS = "/recherche/", "/recherche/suggestions/"


@pytest.fixture(autouse=True)
def _site():
    home_page()


def titles(page) -> list[str]:
    return [result.title for result in page.context["results"]]


def marker(*ways: tuple[str, ...]) -> Marker:
    return Marker(tuple(frozenset({token}) for token in way) for way in ways)


# ---------------------------------------------------------------- order
def test_the_title_comes_before_the_text_and_all_words_before_some(client):
    case_study("Du zinnia au dahlia")
    case_study("Une étude", practice_summary="Un dahlia, un zinnia.")
    case_study("Les dahlias")
    page = client.get(PATH, {"q": "dahlia zinnia"})
    assert titles(page) == ["Du zinnia au dahlia", "Une étude", "Les dahlias"]
    assert (page.context["whole"], page.context["partial_from"]) == (2, 2)
    assert "Aucune autre page n’a tous ces mots" in page.content.decode()


def test_a_whole_title_comes_first(client):
    case_study("Zinnias du jardin, zinnias des champs", practice_summary="Des zinnias.")
    theme("Les dahlias et les zinnias")
    witness("Le zinnia")
    assert titles(client.get(PATH, {"q": "zinnia"}))[0] == "Le zinnia"


def test_at_equal_score_what_is_to_come_and_what_was_read_again_come_first(client):
    workshop("2020-06", title="Atelier des zinnias du passé")
    workshop("2090-06", title="Atelier des zinnias du futur")
    case_study("Étude des zinnias de départ", is_starter=True)
    case_study("Étude des zinnias de toujours")
    assert titles(client.get(PATH, {"q": "zinnias"})) == [
        "Atelier des zinnias du futur",
        "Étude des zinnias de toujours",
        "Étude des zinnias de départ",
        "Atelier des zinnias du passé",
    ]


# ---------------------------------------------------------------- words understood
def test_an_unknown_word_gives_way_to_the_likest_one_unless_asked_exactly(client):
    case_study("La délibération")
    page = client.get(PATH, {"q": "delibratoin"})
    assert (titles(page), page.context["corrected"]) == (["La délibération"], "délibération")
    assert 'href="?q=delibratoin&amp;exact=1"' in page.content.decode()
    exact = client.get(PATH, {"q": "delibratoin", "exact": "1"})
    assert (titles(exact), exact.context["neighbours"]) == ([], ["délibération"])


def test_other_words_that_were_looked_for_are_told(client):
    Term.objects.create(name="tirage au sort", slug="tirage", definition="Le hasard.", equivalents="sortition")
    page = client.get(PATH, {"q": "sortition"})
    assert page.context["also"] == ["tirage au sort"]
    assert page.context["definition"].name == "tirage au sort"


def test_a_question_of_small_words_alone_is_found_where_it_is_an_equivalent(client):
    case_study("Le groupe des zinnias")
    assert titles(client.get(PATH, {"q": "Qui sommes-nous ?"})) == []
    EquivalentWords.objects.create(word="zinnias", others="qui sommes-nous")
    assert titles(client.get(PATH, {"q": "Qui sommes-nous ?"})) == ["Le groupe des zinnias"]


def test_an_expression_counts_as_many_words_as_were_typed_for_it(client):
    Term.objects.create(name="tirage au sort", slug="tirage")
    case_study("Le tirage au sort")
    page = client.get(PATH, {"q": "tirage au sort zinnia dahlia"})
    assert (titles(page), page.context["partial_from"]) == (["Le tirage au sort"], 0)


def test_a_looser_word_leads_to_a_term_after_what_has_that_name(client):
    Term.objects.create(name="zinnia", slug="zinnia", definition="Une fleur.", equivalents="élégante")
    case_study("Élégante")
    assert titles(client.get(PATH, {"q": "élégante"})) == ["Élégante", "zinnia"]


def test_the_name_of_a_kind_finds_all_of_that_kind(client):
    workshop("2090-06", title="Zinnias")
    case_study("Dahlias")
    case_study("Zinnias d’automne")
    assert titles(client.get(PATH, {"q": "ateliers"})) == ["Ateliers", "Zinnias"]
    assert titles(client.get(PATH, {"q": "étude de cas zinnia"}))[0] == "Zinnias d’automne"


# ---------------------------------------------------------------- filters
def test_filters_combine_with_the_text_and_count(client):
    flowers = theme("Fleurs", slug="fleurs")
    place = assembly("Assemblée des zinnias", authority=authority("Ville de Mons", country="BE"), themes=[flowers])
    case_study("Étude des zinnias", themes=[flowers], assemblies=[place])
    case_study("Autre étude des zinnias")
    page = client.get(PATH, {"q": "zinnia", "theme": "fleurs", "type": "etudes"})
    assert titles(page) == ["Étude des zinnias"]
    assert {kind.key: count for kind, count, _ in page.context["kinds"] if count} == {"etudes": 1, "assemblees": 1}
    offers = {offer.facet.name: offer.choices for offer in page.context["offers"]}
    assert [(choice.value, choice.count) for choice in offers["territoire"]] == [("BE", 1)]
    assert 'href="?q=zinnia&amp;type=etudes"' in page.content.decode().replace("&amp;amp;", "&amp;")
    unknown = client.get(PATH, {"q": "zinnia", "theme": "lune"})
    assert unknown.context["query"].misunderstood == ["Thème : « lune »"]


def test_filters_that_leave_nothing_say_it(client):
    theme("Fleurs", slug="fleurs")
    case_study("Étude des zinnias")
    page = client.get(PATH, {"q": "zinnia", "theme": "fleurs"})
    assert "Rien avec ces filtres" in page.content.decode()
    assert said_aloud(page.text) == ["Rien avec ces filtres"]


def test_how_many_results_is_said_aloud(client):
    case_study("Étude des zinnias")
    found = {text: said_aloud(client.get(PATH, {"q": text}).text) for text in ("", "zinnia", "tulipes")}
    assert found == {"": [], "zinnia": ["1 résultat"], "tulipes": ["Rien ici sur « tulipes »"]}


def test_the_box_of_a_list_is_the_same_search(client):
    pay = Term.objects.create(name="indemnisation", slug="pay", forms="indemnité", equivalents="défraiement")
    case_study("Une étude", practice_summary="Les membres sont indemnisé·es.")
    case_study("Une autre")
    for text in ("indemnité", "défraiement", "INDEMNISEES"):
        assert [row.title for row in client.get("/etudes-de-cas/", {"q": text}).context["items"]] == ["Une étude"]
    pay.delete()
    assert list(client.get("/etudes-de-cas/", {"q": "défraiement"}).context["items"]) == []


@pytest.mark.parametrize("text", ["ne", "es", "ses", "d' l' qu'", "%", "_", "*"])
def test_fragments_find_nothing_in_lists_either(client, text):
    case_study("Les élu·es et les citoyen·nes", practice_summary="Des élu·es.")
    assert list(client.get("/etudes-de-cas/", {"q": text}).context["items"]) == []


@pytest.mark.parametrize(
    ("make", "path"),
    [
        (assembly, "/assemblees/"),
        (case_study, "/etudes-de-cas/"),
        (witness, "/temoignages/"),
        (report, "/comptes-rendus/"),
    ],
)
def test_the_box_of_each_list_combines_with_its_filters_and_their_counts(client, make, path):
    flowers, trees = theme("Fleurs", slug="fleurs"), theme("Arbres", slug="arbres")
    make("Les zinnias", themes=[flowers])
    make("Zinnias et chênes", themes=[flowers, trees])
    make("Les chênes", themes=[trees])
    Term.objects.create(name="zinnia", slug="zinnia", equivalents="élégante")
    for text in ("zinnias", "ZINNIA", "élégantes"):
        context = client.get(path, {"q": text}).context
        assert sorted(row.title for row in context["items"]) == ["Les zinnias", "Zinnias et chênes"]
        offered = next(offer for offer in context["offers"] if offer.facet.name == "theme")
        assert {choice.value: choice.count for choice in offered.choices} == {"fleurs": 2, "arbres": 1}
    narrowed = client.get(path, {"q": "zinnia", "theme": "arbres"}).context["items"]
    assert [row.title for row in narrowed] == ["Zinnias et chênes"]


def test_a_question_without_answer_can_be_sent_to_the_group(client):
    page = client.get(PATH, {"q": "Quel quorum & pourquoi ?"}).content.decode()
    assert "?subject=Question&amp;body=Quel%20quorum%20%26%20pourquoi%20%3F" in page
    assert "?subject=Question" not in client.get(PATH, {"q": "quorum", "type": "etudes"}).content.decode()


# ---------------------------------------------------------------- marks
@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Les élu·es et l’élue.", "Les <mark>élu·es</mark> et l’<mark>élue</mark>."),
        ("<b>élus</b> & co", "&lt;b&gt;<mark>élus</mark>&lt;/b&gt; &amp; co"),
        ("Tirées au sort, ou tirées.", "<mark>Tirées au sort</mark>, ou tirées."),
    ],
)
def test_words_are_marked_in_the_spelling_of_their_author(text, marked):
    assert marker(("elu",), ("tirage", "sort")).marked(text) == marked


def test_an_excerpt_shows_the_line_with_most_words_and_stays_short():
    text = "Rien.\nDes élus.\n" + "mot " * 300 + "les élus tirés au sort " + "mot " * 300
    found = marker(("elu",), ("tirage", "sort")).excerpt(text)
    assert "les <mark>élus</mark> <mark>tirés au sort</mark>" in found
    assert (found.startswith("… "), found.endswith(" …"), len(found) < LENGTH + 60) == (True, True, True)


# ---------------------------------------------------------------- anything typed
@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000, "é" * 60, "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"), "\u202eindemnité",
        "\"'()&|!:*<->", "\x00", " ".join(f"mot{number}" for number in range(300)), "(" * 200, "citoyen" + "·ne" * 60,
        "a" * 60, "\u200f\u202eétude", "d' l' qu'", "?!…;", "1." * 90, "-" * 200, "l'" * 90, "@" * 200, "a.b" * 60,
    ],
)  # fmt: skip
def test_anything_may_be_typed(client, text):
    case_study("Une étude")
    for path in (PATH, SUGGESTIONS, "/etudes-de-cas/"):
        assert client.get(path, {"q": text}).status_code == 200


# ---------------------------------------------------------------- suggestions
def test_suggestions_begin_like_what_is_typed_terms_and_themes_first(client):
    Term.objects.create(name="indemnisation", slug="indemnisation", definition="Une somme.", equivalents="rétribution")
    theme("Indemnités", slug="indemnites")
    case_study("L’indemnité de séance", slug="seance")
    case_study("Rien", slug="rien")
    found = client.get(SUGGESTIONS, {"q": "INDÉ"}).json()["suggestions"]
    assert [(line["kind"], line["title"]) for line in found] == [
        ("Glossaire", "indemnisation"),
        ("Thème", "Indemnités"),
        ("Étude de cas", "L’indemnité de séance"),
    ]
    assert found[2]["url"] == "/etudes-de-cas/seance/"
    assert [line["title"] for line in client.get(SUGGESTIONS, {"q": "rétr"}).json()["suggestions"]] == ["indemnisation"]
    assert [line["title"] for line in client.get(SUGGESTIONS, {"q": "séance ind"}).json()["suggestions"]] == [
        "L’indemnité de séance"
    ]


def test_suggestions_cost_the_same_whatever_they_find_and_set_no_cookie(client):
    numbers = itertools.count()
    counts = query_counts(client, f"{SUGGESTIONS}?q=zin", lambda: case_study(f"Zinnia {next(numbers)}"))
    assert counts[1:] == counts[:1] * 2
    assert client.get(SUGGESTIONS, {"q": "zin"}).cookies == {}
