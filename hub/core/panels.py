"""Panels of the administration that several apps use."""

from collections.abc import Mapping
from typing import Any

from django.forms import BaseModelForm
from django.utils.text import slugify
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel

from hub.core.row_sets import Rows

#: Signs of the slug of a row.
SLUG = 40


class QuestionPanel(FieldPanel):
    """The box to tick, which shows only once there is something to ask."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            return super().is_shown() and bool(self.form and self.form.errors.get(self.field_name))


class ProposingRows(Rows):
    """Rows with fields that may be left empty: `proposed` says from which other field each one is then made.

    One that is made from no other is left to the form of the whole.
    """

    def __init__(self, *args: Any, proposed: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposed = proposed

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "proposed": self.proposed}

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        rows = options["formsets"][self.relation_name]
        base = rows.get("form", WagtailAdminModelForm)
        rows["form"] = type("RowForm", (_Proposing, base), {"proposed": self.proposed})
        return options


class _Proposing(BaseModelForm):
    """A row in which the fields of `proposed` are not asked for."""

    proposed: Mapping[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.proposed:
            self.fields[name].required = False
            self.fields[name].help_text = "Se propose quand la case est vide."

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, origin in self.proposed.items():
            if origin and not data.get(name) and name not in self.errors:
                data[name] = slugify(data.get(origin, ""))[:SLUG].strip("-") or name
        return data
