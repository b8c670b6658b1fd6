"""«Mon dispositif en est-il une ?»: the questions, the result, the way to a proposal."""

import re

import pytest

from casestudies.models import Proposal
from glossary.models import CriterionPoint, DefinitionVersion
from tests.factories.casestudies import answer, assembly, definition, hide, source
from tests.factories.workshops import authority
from tests.harness.queries import query_counts
from tests.harness.tables import plain

pytestmark = pytest.mark.django_db

PATH = "/definition/mon-dispositif/"
FORM, RESULT = "casestudies/self_assessment.html", "casestudies/self_assessment_result.html"


@pytest.fixture
def criteria(db):
    first, second = definition("Portée par une autorité", "Tirée au sort, mandatée")
    for order, (key, label) in enumerate([("sort", "Tirage au sort"), ("mandat", "Mandat")]):
        CriterionPoint.objects.create(criterion=second, key=key, label=label, sort_order=order)
    return first, second


def template(response) -> str:
    assert response.status_code == 200
    return response.templates[0].name


def ticked(html: str) -> list[tuple[str, str]]:
    return re.findall(r'name="([\w-]+)" value="(\w+)" id="[\w-]+" checked', html)


def shown(client) -> dict[str, list[str]]:
    """The titles of the examples under each criterion."""
    groups = client.get(PATH).context["groups"]
    return {str(criterion): [each.page.title for each in answers] for criterion, _, answers in groups}


# -- the questions
def test_one_question_per_point_or_per_criterion_without_points(client, criteria):
    html = client.get(PATH).content.decode()
    assert list(map(plain, re.findall(r"<legend>(.*?)</legend>", html))) == [
        "Votre réponse : Portée par une autorité",
        "Tirage au sort",
        "Mandat",
    ]
    assert re.findall(r'name="c2-mandat" value="(\w+)"', html) == ["yes", "partly", "no", "debated", "undocumented"]
    assert ticked(html) == []


def test_questions_stand_before_the_notice(client, criteria):
    html = client.get(PATH).content.decode()
    assert html.index('href="#garde"') < html.index("<fieldset") < html.index('id="garde"')


def test_definition_not_yet_published_is_said(client):
    response = client.get(f"{PATH}?c1=yes")
    assert template(response) == FORM
    assert "La définition n’est pas encore publiée." in response.content.decode()


def test_examples_are_published_ones_that_meet_the_criterion(client, criteria):
    first, second = criteria
    for title, state in {"Oui": "yes", "Presque": "partly", "Non": "no"}.items():
        answer(assembly(title, authority=authority(title)), first, state, reason=f"Raison de {title}.")
    for way in ("draft", "private", "expired"):
        answer(hide(assembly("Cachée", authority=authority(f"A {way}")), way), second)
    answer(assembly("Contre", authority=authority("A"), is_counter_example=True), second)
    assert shown(client) == {"1. Portée par une autorité": ["Oui", "Presque"], "2. Tirée au sort, mandatée": []}
    html = client.get(PATH).content.decode()
    assert "Cachée" not in html
    assert "Raison de Presque." in html


def test_example_has_its_point_reason_and_source(client, criteria):
    page = assembly("Assemblée de Metz", authority=authority("Metz"))
    evidence = source(publisher="Metz", title="Le règlement", url="https://exemple.fr/r")
    answer(page, criteria[1], "yes", reason="Deux ans.", point=criteria[1].points.last(), source=evidence)
    html = plain(re.sub(r"<[^>]+>", "", client.get(PATH).content.decode().split("<h3>")[1]))
    assert "Assemblée de Metz, Metz : Mandat, oui. Deux ans. Metz, « Le règlement »." in html


def test_assemblies_take_turns_as_examples(client, criteria):
    for name in "ABCD":
        page = assembly(name, authority=authority(name))
        for criterion in criteria:
            answer(page, criterion)
    assert list(shown(client).values()) == [["A", "B"], ["C", "D"]]


def test_questions_cost_the_same_queries_whatever_is_published(client, criteria):
    def more() -> None:
        page = assembly(authority=authority())
        for criterion in criteria:
            answer(page, criterion)

    first, *others = query_counts(client, PATH, more)
    assert others == [first, first]
    assert first <= 10


# -- the result
def test_result_is_in_sentences(client, criteria):
    response = client.get(f"{PATH}?v=1&c1=yes&c2-sort=yes&c2-mandat=no")
    assert template(response) == RESULT
    assert response.context["sentences"] == [
        "Votre dispositif répond au critère « Portée par une autorité ».",
        "Il répond en partie au critère « Tirée au sort, mandatée ».",
    ]
    assert [(result.state, result.word) for result in response.context["results"]] == [
        ("yes", "oui"),
        ("partly", "partiellement"),
    ]


def test_unanswered_point_leaves_the_criterion_to_be_settled(client, criteria):
    results = client.get(f"{PATH}?c2-sort=yes").context["results"]
    assert [result.word for result in results] == ["je ne sais pas", "à préciser"]
    assert results[1].points == [("Tirage au sort", "yes", "oui"), ("Mandat", "undocumented", "je ne sais pas")]


def test_result_gives_the_form_back_with_its_answers(client, criteria):
    html = client.get(f"{PATH}?c1=yes&c2-sort=debated").content.decode()
    again = re.search(r'href="(/definition/mon-dispositif/\?[^"]+modifier=1)"', html)[1].replace("&amp;", "&")
    response = client.get(again)
    assert template(response) == FORM
    assert ticked(response.content.decode()) == [("c1", "yes"), ("c2-sort", "debated")]


def test_sending_no_answer_asks_for_one(client, criteria):
    response = client.get(f"{PATH}?v=1")
    assert template(response) == FORM
    assert "Répondez à une question au moins" in response.content.decode()


def test_answers_to_an_older_definition_are_to_be_read_again(client, criteria):
    DefinitionVersion.objects.update(number=2)
    response = client.get(f"{PATH}?v=1&c1=yes")
    assert template(response) == FORM
    assert "La définition a changé" in response.content.decode()
    assert ticked(response.content.decode()) == [("c1", "yes")]


@pytest.mark.parametrize(
    "query",
    [
        "c1=peut-etre&c9=yes&c2-inconnu=yes",
        "c1=%00&c2-sort=%FF",
        "c1=" + "x" * 10_000,
        "v=%00&c1=",
        "v=" + "9" * 50,
        "c1[]=yes",
        "modifier=%00",
    ],
)
def test_what_cannot_be_read_is_left_out(client, criteria, query):
    response = client.get(f"{PATH}?{query}")
    assert template(response) == FORM
    assert ticked(response.content.decode()) == []
    assert "errorlist" not in response.content.decode()


def test_last_of_repeated_answers_counts(client, criteria):
    results = client.get(f"{PATH}?c1=no&c1=%00&c1=yes").context["results"]
    assert results[0].state == "yes"


def test_result_sets_no_cookie_and_stores_nothing(client, criteria):
    first, second = client.get(f"{PATH}?c1=yes"), client.get(f"{PATH}?c1=yes")
    assert (first.cookies, first.content == second.content) == ({}, True)
    assert client.post(PATH, {"c1": "yes"}).status_code == 405


def test_markup_in_the_definition_is_shown_as_text(client):
    definition("<b>Portée</b>")
    for query in ("", "?c1=yes"):
        assert "<b>Portée" not in client.get(PATH + query).content.decode()


# -- towards a proposal
def test_result_opens_the_proposal_form_with_the_answers(client, criteria):
    html = client.get(f"{PATH}?c1=yes&c2-mandat=no").content.decode()
    link = re.search(r'href="(/proposer-un-temoignage/\?[^"]+)"', html)[1]
    assert link == "/proposer-un-temoignage/?dispositif=c1:yes,c2-mandat:no"
    page = client.get(link)
    assert page.context["form"].initial["practice"].splitlines() == [
        "1. Portée par une autorité : oui.",
        "2. Tirée au sort, mandatée : à préciser (Tirage au sort : je ne sais pas ; Mandat : non).",
    ]
    assert "1. Portée par une autorité : oui." in plain(page.content.decode())
    assert Proposal.objects.count() == 0


@pytest.mark.parametrize("value", ["%00", "%FF", "x" * 10_000, "c1:peut-etre", "c1:yes," * 1000, ""])
def test_proposal_form_ignores_what_it_cannot_read(client, criteria, value):
    page = client.get(f"/proposer-un-temoignage/?dispositif={value}&dispositif={value}")
    assert (page.status_code, page.context["form"].initial["practice"]) == (200, "")
