"""System checks of the site's own rules: `manage.py check` refuses what breaks them."""

from typing import Any

from django.apps import apps
from django.core.checks import Error, register
from wagtail.models import Page

OUR_APPS = ("core", "community", "mail", "home", "workshops", "casestudies", "glossary")


@register()
def pages_state_their_family(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Every page type says itself what may stand above and below it."""
    errors = []
    for model in apps.get_models():
        if issubclass(model, Page) and model._meta.app_label in OUR_APPS:
            missing = [rule for rule in ("parent_page_types", "subpage_types") if rule not in vars(model)]
            errors += [Error(f"{model.__name__} doesn't state {rule}.", obj=model, id="hub.E001") for rule in missing]
    return errors
