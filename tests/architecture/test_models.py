"""The face of each app: Django finds there every table, and other apps what they may use."""

from importlib import import_module
from pkgutil import walk_packages

import pytest
from django.apps import apps
from django.db import models

from hub.core.models import VisibleLines
from tests.harness.sources import APPS

OURS = [config for config in apps.get_app_configs() if config.name.split(".")[0] in APPS and config.models_module]


@pytest.mark.parametrize("config", OURS, ids=lambda config: config.label)
def test_every_concrete_model_stands_in_the_face_of_its_app(config):
    """A table that the face forgets is found by chance, as long as something else imports it."""
    for module in walk_packages(config.module.__path__, f"{config.name}."):
        if ".migrations." not in module.name:
            import_module(module.name)
    face = import_module(f"{config.name}.models")
    hand_written = {model.__name__ for model in config.get_models() if not model._meta.auto_created}
    assert hand_written - set(face.__all__) == set()


@pytest.mark.parametrize("config", OURS, ids=lambda config: config.label)
def test_a_face_is_in_alphabetical_order(config):
    face = import_module(f"{config.name}.models")
    assert face.__all__ == sorted(face.__all__)


#: Models with short texts that no form of a model fills.
FILLED_BY_US = {
    **dict.fromkeys(["CacheEntry", "ContentState", "DailyRun", "OpenKey", "RateCount"], "keys that the site makes"),
    **dict.fromkeys(["ErasureRecord", "SecurityEvent"], "no typed text"),
    **dict.fromkeys(["FormerAddress", "OutgoingMail", "PageProvenance", "TagMerge"], "copied from what was cleaned"),
    **dict.fromkeys(["DocumentText", "Entry", "Miss", "Posting", "Spelling"], "read word by word by the search"),
    **dict.fromkeys(["FactReport", "Invitation", "Proposal", "ProposalFile"], "fields of one line, or `one_line`"),
    **dict.fromkeys(["ReviewLink", "VerificationRequest"], "addresses, checked as such"),
    **dict.fromkeys(["Announcement", "PollSlot", "WorkshopEvent"], "written by actions"),
    **dict.fromkeys(["SheetChange", "WorkshopChange"], "copied by actions from what was cleaned"),
}


def _free_lines(model) -> list[str]:
    texts = [field for field in model._meta.concrete_fields if isinstance(field, models.CharField)]
    return [field.name for field in texts if field.editable and not field.choices]


def test_every_model_that_people_fill_loses_signs_that_nobody_sees():
    found = {model for config in OURS for model in config.get_models() if _free_lines(model)}
    assert {model.__name__ for model in found if not issubclass(model, VisibleLines)} == set(FILLED_BY_US)
