"""What was true at a date: the rule, and the page."""

import re
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudies.evidence.enums import FactKey
from casestudies.evidence.fact_history import at, in_force, missing, read_moment, timeline, undated
from casestudies.models import Fact
from hub.core.dates.when import When
from tests.factories.casestudies import assembly, fact, hide, source
from tests.factories.workshops import authority
from tests.harness.queries import query_counts


@dataclass(frozen=True)
class Known:
    """A fact without its database."""

    value: str
    valid_on: When
    key: str = "compensation"
    shown_label: str = "Indemnité"
    is_unknown: bool = False
    structure: tuple = ()


def known(value: str, when: str = "", key: str = "compensation", label: str = "Indemnité") -> Known:
    return Known(value, When.parse(when), key, label)


def told(facts: list[Known], asked: str) -> list[tuple[str, list[str], bool]]:
    return [
        (subject.label, [line.fact.value for line in subject.lines], subject.is_disputed)
        for subject in at(facts, When.parse(asked))
    ]


def days() -> st.SearchStrategy[str]:
    return st.dates(date(2015, 1, 1), date(2030, 12, 31)).map(str)


def dates() -> st.SearchStrategy[str]:
    """Dates as vague as sources are."""
    day = days()
    span = st.tuples(day, day).map(lambda ends: "/".join(sorted(ends)))
    return st.one_of(day, day.map(lambda text: text[:7]), day.map(lambda text: text[:4]), span, st.just(""))


# ---------------------------------------------------------------- the rule
def test_latest_fact_begun_is_in_force():
    facts = [known("30 €", "2021-01-04"), known("50 €", "2025-02-01"), known("41 €", "2023-06-26")]
    assert told(facts, "2023-06-26") == [("Indemnisation", ["41 €"], False)]
    assert told(facts, "2023-06-25") == [("Indemnisation", ["30 €"], False)]
    assert told(facts, "2026") == [("Indemnisation", ["50 €"], False)]


def test_month_in_which_a_value_changes_shows_both():
    facts = [known("30 €", "2021-01-04"), known("41 €", "2023-06-26")]
    assert told(facts, "2023-06") == [("Indemnisation", ["30 €", "41 €"], False)]
    assert told(facts, "2023-07") == [("Indemnisation", ["41 €"], False)]


@pytest.mark.parametrize("key", ["follow_up", "litigation", "creation"])
def test_events_add_up_where_values_follow_one_another(key):
    facts = [known("Un jugement.", "2025-03-13", key), known("Un appel.", "2026-02", key)]
    assert [values for _, values, _ in told(facts, "2026-06")] == [["Un jugement.", "Un appel."]]
    assert [values for _, values, _ in told(facts, "2025-12")] == [["Un jugement."]]
    assert [values for _, values, _ in told(facts, "2024")] == [[]]


def test_before_the_first_fact_nothing_is_documented():
    assert told([known("41 €", "2023-06-26")], "2023-05") == [("Indemnisation", [], False)]


def test_vague_date_keeps_the_earlier_fact_and_says_it_is_unsure():
    facts = [known("30 €", "2021"), known("41 €", "2023")]
    (subject,) = at(facts, When.parse("2023-06-15"))
    assert [(line.fact.value, line.is_unsure) for line in subject.lines] == [("30 €", False), ("41 €", True)]
    (subject,) = at(facts, When.parse("2024-01"))
    assert [(line.fact.value, line.is_unsure) for line in subject.lines] == [("41 €", False)]


def test_same_name_and_date_with_two_values_is_disputed():
    facts = [known("44 €", "2022"), known("88 €", "2022"), known("100", "2022", "size", "Membres")]
    assert told(facts, "2023") == [("Taille", ["100"], False), ("Indemnisation", ["44 €", "88 €"], True)]


def test_two_names_of_the_same_date_are_not_disputed():
    facts = [known("24", "2022", "size", "Conseil"), known("50", "2022", "size", "Assemblées")]
    assert told(facts, "2023") == [("Taille", ["24", "50"], False)]


def test_facts_without_date_are_told_apart():
    facts = [known("41 €", "2023"), known("100", "", "size")]
    assert told(facts, "2024") == [("Taille", [], False), ("Indemnisation", ["41 €"], False)]
    assert [fact.value for fact in undated(facts)] == ["100"]
    assert [(label, [fact.value for fact in about]) for label, about in timeline(facts)] == [
        ("Taille", ["100"]),
        ("Indemnisation", ["41 €"]),
    ]
    assert len(missing(facts)) == len(FactKey) - 2


@given(st.lists(dates(), max_size=8), days())
def test_rule_never_shows_the_future_nor_hides_what_may_be_true(whens, asked):
    facts = [known(str(number), when) for number, when in enumerate(whens)]
    day = date.fromisoformat(asked)
    kept = in_force(facts, day, day)
    for each in facts:
        begun = each.valid_on.earliest is not None and each.valid_on.earliest <= day
        replaced = any(
            other.valid_on.latest <= day and other.valid_on.earliest > each.valid_on.latest
            for other in facts
            if other.valid_on and begun
        )
        assert (each in kept) == (begun and not replaced)


@given(st.lists(days(), min_size=1, max_size=8, unique=True), days())
def test_known_days_give_the_latest_only(whens, asked):
    facts = [known(when, when) for when in whens]
    day = date.fromisoformat(asked)
    before = [when for when in whens if when <= asked]
    assert [each.value for each in in_force(facts, day, day)] == ([max(before)] if before else [])


@given(st.lists(dates(), max_size=8), st.randoms())
def test_order_of_facts_does_not_matter(whens, random):
    facts = [known(str(number), when) for number, when in enumerate(whens)]
    shuffled = list(facts)
    random.shuffle(shuffled)
    day = date(2023, 6, 1)
    assert {each.value for each in in_force(shuffled, day, day)} == {each.value for each in in_force(facts, day, day)}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2023-06", "2023-06"),
        ("2023", "2023"),
        (" 06/2023 ", "2023-06"),
        ("6/2023", "2023-06"),
        ("26/06/2023", "2023-06-26"),
        ("Juin 2023", "2023-06"),
        ("1er août 2023", "2023-08-01"),
        ("AOUT 2023", "2023-08"),
        ("en février 2023", "2023-02"),
        ("le 26 juin 2023", "2023-06-26"),
        ("26.06.2023", "2023-06-26"),
        ("26-6-2023", "2023-06-26"),
    ],
)
def test_dates_are_read_as_people_write_them(typed, read):
    assert str(read_moment(typed)) == read


@pytest.mark.parametrize(
    "typed", ["", "hier", "2023-13", "31/02/2023", "0000", "2023/2024", "2023-06-26T10:00", "²023"]
)
def test_other_words_are_no_date(typed):
    assert read_moment(typed) is None


@given(st.text(max_size=30))
def test_anything_typed_is_read_or_not(typed):
    moment = read_moment(typed)
    assert moment is None or len(moment.parts) == 1


# ---------------------------------------------------------------- the page
@pytest.fixture
def poitiers(db):
    page = assembly("Assemblée de Poitiers", authority=authority("Ville de Poitiers"), slug="poitiers")
    fact(page, "compensation", "30 € par séance.", valid_on=When.parse("2022"))
    fact(page, "compensation", "41,22 € par séance.", valid_on=When.parse("2023-06-01"), conflict="Un site dit 44 €.")
    fact(page, "size", "Cent personnes.")
    return page


def spaced(text: str) -> str:
    return " ".join(text.split())


def shown(page) -> list[tuple[str, str]]:
    """Each subject of the answer with the text beside it."""
    html = re.sub(r'<a class="call".*?</a>', "", page.content.decode())
    section = html.split('<dl class="facts">')[1].split("</dl>")[0]
    found = re.findall(r"<dt>(.*?)</dt>(.*?)(?=<dt>|$)", section, re.DOTALL)
    plain = [(label, " ".join(re.sub(r"<[^>]+>", " ", text).split())) for label, text in found]
    return [(label, re.sub(r"[\u202f\u00a0\u2060]", " ", text).replace(" .", ".")) for label, text in plain]


def test_page_answers_the_question(client, poitiers):
    page = client.get("/historique/poitiers/?le=2023-06")
    assert shown(page) == [
        ("Taille", "Non documenté à cette date Un fait sans date est cité plus bas."),
        ("Indemnisation", "41,22 € par séance. Depuis : 1er juin 2023. Un site dit 44 €."),
    ]
    assert [each.value for each in page.context["undated"]] == ["Cent personnes."]


def test_page_without_date_shows_the_whole_history(client, poitiers):
    page = client.get("/historique/poitiers/")
    rows = re.findall(r'data-name="Depuis">(.*?)</td>', page.content.decode())
    assert [row.replace("\xa0", " ") for row in rows] == ["Sans date", "2022", "1er juin 2023"]
    assert page.context["subjects"] == []
    assert len(page.context["sources"]) == 3


def test_page_says_that_a_date_is_unreadable(client, poitiers):
    page = client.get("/historique/poitiers/?le=%3Cb%3Ehier")
    html = page.content.decode()
    assert "Cette date n’est pas lisible." in html
    assert 'value="&lt;b&gt;hier"' in html
    assert 'aria-describedby="le-hint le-error" aria-invalid="true"' in html


@pytest.mark.parametrize("query", ["?le=%00", "?le=" + "9" * 200_000, "?le=%FF", "?le=9999-12-31", "?page=x"])
def test_page_answers_anything(client, poitiers, query):
    assert client.get(f"/historique/poitiers/{query}").status_code == 200


def test_page_titles_an_unreadable_date_as_an_error(client, poitiers):
    read, unread = (client.get(f"/historique/poitiers/?le={typed}").content.decode() for typed in ("2023", "hier"))
    assert [spaced(re.findall(r"<title>(.*?)\s:", html)[0]) for html in (read, unread)] == [
        "2023 · Historique des faits",
        "Erreur",
    ]


def test_page_repeats_the_reserves_of_a_fact(client, poitiers):
    fact(poitiers, "mandate", "Un an.", note="La page dit aussi deux ans.", valid_on=When.parse("2022"))
    fact(poitiers, "rhythm", "Le samedi.", note="Selon un élu.", confidence="low")
    page = client.get("/historique/poitiers/?le=2023-06")
    assert dict(shown(page))["Mandat"] == "Un an. Depuis : 2022. La page dit aussi deux ans."
    assert page.content.decode().count("La page dit aussi deux ans.") == 2
    assert page.content.decode().count("Une seule source, isolée ou engagée") == 2


@pytest.mark.parametrize(("asked", "warned"), [("2023", False), ("9999", True)])
def test_page_says_that_a_date_is_to_come(client, poitiers, asked, warned):
    html = client.get(f"/historique/poitiers/?le={asked}").content.decode()
    assert ("Cette date est à venir" in html) == warned


def test_sheet_does_not_tell_a_date_twice(client, poitiers):
    fact(poitiers, "creation", "Délibération du 3 octobre 2022.", valid_on=When.parse("2022-10-03"))
    html = re.sub(r"[\u202f\u00a0\u2060]", " ", client.get(poitiers.url).content.decode())
    assert re.findall(r"Date : ([^.<]*)\.", html) == ["2022", "1er juin 2023"]


@pytest.mark.parametrize(
    ("when", "value", "line"),
    [
        ("2024-07-03", "Vote du 13 juillet 2024.", "Date : 3 juillet 2024."),
        ("2023", "Dossier n° 2023045.", "Date : 2023."),
        ("2024-07-03", "Vote du 3 juillet 2024.", ""),
        ("2023", "En 2023, un vote.", ""),
        ("", "Un vote.", ""),
    ],
)
def test_a_date_is_told_unless_these_very_words_are(when, value, line):
    assert Fact(key="creation", value=value, valid_on=When.parse(when)).date_line == line


def test_page_is_public_and_the_same_for_everybody(client, poitiers):
    first, second = (client.get("/historique/poitiers/?le=2023-06") for _ in range(2))
    assert (first.content, first.cookies, first.get("Vary", "")) == (second.content, {}, second.get("Vary", ""))
    assert "Cookie" not in first.get("Vary", "")
    assert client.post("/historique/poitiers/").status_code == 405


@pytest.mark.parametrize("way", ["draft", "private", "expired"])
def test_hidden_assembly_has_no_history(client, poitiers, way):
    hide(poitiers, way)
    assert client.get("/historique/poitiers/").status_code == 404


def test_assembly_without_facts_says_so(client, db):
    assembly(slug="vide")
    assert "Aucun fait n’est encore documenté" in client.get("/historique/vide/").content.decode()
    assert "Aucun fait n’est encore documenté" in client.get("/historique/vide/?le=2023").content.decode()


def test_page_queries_do_not_grow(client, poitiers):
    def add():
        fact(poitiers, "topics", "Sujet.", valid_on=When.parse("2022"), second_source=source())

    first, *others = query_counts(client, "/historique/poitiers/?le=2023", add)
    assert others == [first, first]


def test_assembly_page_leads_to_its_history(client, poitiers):
    assert 'href="/historique/poitiers/"' in client.get("/assemblees/poitiers/").content.decode()
