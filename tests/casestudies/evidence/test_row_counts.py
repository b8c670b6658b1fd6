"""The counts of rows that a browser sends with the editor: a wrong one is told, and nothing typed is lost."""

import pytest
from wagtail.test.utils.form_data import nested_form_data

from casestudies.models import AssemblyPage
from tests.casestudies.evidence.test_editor import edit_path, rows, text_of
from tests.factories.casestudies import assembly
from tests.factories.organisers import organiser

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    client.force_login(organiser())
    return client


def sent(client, page: AssemblyPage, count: str | None):
    data = {
        "title": page.title,
        "slug": page.slug,
        "introduction": "",
        "authority": page.authority_id,
        "other_names": "Nom neuf",
        "status": "unknown",
        "status_note": "",
        "permanence_note": "",
        "verified_on": "",
        "seo_title": "",
        "search_description": "",
        "comments": rows(),
        "action-publish": "1",
        **{name: rows() for name in ("milestones", "generations", "facts", "answers")},
    }
    flat = nested_form_data(data) | {"facts-TOTAL_FORMS": count}
    return client.post(edit_path(page), {name: value for name, value in flat.items() if value is not None})


@pytest.mark.parametrize("count", [None, "", "abc", "\x00"])
def test_unreadable_count_of_rows_is_told_and_nothing_is_lost(office, count):
    page = assembly()
    answer = sent(office, page, count)
    text = text_of(answer)
    assert (answer.status_code, "Nom neuf" in text, "facts-TOTAL_FORMS" in text) == (200, True, True)
    assert "sont manquantes ou ont été manipulées" in text
    assert AssemblyPage.objects.get(pk=page.pk).other_names == page.other_names
