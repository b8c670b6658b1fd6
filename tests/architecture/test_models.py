"""The face of each app: Django finds there every table, and other apps what they may use."""

from importlib import import_module
from pkgutil import walk_packages

import pytest
from django.apps import apps

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
