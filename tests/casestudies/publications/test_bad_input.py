"""What people paste and ask by mistake or on purpose: nothing breaks, nothing runs, nothing is lost."""

import csv
import io
import json
import re

import pytest
from django.http import HttpResponse
from wagtail.test.utils.form_data import rich_text

from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from hub.core.rows import MISCOUNTED
from tests.factories.casestudies import case_study, definition
from tests.factories.organisers import organiser
from tests.factories.pages import home_page, index_page
from tests.factories.workshops import theme
from tests.harness.tables import PAGE, place

pytestmark = pytest.mark.django_db

WORD = """<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<p class="MsoNormal" style="mso-margin-top-alt:auto"><b><span lang="FR" style="font-family:Calibri">Le tirage</span></b>
<o:p></o:p></p><p class="MsoListParagraph"><span style="mso-list:Ignore">·</span>Deux urnes</p>
<table class="MsoTableGrid"><tr><td><p class="MsoNormal">Une cellule</p></td></tr></table>
<img src="file:///C:/Temp/msohtml1/01/clip_image001.png"><script>alert(1)</script><style>p{color:red}</style>"""
LINKS = (
    "javascript:alert(1)",
    " JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "&#106;avascript:alert(1)",
)
FORMULAS = ("=1+1", "+33 1", "-2", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0")


@pytest.fixture
def office(client):
    home_page()
    client.force_login(organiser("odile@exemple.fr"))
    return client


def typed(text: str, *, url: str = "") -> str:
    """What the editor sends for one paragraph, the whole of it a link when `url` is given."""
    linked = [{"key": 0, "offset": 0, "length": len(text)}] if url else []
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": linked}
    entities = {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": url}}} if url else {}
    return json.dumps({"blocks": [block], "entityMap": entities})


def published(office, text: str, heading: str = "Le tirage") -> str:
    """The public page of a case study that was written in the administration; `text` is what the editor sends."""
    assert sent(office, text, heading).status_code == 302
    page = CaseStudyPage.objects.get()
    office.logout()
    return office.get(page.url).content.decode()


def sent(office, text: str, heading: str = "Le tirage", without: str = "") -> HttpResponse:
    parent = index_page(CaseStudyIndexPage, "etudes-de-cas", "Études de cas")
    address = f"/admin/pages/add/casestudies/casestudypage/{parent.pk}/"
    data = {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0, "practice-count": 1, "outcome-count": 0}
    data |= {"title": "Essai", "slug": "essai", "practice_summary": "On fait ainsi.", "action-publish": "1"}
    step = {"deleted": "", "order": 0, "type": "step", "id": "", "value-heading": heading, "value-documented": "on"}
    step |= {"value-text": text, "value-sources-count": 0, "value-more-count": 0}
    for formset in office.get(address).context["form"].formsets.values():
        data |= {formset.management_form.add_prefix(name): 0 for name in formset.management_form.fields}
    step.pop(without, None)
    return office.post(address, data | {f"practice-0-{name}": value for name, value in step.items()})


def panel(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]


def test_text_pasted_from_word_keeps_its_words_and_nothing_else(office):
    html = panel(published(office, rich_text(WORD)))
    assert re.findall(r"Mso|mso-|style=|<o:p|<script|<style|<xml|file:|<table|Calibri", html) == []
    assert [words for words in ("Le tirage", "Deux urnes", "Une cellule") if words not in html] == []


def test_editor_opened_before_an_upgrade_is_told_and_loses_nothing(office):
    answer = sent(office, typed("Deux urnes."), without="value-more-count")
    assert (answer.status_code, CaseStudyPage.objects.count()) == (200, 0)
    assert [words for words in ("Deux urnes.", "Le tirage", MISCOUNTED[34:55]) if words not in answer.text] == []


def test_markup_typed_as_text_is_shown_as_text(office):
    html = panel(published(office, typed("<script>alert(1)</script><b onclick=x>"), heading="<img src=x onerror=y>"))
    assert re.findall(r"<script|<b |<img", html) == []
    assert ("&lt;script&gt;alert(1)" in html, "&lt;img src=x" in html) == (True, True)


@pytest.mark.parametrize("url", LINKS)
def test_links_that_run_something_lead_nowhere(office, url):
    html = panel(published(office, typed("un lien", url=url)))
    assert "un lien" in html
    assert re.findall(r"href=[\"']?[^\"'/?#>]*script[^\"'>]*|href=[\"']?\s*data:[^\"'>]*", html, re.I) == []


# ---------------------------------------------------------------- the comparison
def test_fifty_assemblies_asked_at_once_give_six(client):
    definition("Portée")
    for number in range(50):
        place(f"Lieu{number}")
    page = client.get(f"{PAGE}?" + "&".join(f"a=lieu{number}" for number in range(50)))
    assert [column.name for column in page.context["table"].columns] == [f"Lieu{number}" for number in range(6)]
    assert page.context["choice"].notices == (
        "Six assemblées au plus sur une page : les six premières sont gardées, sur 50 demandées.",
    )


# ---------------------------------------------------------------- files
def test_csv_has_a_row_per_item_and_no_formula(client):
    texts = [*FORMULAS, 'Une « phrase » ; puis\nune autre,\r\n\r\net "celle-ci"']
    for number, text in enumerate(texts):
        case_study(f"Étude {number}", practice_summary=text, figure=text[:20])
    content = client.get("/etudes-de-cas/?format=csv&tri=titre").getvalue()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert len(rows) == 1 + len(texts)
    assert {len(row) for row in rows} == {len(rows[0])}
    cells = [cell for row in rows[1:] for cell in row]
    assert [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")] == []
    several_lines = [cell for cell in rows[-1] if "\n" in cell]
    assert [cell.split("\n")[0] for cell in several_lines] == ["Une « phrase » ; puis"]


# ---------------------------------------------------------------- deletions
def test_a_theme_of_twenty_case_studies_stays_and_names_some_of_them(office):
    subject = theme("Indemnisation")
    for number in range(20):
        case_study(f"Étude {number:02}", themes=[subject])
    answer = office.post(f"/admin/snippets/glossary/theme/delete/{subject.pk}/", follow=True)
    said = [str(message) for message in answer.context["messages"]]
    assert len(said) == 1
    assert "« Indemnisation » n’est pas supprimé, car il sert ici" in said[0]
    assert (len(re.findall(r"Étude \d\d", said[0])), "et d’autres" in said[0]) == (8, True)
    subject.refresh_from_db()
    assert subject.case_studies.count() == 20
