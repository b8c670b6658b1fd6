"""The counts of rows that a browser sends with an editor: untrue ones are told, and no row is lost."""

import html
import re

import pytest
from django.http import QueryDict
from modelcluster.models import ClusterableModel
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models
from wagtail.test.utils.form_data import nested_form_data

from casestudies.models import AssemblyPage
from glossary.models import Theme
from hub.core.models import BasePage
from hub.core.rows import MISCOUNTED, CountedRows, recounted
from hub.home.models import StandardPage
from tests.factories.casestudies import assembly
from tests.factories.organisers import organiser
from tests.factories.pages import home_page
from tests.factories.workshops import theme

ABSURD = [None, "", "abc", "\x00", "-1", "1", "3", "1001", "1000000000", "1e3", "٢"]


@pytest.fixture
def office(client):
    client.force_login(organiser())
    return client


def formset(*rows: dict, stored: int = 0) -> dict:
    numbered = {str(number): {"id": "", "ORDER": number + 1, "DELETE": "", **row} for number, row in enumerate(rows)}
    return {"TOTAL_FORMS": len(rows), "INITIAL_FORMS": stored, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000, **numbered}


def blocks(*texts: str) -> dict:
    rows = enumerate(texts)
    row = {"type": "section", "deleted": "", "id": ""}
    numbered = {str(n): {**row, "value": {"heading": text, "note": "", "text": "null"}, "order": n} for n, text in rows}
    return {"count": len(texts), **numbered}


def changed(data: dict, **values: str | None) -> dict:
    """`data` as a browser sends it, with other `values`; None for what it leaves out."""
    flat = nested_form_data(data) | values
    return {name: value for name, value in flat.items() if value is not None}


def text_of(answer) -> str:
    return " ".join(html.unescape(re.sub(r"[\u202f\u00a0]", " ", answer.content.decode())).split())


def query(data: dict) -> QueryDict:
    sent = QueryDict(mutable=True)
    sent.update({name: str(value) for name, value in data.items()})
    return sent


TWO_FACTS = {"facts": formset({"label": "Un"}, {"label": "Deux"})}
TWO_BLOCKS = {"body": blocks("Un", "Deux")}


@pytest.mark.parametrize("data", [TWO_FACTS, TWO_BLOCKS, {"facts": formset()}, {"body": blocks()}, {"title": "Un"}])
def test_true_counts_are_left_as_they_are(data):
    sent = query(nested_form_data(data))
    assert recounted(sent) is sent


@pytest.mark.parametrize("count", [value for value in ABSURD if value is not None])
def test_rows_of_a_formset_make_its_count(count):
    right = recounted(query(changed(TWO_FACTS, **{"facts-TOTAL_FORMS": count})))
    assert (right["facts-TOTAL_FORMS"], right["facts-INITIAL_FORMS"]) == ("2", "0")


@pytest.mark.parametrize("count", ["", "abc", "-1", "1", "3", "1000000000"])
def test_number_of_stored_rows_is_that_of_the_rows_with_a_key(count):
    """Two rows have a key: fewer would store them twice, more would look for rows that were not sent."""
    data = {"facts": formset({"id": "7"}, {"id": "8"})}
    right = recounted(query(changed(data, **{"facts-INITIAL_FORMS": count})))
    assert (right["facts-TOTAL_FORMS"], right["facts-INITIAL_FORMS"]) == ("2", "2")


@pytest.mark.parametrize("count", ABSURD)
def test_blocks_of_a_text_make_its_count(count):
    assert recounted(query(changed(TWO_BLOCKS, **{"body-count": count})))["body-count"] == "2"


@pytest.mark.parametrize("order", [None, "", "abc", "-1", "0", "9999999"])
def test_blocks_without_an_order_of_their_own_keep_that_of_the_page(order):
    right = recounted(query(changed(TWO_BLOCKS, **{"body-1-order": order})))
    assert (right["body-0-order"], right["body-1-order"]) == ("0", "1")


def test_row_far_beyond_the_others_is_not_counted():
    right = recounted(query(changed(TWO_FACTS, **{"facts-TOTAL_FORMS": "", "facts-999999-label": "Loin"})))
    assert right["facts-TOTAL_FORMS"] == "2"


def test_rows_inside_rows_are_counted_apart():
    data = {"generations": formset({"routes": formset({"label": "Un"}, {"label": "Deux"})})}
    right = recounted(query(changed(data, **{"generations-0-routes-TOTAL_FORMS": "9"})))
    assert (right["generations-TOTAL_FORMS"], right["generations-0-routes-TOTAL_FORMS"]) == ("1", "2")


# ---------------------------------------------------------------- in the editors
def test_every_editor_with_rows_checks_their_counts():
    pages = [model.get_edit_handler() for model in get_page_models() if issubclass(model, BasePage)]
    snippets = [model for model in get_snippet_models() if issubclass(model, ClusterableModel)]
    editors = [*pages, *(model.snippet_viewset.get_edit_handler() for model in snippets)]
    assert (len(snippets), [editor for editor in editors if not issubclass(editor.get_form_class(), CountedRows)]) == (
        2,
        [],
    )


def send_assembly(client, page: AssemblyPage, **values: str | None):
    fields = ["introduction", "status_note", "permanence_note", "verified_on", "seo_title", "search_description"]
    known = {
        "title": page.title,
        "slug": page.slug,
        "authority": page.authority_id,
        "status": "unknown",
        "language": "fr",
    }
    inlines = {name: formset() for name in ("milestones", "generations", "answers", "comments")}
    data = {**dict.fromkeys(fields, ""), **known, "other_names": "Nom neuf", **inlines, "action-publish": "1"}
    data["facts"] = formset({"label": "Libellé un"}, {"label": "Libellé deux"})
    return client.post(f"/admin/pages/{page.pk}/edit/", changed(data, **values))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "count"),
    [("facts-TOTAL_FORMS", count) for count in ABSURD]
    # One of the two may be the row of a draft, which has no key yet.
    + [("facts-INITIAL_FORMS", count) for count in ABSURD if count != "1"],
)
def test_miscounted_rows_of_a_page_are_told_and_shown_again(office, name, count):
    page = assembly()
    answer = send_assembly(office, page, **{name: count})
    text = text_of(answer)
    shown = [words in text for words in ("Nom neuf", "Libellé un", "Libellé deux", MISCOUNTED)]
    assert (answer.status_code, shown) == (200, [True] * 4)
    assert AssemblyPage.objects.get(pk=page.pk).other_names == page.other_names


def send_text(client, page: StandardPage, **values: str | None):
    known = {"title": "Titre neuf", "slug": page.slug, "introduction": "", "seo_title": "", "search_description": ""}
    data = {**known, "comments": formset(), "body": blocks("Un", "Deux"), "action-publish": "1"}
    return client.post(f"/admin/pages/{page.pk}/edit/", changed(data, **values))


@pytest.mark.django_db
@pytest.mark.parametrize("count", ABSURD)
def test_miscounted_blocks_of_a_page_are_told_and_shown_again(office, count):
    page = home_page().add_child(instance=StandardPage(title="Le groupe", slug="groupe"))
    answer = send_text(office, page, **{"body-count": count})
    text = text_of(answer)
    assert (answer.status_code, MISCOUNTED in text, "Titre neuf" in text) == (200, True, True)
    page.refresh_from_db()
    assert (page.title, len(page.body)) == ("Le groupe", 0)


@pytest.mark.django_db
@pytest.mark.parametrize("lacking", ["order", "deleted", "type"])
def test_block_that_came_in_part_is_told_and_not_stored(office, lacking):
    page = home_page().add_child(instance=StandardPage(title="Le groupe", slug="groupe"))
    answer = send_text(office, page, **{f"body-1-{lacking}": None})
    assert (answer.status_code, MISCOUNTED in text_of(answer)) == (200, True)


@pytest.mark.django_db
def test_blocks_with_the_same_order_are_told_and_shown_again(office):
    page = home_page().add_child(instance=StandardPage(title="Le groupe", slug="groupe"))
    answer = send_text(office, page, **{"body-1-order": "0"})
    assert (answer.status_code, MISCOUNTED in text_of(answer)) == (200, True)


@pytest.mark.django_db
@pytest.mark.parametrize("count", ABSURD)
def test_miscounted_questions_of_a_theme_are_told_and_shown_again(office, count):
    one = theme()
    known = {"label": "Libellé neuf", "short_label": one.short_label, "slug": one.slug, "order": "0"}
    data = {**known, "questions": formset({"text": "Qui ?"}, {"text": "Combien ?"}), "requests": formset()}
    answer = office.post(
        f"/admin/snippets/glossary/theme/edit/{one.pk}/", changed(data, **{"questions-TOTAL_FORMS": count})
    )
    text = text_of(answer)
    shown = [words in text for words in ("Libellé neuf", "Qui ?", "Combien ?", MISCOUNTED)]
    assert (answer.status_code, shown, Theme.objects.get(pk=one.pk).label) == (200, [True] * 4, one.label)
