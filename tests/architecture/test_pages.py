"""What every page type states itself, so that the tree stays in order and editors read French."""

from pathlib import Path

from django.apps import apps
from django.utils.text import camel_case_to_spaces
from wagtail.models import Page

from tests.harness.sources import APPS, ROOT

PAGES = {
    model.__name__: model
    for model in apps.get_models()
    if issubclass(model, Page) and model.__module__.split(".")[0] in APPS
}


def test_pages_state_their_parents_and_children():
    rules = {"parent_page_types", "subpage_types"}
    assert {name: missing for name, model in PAGES.items() if (missing := rules - set(vars(model)))} == {}
    assert PAGES != {}


def test_pages_have_their_own_template():
    expected = {name: Path("templates", model.template) for name, model in PAGES.items()}
    assert {name: str(path) for name, path in expected.items() if not (ROOT / path).exists()} == {}


def test_pages_have_a_french_name():
    """Django makes an English name out of the class when none is written."""
    names = {name: str(model._meta.verbose_name) for name, model in PAGES.items()}
    assert {name: given for name, given in names.items() if given == camel_case_to_spaces(name)} == {}
