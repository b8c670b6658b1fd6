"""The form that reports an error offers the facts and answers of the page."""

import re
import uuid

import pytest

from casestudies.models import FactReport
from tests.factories.casestudies import answer, assembly, case_study, definition, fact, hide
from tests.factories.forms import summary_of
from tests.factories.pages import home_page

pytestmark = pytest.mark.django_db

PATH = "/signaler-une-erreur/"


@pytest.fixture(autouse=True)
def _site():
    home_page()


def typed(**changed: object) -> dict:
    return {"key": str(uuid.uuid4()), "message": "Le montant est faux.", **changed}


def choices(client, query: str) -> list[tuple[str, str, bool]]:
    """Value, words and choice of each line that the form offers."""
    html = re.sub(r"[\u202f\u00a0]", " ", client.get(f"{PATH}?{query}").content.decode())
    box = re.search(r'<select name="line".*?</select>', html, re.DOTALL)
    found = re.findall(r'<option value="([^"]*)"( selected)?>(.*?)</option>', box[0] if box else "")
    return [(value, words, bool(chosen)) for value, chosen, words in found]


def test_form_offers_the_facts_and_answers_of_the_page(client):
    sheet = assembly()
    size, pay = fact(sheet), fact(sheet, "compensation", "44 € par jour.")
    (criterion,) = definition("Tirage au sort")
    given = answer(sheet, criterion, "partly")
    lines = [
        (f"fait-{size.pk}", "Taille : 100 membres.", False),
        (f"fait-{pay.pk}", "Indemnisation : 44 € par jour.", False),
        (f"reponse-{given.pk}", "Tirage au sort : Partiellement. Parce que.", False),
    ]
    whole = ("", "Toute la page, ou autre chose", False)
    assert choices(client, f"sur={sheet.pk}") == [(*whole[:2], True), *lines]
    preselected = choices(client, f"sur={sheet.pk}&fait={pay.pk}")
    assert [value for value, _, chosen in preselected if chosen] == [f"fait-{pay.pk}"]


def test_form_about_a_study_offers_the_lines_of_its_assemblies(client):
    paris, nancy = assembly("Paris"), assembly("Nancy")
    hidden = hide(assembly("Cachée"), "draft")
    kept = [fact(paris), fact(nancy)]
    fact(hidden)
    study = case_study(assemblies=[paris, nancy, hidden])
    assert [(value, words) for value, words, _ in choices(client, f"sur={study.pk}")[1:]] == [
        (f"fait-{kept[0].pk}", "Paris, Taille : 100 membres."),
        (f"fait-{kept[1].pk}", "Nancy, Taille : 100 membres."),
    ]
    assert choices(client, f"sur={case_study().pk}") == []


def test_chosen_line_is_what_is_stored_whatever_the_address(client):
    sheet = assembly()
    size, pay = fact(sheet), fact(sheet, "compensation", "é" * 300)
    client.post(f"{PATH}?sur={sheet.pk}&fait={size.pk}", typed(line=f"fait-{pay.pk}"))
    client.post(f"{PATH}?sur={sheet.pk}&fait={size.pk}", typed(line=""))
    assert [each.about for each in FactReport.objects.order_by("pk")] == ["Indemnisation : " + "é" * 300, ""]


@pytest.mark.parametrize("line", ["fait-0", "fait-999999", "\x00", "é" * 5000])
def test_line_that_is_gone_says_so_and_loses_nothing(client, line):
    sheet = assembly()
    fact(sheet)
    page = client.post(f"{PATH}?sur={sheet.pk}", typed(line=line, correction="44 €."))
    assert (page.status_code, FactReport.objects.count()) == (200, 0)
    html = re.sub(r"[\u202f\u00a0]", " ", page.content.decode())
    assert summary_of(page) == [("id_line", "Cette ligne n’est plus sur la page : choisissez-en une autre.")]
    assert [words in html for words in ("Le montant est faux.", "44 €.")] == [True, True]
