"""Lists to choose from, with a link that adds what they lack without leaving the page.

The classes are named like Django's own: Wagtail's look of a field follows the name of its widget.
"""

from typing import Any

from django import forms
from django.urls import reverse
from wagtail.admin.staticfiles import versioned_static

WITH_LINK = "core/creating.html"


class Creating:
    """The link opens the window of the chooser on its form; without scripts, the page that adds one, beside."""

    plain_template: str
    choices: Any

    @property
    def media(self) -> forms.Media:
        """Asked for when it is shown: files have no address yet when this one is imported."""
        chooser = versioned_static("wagtailadmin/js/chooser-modal.js")
        script = forms.Script("js/creating.js", type="module")
        return forms.Media(js=[chooser, script])  # type: ignore[list-item]  # their types know no Script

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)  # type: ignore[misc]  # mixed into a widget
        viewset = self.choices.queryset.model.snippet_viewset
        context["widget"]["creating"] = {
            "window": reverse(viewset.chooser_viewset.get_url_name("choose")),
            "page": reverse(viewset.get_url_name("add")),
            "label": viewset.add_item_label,
            "plain": self.plain_template,
        }
        return context


class CheckboxSelectMultiple(Creating, forms.CheckboxSelectMultiple):
    """Boxes to tick."""

    template_name = WITH_LINK
    plain_template = forms.CheckboxSelectMultiple.template_name


class Select(Creating, forms.Select):
    """A list to choose one from."""

    template_name = WITH_LINK
    plain_template = forms.Select.template_name
