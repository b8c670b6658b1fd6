"""The editor of an assembly: the same cost for any number of rows, refusals in French, nothing typed is lost."""

import html
import re

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data

from casestudies.evidence.editor import NO_SUCH_SOURCE, AssemblyForm
from casestudies.evidence.facts import EVIDENCE
from casestudies.evidence.structure import ZERO_INVITED
from casestudies.models import (
    AssemblyPage,
    CriterionAnswer,
    Fact,
    Generation,
    GenerationRoute,
    Milestone,
    Source,
)
from glossary.models import Criterion, CriterionPoint, DefinitionVersion
from tests.factories.casestudies import answer, assembly, definition, fact, source
from tests.factories.organisers import organiser
from tests.factories.workshops import theme
from tests.harness.editor import rows_sent
from tests.harness.queries import query_counts

pytestmark = pytest.mark.django_db

INLINES = ("milestones", "generations", "facts", "answers")
NO_SOURCE, NO_REASON = f"Choisissez une source : {EVIDENCE}", f"Écrivez pourquoi : {EVIDENCE}"


@pytest.fixture
def office(client):
    client.force_login(organiser())
    return client


def edit_path(page: AssemblyPage) -> str:
    return f"/admin/pages/{page.pk}/edit/"


def rows(*lines: dict) -> dict:
    """An inline formset as a browser sends it when all `lines` are new."""
    numbered = {str(number): {"id": "", "ORDER": number + 1, "DELETE": "", **line} for number, line in enumerate(lines)}
    return {"TOTAL_FORMS": len(lines), "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000, **numbered}


def sent(client, page: AssemblyPage, action: str = "action-publish", **inlines: list[dict]):
    data = {
        "title": page.title,
        "slug": page.slug,
        "introduction": "",
        "authority": page.authority_id,
        "other_names": "",
        "status": "unknown",
        "language": "fr",
        "status_note": "",
        "permanence_note": "",
        "verified_on": "",
        "seo_title": "",
        "search_description": "",
        "comments": rows(),
        action: "1",
        **{name: rows(*inlines.get(name, [])) for name in INLINES},
    }
    return client.post(edit_path(page), nested_form_data(data))


def answered(criterion: Criterion, **changed: object) -> dict:
    given = {"criterion": criterion.pk, "point": "", "state": "yes", "reason": "Par délibération.", "source": ""}
    return {**given, "second_source": "", "third_source": "", **changed}


def text_of(page) -> str:
    return " ".join(html.unescape(re.sub(r"[\u202f\u00a0]", " ", page.content.decode())).split())


def point_of(criterion: Criterion, key: str) -> CriterionPoint:
    return CriterionPoint.objects.create(criterion=criterion, key=key, label="Tirage au sort")


def add_rows(page: AssemblyPage, criterion: Criterion) -> None:
    """One more of each kind of row, with all its sources."""
    three = {"source": source(), "second_source": source(), "third_source": source()}
    fact(page, **three)
    Milestone.objects.create(page=page, when="2024", text="Vote", **three)
    generation = Generation.objects.create(page=page, label="Promotion", period="2024", **three)
    GenerationRoute.objects.create(generation=generation, route="sortition", count=10)
    point = point_of(criterion, f"point-{CriterionPoint.objects.count()}")
    answer(page, criterion, point=point, **three)


def test_opening_costs_the_same_for_any_number_of_rows(office):
    page, criterion = assembly(), definition("Portée")[0]
    counts = query_counts(office, edit_path(page), lambda: add_rows(page, criterion))
    assert len(set(counts)) == 1
    page.save_revision()
    counts = query_counts(office, edit_path(page), lambda: add_rows(page, criterion))
    assert len(set(counts)) == 1


def test_page_editor_is_this_form():
    assert issubclass(AssemblyPage.get_edit_handler().get_form_class(), AssemblyForm)


def test_rows_show_their_sources_and_choices(office):
    page, criterion = assembly(), definition("Portée")[0]
    point = point_of(criterion, "tirage")
    old = DefinitionVersion.objects.create(number=2)
    Criterion.objects.create(version=old, number=1, label="Autrefois", wording="Autrefois")
    answer(page, criterion, point=point, source=source(publisher="Ville de Metz", title="Délibération"))
    shown = office.get(edit_path(page)).content.decode()
    box = re.search(r'<select name="answers-__prefix__-point".*?</select>', shown, re.DOTALL)[0]
    assert re.findall(r'<optgroup label="(.*?)">', box) == ["1. Portée"]
    assert f'<option value="{point.pk}">Tirage au sort</option>' in box
    assert rows_sent(shown, "answers")[0]["point"] == str(point.pk)
    box = re.search(r'<select name="answers-__prefix__-criterion".*?</select>', shown, re.DOTALL)[0]
    assert re.findall(r">([^<]+)</option>", box) == [
        "---------",
        "1. Portée",
        "1. Autrefois (Définition, version 2)",
    ]
    assert shown.count("Ville de Metz, Délibération") == 1


def test_complete_rows_are_published(office):
    page, criterion, paper = assembly(), definition("Portée")[0], source()
    line = {"key": "size", "value": "55 membres.", "valid_on-kind": "", "confidence": "high", "source": paper.pk}
    given = sent(office, page, facts=[line], answers=[answered(criterion, source=paper.pk)])
    assert given.status_code == 302
    assert list(Fact.objects.values_list("value", "source")) == [("55 membres.", paper.pk)]
    assert list(CriterionAnswer.objects.values_list("state", "source")) == [("yes", paper.pk)]


def test_yes_without_source_is_refused_and_kept_on_the_screen(office):
    page, criterion = assembly(), definition("Portée")[0]
    answer_page = sent(office, page, answers=[answered(criterion)])
    shown = text_of(answer_page)
    assert answer_page.status_code == 200
    assert (NO_SOURCE in shown, NO_REASON in shown, "Par délibération." in shown) == (True, False, True)
    assert CriterionAnswer.objects.count() == 0


@pytest.mark.parametrize("wrong", ["999999", "abc", "9" * 30, "²", "1 OR 1=1"])
def test_unknown_source_is_refused_in_french(office, wrong):
    page, criterion = assembly(), definition("Portée")[0]
    answer_page = sent(office, page, answers=[answered(criterion, source=wrong)])
    shown = text_of(answer_page)
    assert answer_page.status_code == 200
    assert NO_SUCH_SOURCE in shown
    assert "Par délibération." in shown
    assert CriterionAnswer.objects.count() == 0


def test_point_of_another_criterion_is_refused(office):
    page, (one, two), paper = assembly(), definition("Portée", "Tirée"), source()
    point = point_of(two, "tirage")
    shown = text_of(sent(office, page, answers=[answered(one, point=point.pk, source=paper.pk)]))
    assert "Ce point appartient au critère « 2. Tirée »." in shown
    assert CriterionAnswer.objects.count() == 0


@pytest.mark.parametrize("is_stored", [True, False])
def test_criterion_answered_twice_is_refused_beside_its_box(office, is_stored):
    page, criterion, paper = assembly(), definition("Portée")[0], source()
    if is_stored:
        answer(page, criterion)
    lines = [answered(criterion, source=paper.pk)] * (1 if is_stored else 2)
    answer_page = sent(office, page, answers=lines)
    assert answer_page.status_code == 200
    assert answer_page.context["form"].formsets["answers"].errors[-1] == {
        "criterion": ["Ce critère a déjà une réponse."]
    }
    assert CriterionAnswer.objects.count() == is_stored


def test_ranges_that_go_backwards_are_refused_beside_their_boxes(office):
    page, paper = assembly(), source()
    line = {"key": "size", "value": "Non.", "valid_on-kind": "", "confidence": "high", "source": paper.pk}
    generation = {"label": "Promotion", "period-kind": "", "mandate_min_months": "12", "mandate_max_months": "6"}
    answer_page = sent(
        office,
        page,
        facts=[{**line, "amount": "12", "amount_max": "6"}],
        generations=[{**generation, "routes": rows()}],
    )
    forms = answer_page.context["form"].formsets
    assert [list(forms[name].errors[0]) for name in ("facts", "generations")] == [
        ["amount_max"],
        ["mandate_max_months"],
    ]


def test_draws_that_can_not_be_are_refused_beside_their_boxes_and_nothing_is_lost(office):
    page, paper = assembly(), source()
    line = {"key": "selection", "value": "Un tirage.", "valid_on-kind": "", "confidence": "high", "source": paper.pk}
    numbers = [{"invited": "0"}, {"invited": "10", "seated": "11"}, {"extras": "Repas."}]
    answer_page = sent(office, page, facts=[{**line, **given} for given in numbers])
    rows_sent = answer_page.context["form"].formsets["facts"]
    assert [{name: list(said) for name, said in row.items()} for row in rows_sent.errors] == [
        {"invited": [ZERO_INVITED]},
        {"seated": ["Plus de membres (11) que d’invitations (10) : vérifiez."]},
        {"extras": ["Cette case ne va pas avec le sujet « Sélection » : videz-la."]},
    ]
    assert ('value="11"' in answer_page.text, Fact.objects.count()) == (True, 0)


def test_fact_with_boxes_and_theme_is_stored(office):
    page, paper, chosen = assembly(), source(), theme("Tirage")
    line = {"key": "selection", "value": "Un tirage.", "valid_on-kind": "", "confidence": "high", "source": paper.pk}
    boxes = {"invited": "300", "invited_unit": "people", "volunteers": "29", "theme": chosen.pk}
    sent(office, page, facts=[{**line, **boxes}])
    stored = Fact.objects.get()
    assert (stored.rate_words, stored.rate_division, stored.theme) == ("= 9,7 %", "29 ÷ 300 personnes", chosen)


def test_yes_without_reason_and_fact_without_source_are_refused_beside_their_boxes(office):
    page, criterion, paper = assembly(), definition("Portée")[0], source()
    line = {"key": "size", "value": "55 membres.", "valid_on-kind": "", "confidence": "high"}
    answer_page = sent(office, page, facts=[line], answers=[answered(criterion, reason=" ", source=paper.pk)])
    shown = text_of(answer_page)
    assert (NO_REASON in shown, "Un fait a une source, ou la confiance « non trouvé »." in shown) == (True, True)
    forms = answer_page.context["form"].formsets
    assert [list(forms[name].errors[0]) for name in ("facts", "answers")] == [["source"], ["reason"]]
    assert (Fact.objects.count(), CriterionAnswer.objects.count()) == (0, 0)


def test_new_source_needs_no_identifier(office):
    given = {"publisher": "Ville de Metz", "title": "Délibération", "kind": "official", "key": "", "url": ""}
    sent_by_window = {f"nouveau-{name}": value for name, value in given.items()}
    for _ in range(2):
        answer = office.post(reverse("wagtailsnippetchoosers_casestudies_source:create"), sent_by_window)
        assert answer.json()["step"] == "chosen"
    panel = {"published_on-kind": "", "consulted_on": "", "note": "", **given, "title": "👍", "publisher": "👍"}
    assert office.post("/admin/snippets/casestudies/source/add/", panel).status_code == 302
    office.post("/admin/snippets/casestudies/source/add/", {**panel, "key": "à moi"})
    keys = Source.objects.order_by("pk").values_list("key", flat=True)
    assert list(keys) == ["ville-de-metz-deliberation", "ville-de-metz-deliberation-2", "source"]
