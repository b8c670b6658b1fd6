"""Pages whose words of the glossary open their definitions."""

import re

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils.text import slugify

from casestudies.models import CaseStudyPage
from glossary.models import DefinitionVersion, GlossaryPage, Term, pages_that_open
from glossary.models.explained import MOST_TERMS, Explanations
from hub.core.lists.kept import content_changed
from hub.home.models import StandardPage
from tests.factories.casestudies import assembly, case_study, report, step, witness
from tests.factories.organisers import organiser
from tests.factories.pages import home_page, index_page
from tests.factories.workshops import theme, workshop
from tests.harness.queries import query_counts
from workshops.models import AgendaItem

pytestmark = pytest.mark.django_db

OPENED = re.compile(r'popovertarget="mot-([\w-]+)">([^<]*)<')
DEFINED = re.compile(r'id="mot-([\w-]+)" popover')
TEXT = "Le mandat est court. L’indemnité, le mandat."
PARAGRAPH = f"<p>{TEXT}</p>"


def term(name: str, definition: str = "Un mot.", **fields: object) -> Term:
    return Term.objects.create(name=name, slug=slugify(name), definition=definition, **fields)


@pytest.fixture
def _words():
    term("Mandat", easy_definition="Un temps.")
    term("Indemnité", forms="indemniser")


def opened(client, path: str) -> list[tuple[str, str]]:
    return OPENED.findall(client.get(path).content.decode())


def study_in_two_parts(**fields: object) -> CaseStudyPage:
    parts = {"practice": [step("Le mandat", PARAGRAPH)], "outcome": [step("Un effet", PARAGRAPH)]}
    return case_study(introduction=TEXT, **parts, **fields)


BOTH = [("mandat", "mandat"), ("indemnite", "indemnité")]


@pytest.mark.usefixtures("_words")
def test_case_study_opens_each_term_once_per_part(client):
    html = client.get(study_in_two_parts().url).content.decode()
    assert OPENED.findall(html) == BOTH * 3
    assert DEFINED.findall(html) == ["mandat", "indemnite"]


@pytest.mark.usefixtures("_words")
def test_definition_shows_its_easy_words_and_where_to_read_more(client):
    html = client.get(study_in_two_parts().url).content.decode()
    shown = re.search(r'<p id="mot-mandat" popover>(.*?)</p>', html, re.DOTALL)[1]
    assert " ".join(shown.replace("\u202f", " ").split()) == (
        "<dfn>Mandat</dfn> Un mot. <span>En plus simple : Un temps.</span> "
        '<a href="/glossaire/mandat/">« Mandat » dans le glossaire</a>'
    )
    assert "En plus simple" not in re.search(r'<p id="mot-indemnite" popover>.*?</p>', html, re.DOTALL)[0]


@pytest.mark.usefixtures("_words")
@pytest.mark.parametrize("make", [witness, report])
def test_testimony_and_report_open_terms(client, make):
    page = make(introduction=TEXT, practice=[step("Ainsi", PARAGRAPH)])
    assert opened(client, page.url) == BOTH * 2


@pytest.mark.usefixtures("_words")
def test_plain_page_opens_terms_once_per_section(client):
    sections = [("section", {"heading": "Le mandat", "note": "", "text": PARAGRAPH})] * 2
    page = home_page().add_child(instance=StandardPage(title="Page", slug="page", introduction=TEXT, body=sections))
    assert opened(client, page.url) == BOTH * 3


@pytest.mark.usefixtures("_words")
def test_workshop_opens_terms_of_its_description_but_not_of_its_quoted_announcement(client):
    assert opened(client, workshop("2027-03", introduction=TEXT, wording=TEXT).url) == BOTH


@pytest.mark.usefixtures("_words")
def test_theme_opens_terms_of_its_summaries_but_not_of_its_quoted_question(client):
    chosen = theme()
    chosen.questions.create(text=TEXT)
    case_study(themes=[chosen], practice_summary=TEXT, outcome_summary="Indemniser aide.")
    assert opened(client, chosen.get_absolute_url()) == [*BOTH, ("indemnite", "Indemniser")]


@pytest.mark.usefixtures("_words")
def test_page_without_glossary_opens_nothing_and_asks_nothing(client):
    page = study_in_two_parts(without_glossary=True)
    with CaptureQueriesContext(connection) as queries:
        html = client.get(page.url).content.decode()
    assert (OPENED.findall(html), DEFINED.findall(html)) == ([], [])
    assert [query["sql"] for query in queries if "glossary_term" in query["sql"]] == []


@pytest.mark.usefixtures("_words")
def test_glossary_and_its_terms_open_nothing(client):
    index_page(GlossaryPage, "glossaire", "Glossaire")
    term("Durée", definition=TEXT)
    assert (opened(client, "/glossaire/"), opened(client, "/glossaire/duree/")) == ([], [])


def test_glossary_shows_easy_definitions(client):
    index_page(GlossaryPage, "glossaire", "Glossaire")
    term("Mandat", easy_definition="Un temps.")
    assert client.get("/glossaire/").content.decode().count("En plus simple") == 1


def test_term_without_definition_is_not_opened(client):
    term("Mandat", definition="")
    assert opened(client, study_in_two_parts().url) == []


def test_equivalents_open_nothing_but_for_acronyms(client):
    term("Assemblée", equivalents="débat\nACP")
    assert opened(client, case_study(introduction="Un débat de l’ACP.").url) == [("assemblee", "ACP")]


def test_page_opens_a_limited_number_of_definitions(client):
    names = [f"mot{letter}" for letter in "abcdefghijklmnop"]
    for name in names:
        term(name)
    html = client.get(case_study(introduction=" ".join(names)).url).content.decode()
    assert DEFINED.findall(html) == names[:MOST_TERMS]


def test_definition_is_escaped(client):
    term("Mandat", definition="<script>1</script>", easy_definition="<b>")
    html = client.get(case_study(introduction="<i>Le mandat</i>").url).content.decode()
    assert "&lt;script&gt;1&lt;/script&gt;" in html
    assert re.search(r'&lt;i&gt;Le <span class="[^"]+"><button class="term"', html)


def test_page_reads_the_glossary_in_one_query(client):
    page, numbers = study_in_two_parts(), iter(range(100))
    counts = query_counts(client, page.url, lambda: term(f"Mandat {next(numbers)}", forms="mandat"))
    assert len(set(counts)) == 1
    content_changed()
    with CaptureQueriesContext(connection) as queries:
        client.get(page.url)
    assert len([query for query in queries if "glossary_term" in query["sql"]]) == 1


def test_changed_term_is_found_at_the_next_view(client):
    word, page = term("Durée"), study_in_two_parts()
    assert opened(client, page.url) == []
    word.forms = "mandat"
    word.save()
    assert opened(client, page.url) == [("duree", "mandat")] * 3


def test_tag_does_nothing_where_the_view_gives_no_glossary():
    text = "{% load terms %}{% terms %}<p>Un mandat</p>{% endterms %}"
    assert Template(text).render(Context()) == "<p>Un mandat</p>"
    assert Explanations([]).link("<p>Un mandat</p>") == "<p>Un mandat</p>"


def test_assembly_page_has_no_link_for_its_facts_are_not_running_text(client):
    term("Mandat")
    DefinitionVersion.objects.create(number=1, is_current=True)
    assert opened(client, assembly(introduction=TEXT).url) == []


def test_terms_without_definition_are_listed_for_editors(client):
    home_page()
    term("Mandat")
    term("Collège", definition="")
    client.force_login(organiser("odile@exemple.fr"))
    lists = {value: client.get(f"/admin/snippets/glossary/term/?defined={value}") for value in ("true", "false", "zz")}
    shown = {value: [each.name for each in page.context["object_list"]] for value, page in lists.items()}
    assert shown == {"true": ["Mandat"], "false": ["Collège"], "zz": ["Collège", "Mandat"]}


def test_editor_turns_links_off_for_one_page(client):
    page = study_in_two_parts()
    client.force_login(organiser("odile@exemple.fr"))
    html = client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert html.count("Ne pas relier les mots du glossaire") > 0


def pages_of_every_kind() -> list:
    """One page of each type whose text may open words, all with the same text."""
    parts = {"introduction": TEXT, "practice": [step("Le mandat", PARAGRAPH)], "outcome": [step("Un effet", PARAGRAPH)]}
    sections = [("section", {"heading": "Le mandat", "note": "", "text": PARAGRAPH})]
    plain = home_page().add_child(instance=StandardPage(title="Page", slug="page", introduction=TEXT, body=sections))
    meeting = workshop("2027-03", introduction="Rien.")
    AgendaItem.objects.create(workshop=meeting, part=1, title="Mandat", note=TEXT)
    return [case_study(**parts), witness(**parts), report(**parts), plain, meeting]


@pytest.mark.usefixtures("_words")
def test_running_text_is_what_each_page_links(client):
    for page in pages_of_every_kind():
        fresh = type(page).objects.get(pk=page.pk)
        names = [term.slug for term in fresh.opened_terms(Term.objects.all())]
        assert (page.pk, names) == (page.pk, list(dict.fromkeys(slug for slug, _ in opened(client, page.url))))
        assert names == ["mandat", "indemnite"]


@pytest.mark.usefixtures("_words")
def test_a_term_that_pages_open_stays_until_its_definition_is_emptied(client):
    for number in range(20):
        case_study(f"Étude {number:02}", introduction=TEXT)
    case_study("Sans lien", introduction=TEXT, without_glossary=True)
    word = Term.objects.get(slug="mandat")
    client.force_login(organiser("odile@exemple.fr"))
    address = f"/admin/snippets/glossary/term/delete/{word.pk}/"
    said = [str(message) for message in client.post(address, follow=True).context["messages"]]
    assert len(said) == 1
    assert "« Mandat » n’est pas supprimé : sa définition s’ouvre dans" in said[0]
    assert (len(re.findall(r"Étude \d\d", said[0])), "et d’autres" in said[0]) == (8, True)
    listed = client.get(f"/admin/snippets/glossary/term/usage/{word.pk}/").context["table"].data
    assert [row["label"] for row in listed] == [f"Étude {number:02}" for number in range(20)]
    Term.objects.filter(pk=word.pk).update(definition="")
    client.post(address)
    assert Term.objects.filter(pk=word.pk).count() == 0


@pytest.mark.usefixtures("_words")
def test_terms_deleted_together_are_kept_when_one_is_opened(client):
    case_study("Étude", introduction="Un mandat.")
    client.force_login(organiser("odile@exemple.fr"))
    numbers = list(Term.objects.values_list("pk", flat=True))
    client.post("/admin/bulk/glossary/term/delete/?" + "&".join(f"id={number}" for number in numbers))
    assert sorted(Term.objects.values_list("pk", flat=True)) == sorted(numbers)


def test_usage_of_a_theme_lists_its_pages(client):
    home_page()
    subject = theme("Indemnisation")
    case_study("Étude", themes=[subject])
    client.force_login(organiser("odile@exemple.fr"))
    rows = client.get(f"/admin/snippets/glossary/theme/usage/{subject.pk}/").context["table"].data
    assert [row["label"] for row in rows] == ["Étude"]


def test_a_word_inside_a_longer_term_is_not_used_there(client):
    short, long = term("Mandat"), term("Mandat municipal")
    case_study("Une étude", introduction="Au-delà d’un mandat municipal.")
    other = case_study("Une autre", introduction="Un mandat.")
    assert [page.title for page in pages_that_open(long)] == ["Une étude"]
    assert list(pages_that_open(short)) == [other]
