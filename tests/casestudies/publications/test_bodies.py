"""Pictures, tables, quotations and headings wherever a body is shown, taken away, compared or reread."""

import itertools
import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from wagtail.images.models import Rendition
from wagtail.models import Revision

from casestudies.models import CaseStudyPage
from glossary.models import Term
from hub.core.pictures.actions import make_sizes
from hub.home.models import StandardPage
from hub.home.open_data.reading import prose
from tests.factories.bodies import library_picture, more_blocks, picture_block, quotation_block, step_with, table_block
from tests.factories.casestudies import case_study, report, witness
from tests.factories.organisers import organiser
from tests.factories.pages import home_page
from tests.harness.open_data import exported_rows
from tests.harness.queries import query_counts

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the temporary file of a size it made to the collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


class Outline(HTMLParser):
    """The levels of the headings of a page, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))


def plain_page(more: list[dict], title: str = "Une page") -> StandardPage:
    value = {"heading": "Une section", "note": "", "text": "<p>Un texte.</p>", "more": more}
    return home_page().add_child(instance=StandardPage(title=title, body=[("section", value)]))


def everything() -> list[dict]:
    image = library_picture()
    make_sizes([image.pk])
    return more_blocks(image)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub("[\u202f\xa0]", " ", text)).replace("> ", ">").replace(" <", "<")


@pytest.mark.parametrize("make", [case_study, witness, report, plain_page])
def test_every_kind_of_page_shows_every_kind_of_block(client, make):
    more = everything()
    page = plain_page(more) if make is plain_page else make(practice=[step_with(more)], outcome=[step_with(more)])
    text = squeezed(client.get(page.url).text)
    level = 3 if make is plain_page else 4
    shown = (
        f"<h{level}>En détail</h{level}>",
        '<figure class="quotation"><blockquote><p>« On vote. »</p></blockquote>'
        "<figcaption>Une élue, Rouen, 2026</figcaption></figure>",
        '<div class="tablebox" role="region" aria-label="Tableau : Membres par ville" tabindex="0"><table>'
        '<caption>Membres par ville</caption><thead><tr><td></td><th scope="col">Membres</th></tr></thead>'
        '<tbody><tr><th scope="row">Rouen</th><td>45</td></tr><tr><th scope="row">Lyon</th><td></td></tr></tbody>',
    )
    assert [part for part in shown if part not in text] == []
    levels = Outline(text).levels
    assert [pair for pair in itertools.pairwise(levels) if pair[1] > pair[0] + 1] == []


def test_quotation_in_another_language_is_read_in_it(client):
    block = quotation_block()
    block["value"] |= {"text": "We vote.", "language": "en"}
    text = squeezed(client.get(plain_page([block, quotation_block()]).url).text)
    assert re.findall("<blockquote[^>]*><p>[^<]*", text) == [
        '<blockquote lang="en"><p>« We vote. »',
        "<blockquote><p>« On vote. »",
    ]


def test_table_may_have_titles_on_one_side_only(client):
    page = plain_page([table_block("a\tb\nc\td", header_column=False), table_block("a\tb", header_row=False)])
    text = squeezed(client.get(page.url).text)
    assert '<tr><th scope="col">a</th><th scope="col">b</th></tr></thead><tbody><tr><td>c</td><td>d</td></tr>' in text
    assert '</caption><tbody><tr><th scope="row">a</th><td>b</td></tr></tbody>' in text


def test_plain_pages_cost_the_same_for_one_and_for_thirty_pictures(client):
    page = plain_page([])

    def add() -> None:
        image = library_picture(size=(300, 200))
        make_sizes([image.pk])
        value = {"heading": "A", "note": "", "text": "<p>t</p>", "more": [picture_block(image), table_block()]}
        page.body.append(("section", value))
        page.save()

    assert len(set(query_counts(client, page.url, add))) == 1


def test_dossier_prints_the_blocks_of_its_studies(client):
    page = case_study(practice=[step_with(everything())])
    text = squeezed(client.get(f"{reverse('dossier')}?p={page.slug}").text)
    shown = ("<h5>En détail</h5>", "<caption>Membres par ville</caption>", "« On vote. »", " 1280w")
    assert [part for part in shown if part not in text] == []


def test_open_data_says_what_the_blocks_say_and_can_be_loaded(client):
    case_study(practice=[step_with(everything())])
    (text,) = [row["texte"] for row in exported_rows()["etapes"]]
    assert text.startswith("<p>Un texte.</p><p><b>En détail</b></p><p>Encore.</p><p>[Image : Un vote à main levée.")
    assert prose(text) == text


def test_words_of_the_glossary_open_in_the_text_that_follows(client):
    drawing = Term.objects.create(name="Tirage au sort", slug="tirage-au-sort", definition="Au hasard.")
    mandate = Term.objects.create(name="Mandat", slug="mandat", definition="Une durée.")
    said = {"type": "text", "value": "<p>Un tirage au sort.</p>"}
    page = case_study(practice=[step_with([said, table_block("Mandat\tDurée\nUn mandat\t2 ans", header_column=False)])])
    shown = re.findall('popovertarget="mot-([^"]*)"', client.get(page.url).text)
    opened = [found.slug for found in page.opened_terms([mandate, drawing])]
    assert (shown, opened) == (["tirage-au-sort", "mandat"], ["tirage-au-sort", "mandat"])


def test_two_versions_of_a_body_are_compared(client):
    page = case_study(practice=[step_with(more_blocks(library_picture()))])
    page.save_revision()
    page.practice = [step_with([table_block("a\tb\nc\td"), picture_block(library_picture("Autre"), "Une salle.")])]
    page.save_revision()
    first, second = Revision.objects.order_by("pk").values_list("pk", flat=True)
    client.force_login(organiser())
    answer = client.get(reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first, second]))
    assert (answer.status_code, "Une salle." in answer.text) == (200, True)


def test_preview_shows_pictures_and_writes_nothing(client):
    more = everything()
    page = case_study(practice=[step_with(more)])
    page.save_revision()
    before = Rendition.objects.count()
    client.force_login(organiser())
    answer = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert (answer.status_code, "srcset" in answer.text, Rendition.objects.count()) == (200, True, before)


def test_stored_version_keeps_the_blocks(client):
    page = case_study(practice=[step_with(more_blocks(library_picture()))])
    page.save_revision().publish()
    kept = CaseStudyPage.objects.get(pk=page.pk).practice[0].value["more"]
    assert [block.block_type for block in kept] == ["heading", "text", "picture", "table", "quotation"]
