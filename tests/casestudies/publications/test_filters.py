"""Facets of the lists: counts, pills, text, order, files."""

import csv
import io
import json
import re

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casestudies.models import CaseStudyPage
from casestudies.publications.filters import CaseStudyFilters
from hub.core.lists.asked import Asked
from hub.core.lists.offered import Offered
from tests.factories.casestudies import answer, assembly, case_study, definition, hide, report, witness
from tests.factories.workshops import authority, theme
from tests.harness.queries import query_counts

pytestmark = pytest.mark.django_db

RARE = "theme=lune&echelle=%00&territoire=<b>&etiquette=%FF&statut=é&critere-1=x&tri=hasard&format=exe"


def tagged(title: str, *tags: str, **fields) -> CaseStudyPage:
    study = case_study(title, **fields)
    study.tags.add(*tags)
    study.save()
    return study


def offers(response) -> dict[str, list[tuple[str, int]]]:
    """Filter → (value, count) in the order shown."""
    return {
        offer.facet.name: [(choice.value, choice.count) for choice in offer.choices]
        for offer in response.context["offers"]
    }


def titles(response) -> list[str]:
    return [item.title for item in response.context["items"]]


@pytest.fixture
def studies() -> None:
    """Four case studies over two themes, two levels and two territories."""
    pay, draw = theme("Indemnisation", slug="pay", order=1), theme("Tirage", slug="draw", order=2)
    theme("Sans étude", slug="none", order=3)
    toulouse = authority("Haute-Garonne", kind="department", department_code="31")
    poitiers = authority("Ville de Poitiers", department_code="86")
    brussels = authority("Bruxelles", kind="region", country="BE")
    places = {place.name: assembly(authority=place) for place in (toulouse, poitiers, brussels)}
    tagged("Éclats", "Jury", themes=[pay], assemblies=[places["Haute-Garonne"]])
    tagged("Budget", "Jury", "Listes", themes=[pay, draw], assemblies=[places["Ville de Poitiers"]])
    tagged("Zèle", themes=[draw], assemblies=[places["Bruxelles"], places["Ville de Poitiers"]])
    tagged("Abeilles")


def test_counts_suppose_the_other_filters(client, studies):
    assert offers(client.get("/etudes-de-cas/")) == {
        "theme": [("pay", 2), ("draw", 2), ("none", 0)],
        "echelle": [
            ("commune", 2),
            ("department", 1),
            ("region", 1),
            ("intercommunality", 0),
            ("community", 0),
            ("other", 0),
        ],
        "territoire": [("BE", 1), ("FR", 3), ("FR-31", 1), ("FR-86", 2)],
        "etiquette": [("jury", 2), ("listes", 1)],
    }
    narrowed = offers(client.get("/etudes-de-cas/?theme=draw&echelle=region"))
    assert narrowed["theme"] == [("draw", 1), ("pay", 0), ("none", 0)]
    assert narrowed["echelle"][:2] == [("commune", 2), ("region", 1)]
    assert narrowed["territoire"] == [("BE", 1), ("FR", 1), ("FR-86", 1), ("FR-31", 0)]


def test_values_of_one_filter_add_up_and_filters_combine(client, studies):
    assert titles(client.get("/etudes-de-cas/?theme=pay&theme=draw&tri=titre")) == ["Budget", "Éclats", "Zèle"]
    assert titles(client.get("/etudes-de-cas/?theme=pay&theme=draw&territoire=FR-86&tri=titre")) == ["Budget", "Zèle"]
    assert titles(client.get("/etudes-de-cas/?etiquette=jury&echelle=department")) == ["Éclats"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    asked=st.dictionaries(
        st.sampled_from(["theme", "echelle", "territoire", "etiquette", "q", "tri", "page"]),
        st.sampled_from(["pay", "draw", "none", "commune", "region", "FR", "BE", "FR-86", "jury", "listes", "budget"]),
        max_size=4,
    )
)
def test_each_count_is_what_the_list_would_then_hold(studies, asked):
    everything = CaseStudyPage.objects.visible_to_all().order_by("-first_published_at", "-pk")

    def answer_to(pairs: dict[str, str]) -> Offered:
        data = QueryDict(mutable=True)
        data.update(pairs)
        filters = CaseStudyFilters(lambda: everything)
        inventory = filters.inventory()
        return Offered(Asked(data, inventory, filters.orders), inventory, filters)

    for offer in answer_to(asked).offers():
        for choice in offer.choices:
            assert len(answer_to({**asked, offer.facet.name: choice.value}).found) == choice.count


def test_pills_remove_one_value_each(client, studies):
    page = client.get("/etudes-de-cas/?q=u&theme=pay&theme=draw&tri=titre&page=1")
    assert page.context["pills"] == [
        {"label": "Texte : u", "query": "theme=pay&theme=draw&tri=titre"},
        {"label": "Thème : Indemnisation", "query": "q=u&theme=draw&tri=titre"},
        {"label": "Thème : Tirage", "query": "q=u&theme=pay&tri=titre"},
    ]


def test_orders(client, studies):
    assert titles(client.get("/etudes-de-cas/")) == ["Abeilles", "Zèle", "Budget", "Éclats"]
    assert titles(client.get("/etudes-de-cas/?tri=titre")) == ["Abeilles", "Budget", "Éclats", "Zèle"]
    assert titles(client.get("/etudes-de-cas/?tri=collectivite")) == ["Zèle", "Éclats", "Budget", "Abeilles"]


def test_text_finds_titles_words_and_places(client, studies):
    assert titles(client.get("/etudes-de-cas/?q=zèle")) == ["Zèle"]
    assert sorted(titles(client.get("/etudes-de-cas/?q=Poitiers"))) == ["Budget", "Zèle"]
    assert titles(client.get("/etudes-de-cas/?q=%22")) == []
    assert titles(client.get("/etudes-de-cas/?q=introuvable")) == []


@pytest.mark.parametrize("text", ["indem", "INDÉM", "indemnitaire", "Écàl", "toul"])
def test_the_beginning_of_a_name_is_enough_whatever_its_case_and_accents(client, text):
    place = authority("Ville de Toulouse")
    case_study("Les indemnitaires à l’écal", slug="une", assemblies=[assembly(authority=place)])
    assert titles(client.get("/etudes-de-cas/", {"q": text})) == ["Les indemnitaires à l’écal"]
    place.name = place.short_name = "Commune"
    place.save()
    found = [] if text == "toul" else ["Les indemnitaires à l’écal"]
    assert titles(client.get("/etudes-de-cas/", {"q": text})) == found


@pytest.mark.parametrize("text", ["\u0301", "\u0301 \u0301", "\u00a8"])
def test_a_text_without_any_letter_finds_nothing(client, studies, text):
    assert titles(client.get("/etudes-de-cas/", {"q": text})) == []


@pytest.mark.parametrize("path", ["/etudes-de-cas/", "/assemblees/", "/temoignages/", "/comptes-rendus/"])
def test_rows_say_the_themes_of_their_page_in_order(client, path):
    first, second = theme("Tirage", order=1), theme("Indemnisation", order=2)
    place = assembly("Une assemblée", themes=[second, first])
    case_study(themes=[second, first], assemblies=[place])
    witness(themes=[second, first])
    report(themes=[second, first])
    (row,) = client.get(path).context["items"]
    assert row.theme_labels == ["Tirage", "Indemnisation"] == type(row).objects.get().theme_labels


def test_what_is_not_understood_is_said_and_left_out(client, studies):
    page = client.get("/etudes-de-cas/?theme=lune&theme=pay&tri=hasard&inconnu=1")
    assert page.context["query"].misunderstood == ["Thème : « lune »", "Tri : « hasard »"]
    assert "Laissé de côté, car inconnu ici" in page.content.decode()
    assert sorted(titles(page)) == ["Budget", "Éclats"]
    assert b"<b>" not in client.get(f"/etudes-de-cas/?{RARE}").content


@pytest.mark.parametrize("path", ["/etudes-de-cas/", "/assemblees/", "/temoignages/", "/comptes-rendus/"])
@pytest.mark.parametrize("query", [RARE, "theme=" + "a" * 5000, "&".join(f"theme=t{n}" for n in range(500)), "q=%00"])
def test_lists_answer_any_filter(client, path, query):
    case_study()
    assembly()
    witness()
    report()
    definition("Portée")
    assert client.get(f"{path}?{query}").status_code == 200


@pytest.mark.parametrize("way", ["draft", "private", "expired"])
def test_what_is_hidden_counts_nowhere(client, way):
    subject = theme(slug="pay")
    place = authority("Ville cachée", country="BE")
    hide(tagged("Cachée", "Secrète", themes=[subject]), way)
    case_study("Visible", assemblies=[hide(assembly(authority=place), way)])
    page = client.get("/etudes-de-cas/")
    shown = offers(page)
    assert (shown["theme"], shown["territoire"], shown["etiquette"]) == ([("pay", 0)], [], [])
    assert {count for _, count in shown["echelle"]} == {0}
    assert "Secrète" not in page.content.decode()


def test_assemblies_are_found_by_answer_and_without_answer(client):
    criterion, other = definition("Portée", "Renouvelée")
    for state in ("yes", "partly"):
        answer(assembly(state, authority=authority(state)), criterion, state)
    answer(assembly("none", authority=authority("none")), other, "yes")
    assert titles(client.get("/assemblees/?critere-1=partly")) == ["partly"]
    assert titles(client.get("/assemblees/?critere-1=undocumented")) == ["none"]
    assert offers(client.get("/assemblees/"))["critere-1"] == [
        ("yes", 1),
        ("partly", 1),
        ("undocumented", 1),
        ("no", 0),
        ("debated", 0),
    ]


def test_testimonies_are_found_by_place(client):
    witness("Rouen", authority=authority(department_code="76"))
    witness("Sans lieu")
    assert titles(client.get("/temoignages/?territoire=FR-76")) == ["Rouen"]
    assert offers(client.get("/temoignages/"))["territoire"] == [("FR", 1), ("FR-76", 1)]


def test_values_that_leave_nothing_are_shown_as_such(client, studies):
    html = client.get("/etudes-de-cas/").content.decode()
    assert re.search(r'<label class="empty"><input type="checkbox" name="theme" value="none">', html)
    narrowed = client.get("/etudes-de-cas/?theme=pay").content.decode()
    assert re.search(r'<option value="BE" disabled>', narrowed)


# ---------------------------------------------------------------- the same list as a file
def test_csv_holds_exactly_what_is_found_in_the_order_shown(client, studies):
    for number in range(13):
        tagged(f"Autre {number:02}", "Jury")
    response = client.get("/etudes-de-cas/?etiquette=jury&tri=titre&format=csv&page=2")
    text = response.getvalue().decode("utf-8")
    assert (text[0], response["Content-Type"]) == ("\ufeff", "text/csv; charset=utf-8")
    rows = list(csv.DictReader(io.StringIO(text[1:], newline=""), delimiter=";"))
    assert [row["titre"] for row in rows] == [*(f"Autre {number:02}" for number in range(13)), "Budget", "Éclats"]
    assert rows[-2]["etiquettes"] == "Jury | Listes"
    assert rows[-2]["collectivites"] == "Ville de Poitiers"


@pytest.mark.parametrize("path", ["/etudes-de-cas/", "/assemblees/", "/temoignages/", "/comptes-rendus/"])
def test_lists_give_json_and_are_not_sent_twice(client, path):
    for add in (case_study, assembly, witness, report):
        add()
        hide(add(), "draft")
    first = client.get(f"{path}?format=json")
    assert len(json.loads(first.getvalue())) == 1
    again = client.get(f"{path}?format=json", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.cookies) == (304, {})


def test_testimonies_as_a_file_name_nobody(client):
    witness(shown_name="Odile Nommée")
    assert "Odile" not in client.get("/temoignages/?format=csv").getvalue().decode()


def test_links_to_files_keep_the_filters(client, studies):
    html = client.get("/etudes-de-cas/?theme=pay&tri=titre").content.decode()
    assert 'href="?theme=pay&amp;tri=titre&amp;format=csv"' in html


@pytest.mark.parametrize("query", ["", "?theme=pay&echelle=commune&q=étude&tri=titre", "?format=csv"])
def test_case_study_queries_do_not_grow(client, query):
    subject, place = theme(slug="pay"), authority()

    def more() -> None:
        tagged("Une étude", "Jury", themes=[subject], assemblies=[assembly(authority=place)])

    first, *others = query_counts(client, f"/etudes-de-cas/{query}", more)
    assert others == [first, first]


@pytest.mark.parametrize("query", ["", "?critere-1=yes&statut=unknown", "?format=json"])
def test_assembly_queries_do_not_grow(client, query):
    criterion = definition("Portée")[0]
    first, *others = query_counts(client, f"/assemblees/{query}", lambda: answer(assembly(), criterion))
    assert others == [first, first]


def test_menu_of_tags_has_every_tag(client):
    study = case_study()
    study.tags.add(*(f"mot {number:02}" for number in range(40)))
    study.save()
    html = client.get("/etudes-de-cas/").content.decode()
    menu = re.search(r'<select[^>]*name="etiquette".*?</select>', html, re.DOTALL)[0]
    assert len(re.findall(r'<option value="mot-\d\d"', menu)) == 40


def test_list_says_how_many_answer_in_its_title_and_aloud(client):
    pay = theme("Indemniser", slug="pay")
    assembly("Une", themes=[pay])
    assembly("Deux")
    whole, narrowed = (client.get(f"/assemblees/{query}").text for query in ("", "?theme=pay"))
    titles = [" ".join(re.search("<title>(.*?)</title>", page, re.DOTALL)[1].split()) for page in (whole, narrowed)]
    assert titles == ["Assemblées · Agorathèque", "1 assemblée sur 2 · Assemblées · Agorathèque"]
    assert ["data-said" in page for page in (whole, narrowed)] == [False, True]
