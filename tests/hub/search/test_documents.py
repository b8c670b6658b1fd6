"""Texts of documents: read for public pages only, by a process that may die alone, gone with their pages."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from casestudies.models import ReportFile
from hub.search.actions.documents import read_documents
from hub.search.models import DocumentText, Entry, Posting
from tests.factories.casestudies import case_study, hide, report, source, step
from tests.factories.documents import document, docx, odt, pdf
from tests.factories.pages import home_page

pytestmark = pytest.mark.django_db

PATH = "/recherche/"
NOW = timezone.now()


@pytest.fixture(autouse=True)
def _site():
    home_page()


@pytest.fixture
def found(client):
    def search(text: str) -> list[str]:
        return [result.title for result in client.get(PATH, {"q": text}).context["results"]]

    return search


def given(name: str, content: bytes, title: str = "Compte-rendu du jour") -> tuple:
    """A published report with this file."""
    page, file = report(title), document(name, content)
    ReportFile.objects.create(report=page, label="Support", document=file)
    page.save_revision().publish()
    return page, file


def state(name: str, content: bytes) -> str:
    given(name, content)
    read_documents(NOW)
    return DocumentText.objects.get().state


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", pdf("Les zinnias du jardin")),
        ("a.docx", docx("Rien.", "Les zinnias du jardin")),
        ("a.odt", odt("Rien.", "Les <text:span>zinni</text:span>as du jardin")),
        ("a.txt", b"Les zinnias du jardin"),
        ("A.PDF", pdf("Les zinnias du jardin")),
    ],
)
def test_the_text_of_each_kind_of_document_is_found_on_its_page(client, found, name, content):
    given(name, content)
    assert found("zinnia") == []
    assert [read_documents(NOW), read_documents(NOW)] == [1, 0]
    result = client.get(PATH, {"q": "zinnia"}).context["results"][0]
    assert (result.title, result.is_aside) == ("Compte-rendu du jour", True)
    assert "Les <mark>zinnias</mark> du jardin" in result.text


def test_a_document_linked_inside_running_text_is_read(found):
    file = document("a.txt", b"Les zinnias.")
    text = f'<p>Voir <a linktype="document" id="{file.pk}">le fichier</a>.</p>'
    case_study("Une étude", practice=[step("Comment", text)])
    assert (read_documents(NOW), found("zinnia")) == (1, ["Une étude"])


@pytest.mark.parametrize("way", ["draft", "private", "expired"])
def test_a_document_of_a_hidden_page_is_not_read(way):
    page, _ = given("a.txt", b"Les zinnias.")
    hide(page, way)
    assert (read_documents(NOW), DocumentText.objects.count()) == (0, 0)


def test_a_document_of_a_restricted_collection_is_not_read(found):
    place = Collection.get_first_root_node().add_child(name="Secret")
    CollectionViewRestriction.objects.create(collection=place, restriction_type="login")
    _, file = given("a.txt", b"Les zinnias.")
    file.collection = place
    file.save()
    assert (read_documents(NOW), found("zinnia")) == (0, [])


def test_an_unpublished_page_takes_the_texts_of_its_documents_away_at_once(found, django_capture_on_commit_callbacks):
    page, _ = given("a.txt", b"Les zinnias.")
    read_documents(NOW)
    assert found("zinnia") == ["Compte-rendu du jour"]
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    assert (found("zinnia"), DocumentText.objects.count()) == ([], 0)
    assert Posting.objects.filter(word="zinnias").count() == 0


def test_a_restriction_takes_the_texts_of_documents_away_at_once(found, django_capture_on_commit_callbacks):
    page, _ = given("a.txt", b"Les zinnias.")
    read_documents(NOW)
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")
    assert (found("zinnia"), DocumentText.objects.count()) == ([], 0)
    assert Entry.objects.filter(aside__contains="zinnias").count() == 0


def test_a_page_that_no_longer_gives_its_document_is_not_found_by_it(found, django_capture_on_commit_callbacks):
    page, _ = given("a.txt", b"Les zinnias.")
    read_documents(NOW)
    with django_capture_on_commit_callbacks(execute=True):
        page.files.all().delete()
        page.save_revision().publish()
    assert (found("zinnia"), DocumentText.objects.count()) == ([], 0)


def test_what_expires_is_dropped_by_the_next_pass():
    page, _ = given("a.txt", b"Les zinnias.")
    read_documents(NOW)
    type(page).objects.filter(pk=page.pk).update(expire_at=NOW - timedelta(minutes=1))
    read_documents(NOW)
    assert DocumentText.objects.count() == 0


def test_another_file_is_read_anew_and_the_former_text_goes_at_once(found):
    _, file = given("a.txt", b"Les zinnias.")
    read_documents(NOW)
    file.file = ContentFile(b"Les dahlias.", name="b.txt")
    file.save()
    assert found("zinnia") == []
    assert (read_documents(NOW), found("dahlia")) == (1, ["Compte-rendu du jour"])


@pytest.mark.parametrize(
    ("name", "content", "outcome"),
    [
        ("a.pdf", pdf("zinnia", locked="secret"), "locked"),
        ("a.odt", odt("zinnia", manifest="<encryption-data/>"), "locked"),
        ("a.pdf", b"%PDF-1.7\nabc", "damaged"),
        ("a.pdf", b"", "damaged"),
        ("a.docx", b"PK\x03\x04abc", "damaged"),
        ("a.docx", docx("</w:t>"), "damaged"),
        ("a.docx", docx("x" * 40_000_000), "too_heavy"),
        ("a.docx", docx("<w:r>" * 100_000 + "</w:r>" * 100_000), "empty"),
        ("a.docx", docx(""), "empty"),
        ("a.pdf", pdf(""), "empty"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_document_that_does_not_open_is_left_with_a_reason(name, content, outcome):
    assert state(name, content) == outcome


def test_a_document_without_its_file_is_left_with_a_reason():
    _, file = given("a.txt", b"Les zinnias.")
    file.file.storage.delete(file.file.name)
    read_documents(NOW)
    assert DocumentText.objects.get().get_state_display() == "pas lu : fichier introuvable"


def test_other_kinds_of_documents_are_not_opened():
    given("a.csv", b"zinnia")
    assert (read_documents(NOW), DocumentText.objects.count()) == (0, 0)


def test_a_long_document_is_read_from_its_beginning(found):
    given("a.txt", b"Les zinnias. " + b"mot " * 300_000 + b"dahlia")
    read_documents(NOW)
    assert (found("zinnia"), found("dahlia"), len(DocumentText.objects.get().text)) == (
        ["Compte-rendu du jour"],
        [],
        200_000,
    )


def test_organisers_see_what_was_read_and_why_not(admin_client):
    given("a.pdf", b"%PDF-1.7\nabc")
    read_documents(NOW)
    page = admin_client.get("/admin/documents-lus/").content.decode()
    assert ["Un document" in page, "pas lu : abîmé" in page] == [True, True]


# ---------------------------------------------------------------- sources
def test_titles_of_sources_are_found_on_the_pages_that_rest_on_them(found):
    line = source(title="Un rapport sur les zinnias", publisher="Le Jardinier")
    case_study("Une étude", practice=[step("Comment", sources=(line,))])
    assert (found("rapport zinnia"), found("jardinier")) == (["Une étude"], ["Une étude"])
    line.title = "Un rapport sur les dahlias"
    line.save()
    assert (found("zinnia"), found("dahlia")) == ([], ["Une étude"])
