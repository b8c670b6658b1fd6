"""The pages of the register: lists, filters, one recommendation, files, feed, search; what is hidden nowhere."""

import csv
import io
import json
from datetime import date

import pytest

from casestudies.followups.actions import rectify_state
from casestudies.followups.enums import Standing
from casestudies.models import AssemblyPage, Recommendation
from hub.home.open_data.loading import load
from tests.factories.casestudies import assembly, fact, hide, source
from tests.factories.followups import recommendation, state
from tests.factories.organisers import organiser
from tests.factories.pages import home_page
from tests.factories.workshops import authority
from tests.harness.open_data import document, exported_rows
from tests.harness.queries import growing, query_counts_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
LIST, FEED, SEARCH = "/suites/", "/suites.atom", "/recherche/"


@pytest.fixture(autouse=True)
def _november(monkeypatch):
    home_page()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *given: TODAY)


def page_of(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ").split())


def found(client, query: str) -> list[str]:
    return [item.title for item in client.get(LIST + query).context["items"]]


# ---------------------------------------------------------------- empty
def test_an_empty_register_says_what_will_stand_there(client):
    shown = page_of(client, LIST)
    assert "Pas encore de demande" in shown
    assert "Donner un texte et sa source" in shown


def test_an_assembly_that_asked_nothing_yet_says_so_with_its_rule(client):
    page = assembly("Assemblée d’Ostbelgien", slug="ostbelgien")
    fact(page, "follow_up", "Commission conjointe ; tout refus doit être motivé.")
    shown = page_of(client, "/suites/assemblee/ostbelgien/")
    assert "On ne connaît pas encore de demande de cette assemblée." in shown
    assert "tout refus doit être motivé" in shown
    assert "tout refus doit être motivé" in page_of(client, "/suites/regles/")


def test_what_is_looked_for_is_said_below_the_whole_list(client):
    fact(assembly("Assemblée de Rouen", authority=authority("Ville de Rouen")), "follow_up", "Les élus répondent.")
    recommendation(page=assembly("Paris"))
    whole = page_of(client, LIST)
    assert "Les mots de l’assemblée manquent à une recommandation." in whole
    assert "Une première demande." in whole
    assert "Une première demande." not in page_of(client, f"{LIST}?etat=undated")


def test_without_any_rule_the_page_of_rules_says_so(client):
    assert "Aucune règle de réponse n’est encore documentée." in page_of(client, "/suites/regles/")


# ---------------------------------------------------------------- one recommendation
def test_a_recommendation_without_wording_says_so(client):
    recommendation(slug="trois-textes")
    assert "Le libellé exact n’est pas dans nos sources" in page_of(client, "/suites/trois-textes/")


def test_a_recommendation_shows_its_words_its_delay_and_the_answer(client):
    asked = recommendation(slug="cours", wording="Ouvrir les cours.", due_on=date(2027, 1, 5))
    assert "Délai non échu" in page_of(client, "/suites/cours/")
    state(asked, "partly", "2026-09-24", details="Trois cours sur huit.", answer="Nous ouvrons trois cours.")
    shown = page_of(client, "/suites/cours/")
    for words in ("« Ouvrir les cours. »", "5 janvier 2027", "Reprise en partie", "« Nous ouvrons trois cours. »"):
        assert words in shown, words


def test_without_due_date_the_delay_is_not_known(client):
    recommendation(slug="cours", due_on=None)
    shown = page_of(client, "/suites/cours/")
    assert shown.count("Délai non connu") == 2
    assert "retard" in shown


@pytest.mark.parametrize("due_on", [None, date(2026, 1, 1), date(2027, 1, 1)])
def test_nothing_is_ever_said_not_kept(client, due_on):
    recommendation(slug="cours", due_on=due_on)
    assert "non tenue" not in page_of(client, "/suites/cours/") + page_of(client, LIST)


def test_what_was_rectified_stands_beside_its_rectification(client):
    asked = recommendation(slug="cours")
    wrong = state(asked, "taken", "2024-07", details="Lu trop vite.")
    rectify_state(
        wrong, by=organiser(), because="C’était un autre texte.", kind="rejected", when="2024-07",
        details="Repoussée.", sources=[source()],
    )  # fmt: skip
    shown = page_of(client, "/suites/cours/")
    for words in ("Lu trop vite", "C’était un autre texte.", "Rectifié : voir l’état qui le remplace.", "Repoussée"):
        assert words in shown, words


def test_calls_of_sources_stand_in_brackets(client):
    asked = recommendation(slug="cours")
    state(asked, sources=[asked.source, source()])
    shown = page_of(client, "/suites/cours/")
    assert '<a class="call" href="#s1" aria-label="Source 1">[1</a><a' in shown


# ---------------------------------------------------------------- hidden nowhere
@pytest.mark.parametrize("way", ["draft", "expired", "private"])
def test_a_recommendation_of_a_hidden_assembly_stands_nowhere(client, way):
    page = assembly("Assemblée de Zuydcoote", slug="zuydcoote")
    asked = recommendation("Xylophones municipaux", page=page, slug="xylophones")
    state(asked, details="Xylophones achetés.")
    paths = [LIST, f"{LIST}?format=csv", f"{LIST}?format=json", FEED, f"{SEARCH}?q=xylophones", "/sitemap.xml"]
    paths += ["/donnees/recommandations.csv", "/donnees/etats_des_recommandations.csv", "/donnees/agoratheque.json"]
    seen = [path for path in paths if "ylophones" in client.get(path).getvalue().decode()]
    assert seen == paths
    hide(page, way)
    kept = [path for path in paths if "ylophones" in client.get(path).getvalue().decode().replace("q=xylophones", "")]
    assert [path for path in kept if path != f"{SEARCH}?q=xylophones"] == []
    assert "Xylophones" not in client.get(f"{SEARCH}?q=xylophones").content.decode()
    assert client.get("/suites/xylophones/").status_code == 404
    assert client.get("/suites/assemblee/zuydcoote/").status_code == 404


# ---------------------------------------------------------------- filters
def test_filters_narrow_by_state_year_topic_and_assembly(client):
    paris, rouen = assembly("Paris", slug="paris"), assembly("Rouen", slug="rouen")
    state(recommendation("Lire", page=paris, topics="Lecture\nEspace public", made_on="2023"), when="2023")
    recommendation("Boire", page=rouen, topics="Eau", made_on="2024-06-11")
    undated = recommendation("Dormir", page=rouen, made_on="")
    assert found(client, "") == ["Boire", "Lire", "Dormir"]
    state(undated, "rejected", "2025-02")
    assert found(client, "") == ["Dormir", "Boire", "Lire"]
    assert found(client, "?etat=taken") == ["Lire"]
    assert found(client, "?etat=taken&etat=undated") == ["Boire", "Lire"]
    assert found(client, "?annee=2025") == ["Dormir"]
    assert found(client, "?sujet=espace-public") == ["Lire"]
    assert found(client, "?sujet=espace-public&sujet=eau") == ["Lire"]
    assert found(client, "?assemblee=rouen&etat=rejected") == ["Dormir"]
    assert found(client, "?tri=titre") == ["Boire", "Dormir", "Lire"]
    assert found(client, "?q=boire") == ["Boire"]


def test_topics_that_most_have_are_offered_in_french_order_and_the_others_are_understood(client):
    for number in range(5):
        recommendation(f"Demande {number}", topics="\n".join(f"Sujet {5 * number + topic:02d}" for topic in range(5)))
    recommendation("Encore", topics="Écoles\nSujet 24")
    offers = {offer.facet.name: offer for offer in client.get(LIST).context["offers"]}
    labels = [choice.label for choice in offers["sujet"].choices]
    assert (labels[0], len(labels)) == ("Écoles", 24)
    assert found(client, "?sujet=sujet-23") == ["Demande 4"]


def test_what_a_filter_does_not_know_is_left_aside_and_said(client):
    recommendation("Lire")
    assert "Laissé de côté, car inconnu ici : État : « perdue »." in page_of(client, f"{LIST}?etat=perdue")
    assert found(client, "?etat=perdue&page=99&tri=zzz") == ["Lire"]


def test_filters_and_counts_agree_with_the_rows_themselves(client):
    """Each value offers as many as an independent reading of the rows finds."""
    kinds = ["taken", "partly", "ongoing", "done", "rejected", "no_answer", ""]
    for number, kind in enumerate(kinds * 2):
        asked = recommendation(f"Demande {number}", made_on=str(2019 + number % 3), topics=f"Sujet {number % 4}")
        if kind:
            state(asked, kind, "2024")
    rows = list(Recommendation.objects.with_states())
    offers = {offer.facet.name: offer for offer in client.get(LIST).context["offers"]}
    told = {choice.value: choice.count for choice in offers["etat"].choices}
    expected = {each: sum(row.standing(TODAY) == each for row in rows) for each in Standing}
    assert told == {str(each): number for each, number in expected.items() if number}
    years = {choice.value: choice.count for choice in offers["annee"].choices}
    assert years == {year: sum(str(row.made_on) == year for row in rows) for year in ("2019", "2020", "2021")}


# ---------------------------------------------------------------- cost
def test_pages_cost_the_same_for_1_3_and_30_recommendations(client):
    page = assembly("Paris", slug="paris")
    fact(page, "follow_up", "La Ville répond.")
    desk, cited = organiser(), source()
    state(recommendation(page=page, source=cited, slug="premiere"), by=desk, sources=[cited])

    def add() -> None:
        state(recommendation(page=page, source=cited), by=desk, sources=[cited])

    paths = [
        LIST,
        "/suites/regles/",
        f"{LIST}?format=csv",
        "/suites/premiere/",
        "/suites/assemblee/paris/",
        FEED,
        "/assemblees/paris/",
    ]
    assert growing(query_counts_of(client, paths, add)) == {}


def test_lists_are_paged(client):
    page, cited = assembly("Paris", slug="paris"), source()
    for number in range(14):
        recommendation(f"Demande {number}", page=page, source=cited)
    for path, sizes in ((LIST, [6, 6]), ("/suites/assemblee/paris/", [12, 2])):
        assert [len(client.get(f"{path}?page={number}").context["items"]) for number in (1, 2)] == sizes


# ---------------------------------------------------------------- what is taken away
def test_the_csv_holds_what_is_found_and_runs_no_formula(client):
    recommendation("=1+1", made_on="2024")
    recommendation("Boire", made_on="2020")
    text = client.get(f"{LIST}?annee=2024&format=csv").getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [row[rows[0].index("titre")] for row in rows] == ["titre", "'=1+1"]


def test_every_column_is_explained_to_readers(client):
    shown = page_of(client, "/donnees/recommandations/")
    assert "Les mots de l’assemblée. Vide : nos sources ne les donnent pas." in shown
    assert "slug" not in shown


def test_what_is_exported_comes_back_the_same_in_an_empty_site():
    page = assembly("Paris", slug="paris", authority=authority())
    asked = recommendation(page=page, slug="lire", topics="Lecture", wording="Lire.", due_on=date(2025, 1, 1))
    wrong = state(asked, "no_answer", "2025-02")
    rectify_state(
        wrong, by=organiser(), because="Trouvée.", kind="taken", when="2024-12", details="Vœu.", sources=[source()]
    )
    before, content = exported_rows(), document()
    AssemblyPage.objects.get().delete()
    assert Recommendation.objects.count() == 0
    report = load(content)
    after = exported_rows()
    assert report.refused == []
    for table in ("recommandations", "etats_des_recommandations", "sources"):
        assert after[table] == before[table], table
    assert load(content).created == {}


def test_a_file_with_a_recommendation_of_nobody_is_refused_in_words():
    row = {"identifiant": "seule", "titre": "Seule", "assemblee": "nulle-part", "sources": []}
    report = load(json.dumps({"format": 1, "tables": {"recommandations": [row]}}).encode())
    words = "l’assemblée « nulle-part » n’existe pas dans ce fichier ni sur ce site."
    assert report.refused == [f"Recommandations des assemblées, « seule » : {words}"]


def test_the_feed_tells_what_entered_the_register_latest_first(client):
    asked = recommendation("Lire", page=assembly("Paris", slug="paris"))
    state(asked, details="Adoptée & publiée.")
    feed = client.get(FEED)
    text = feed.content.decode()
    assert feed["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert text.index("Reprise : Lire, Paris") < text.index("Nouvelle demande : Lire, Paris")
    assert client.get(FEED).content == feed.content
    assert client.get(FEED, headers={"If-None-Match": feed["ETag"]}).status_code == 304


# ---------------------------------------------------------------- found
def test_the_search_finds_recommendations_by_their_words_and_their_states(client):
    asked = recommendation("Ouvrir les cours", slug="cours", topics="Ombre")
    state(asked, details="Platanes plantés.")
    for query in ("cours", "ombre", "platanes"):
        results = client.get(SEARCH, {"q": query, "type": "suites"}).context["results"]
        assert [result.url for result in results] == ["/suites/cours/"], query


def test_the_search_forgets_a_recommendation_whose_assembly_is_renamed(client):
    page = assembly("Assemblée de Zuydcoote", slug="zuydcoote")
    recommendation("Ouvrir les cours", page=page, slug="cours")
    page.title = "Assemblée de Bray"
    page.save()
    assert client.get(SEARCH, {"q": "zuydcoote", "type": "suites"}).context["results"] == []


def test_a_renamed_recommendation_is_found_at_its_former_address(client):
    asked = recommendation(slug="cours")
    asked.slug = "cours-ouvertes"
    asked.save()
    answer = client.get("/suites/cours/")
    assert (answer.status_code, answer["Location"]) == (301, "/suites/cours-ouvertes/")


def test_the_register_is_linked_from_assemblies_and_the_foot(client):
    asked = recommendation(page=assembly("Paris", slug="paris"))
    state(asked)
    shown = page_of(client, "/assemblees/paris/")
    assert "Une reprise." in shown
    assert "/suites/assemblee/paris/" in shown
    assert "/suites/" in page_of(client, "/")
