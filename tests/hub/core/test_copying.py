"""Copies of pages: nothing that the models of this site could not bear."""

import pytest

from hub.home.models import StandardPage
from tests.factories.organisers import organiser
from tests.factories.pages import home_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client) -> StandardPage:
    client.force_login(organiser())
    return home_page().add_child(instance=StandardPage(title="Le groupe", slug="groupe"))


def test_page_cannot_be_copied_as_an_alias(client, page):
    path = f"/admin/pages/{page.pk}/copy/"
    form = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": home_page().pk, "alias": "on"}
    assert ("alias" in client.get(path).context["form"].fields, client.post(path, form).status_code) == (False, 302)
    assert StandardPage.objects.get(slug="copie").alias_of_id is None


@pytest.mark.parametrize("parent", ["", "abc", "0", "999999", "9" * 40, "\x00"])
def test_copy_under_no_page_is_told(client, page, parent):
    form = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": parent}
    answer = client.post(f"/admin/pages/{page.pk}/copy/", form, follow=True)
    assert "choisissez la page sous laquelle elle va" in answer.content.decode()
    assert (answer.status_code, StandardPage.objects.filter(slug="copie").exists()) == (200, False)
