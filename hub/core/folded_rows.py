"""Rows of a page in the administration, sent light: what they hold, and one form for all of them.

Wagtail sends the whole form of each row: with many rows, more than a megabyte. Here the values are sent as JSON, and
`admin-rows.js` makes each row from the template that Wagtail adds rows with, folded under a title that says what it
is. A row that is refused is sent whole, with what is wrong in it.
"""

import re
from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from wagtail.admin.panels import FieldPanel, InlinePanel, PanelGroup
from wagtail.admin.widgets import BaseChooser

from hub.core.row_sets import Rows

TITLE = 90
_INDENT = re.compile(r"\s*\n\s*")
#: Where Wagtail writes errors and help, when there are none.
_EMPTY = re.compile(r'<div class="w-field__(?:errors|help)"[^>]*>\n</div>\n')
#: Line ends between choices, and before boxes begin or end, which nobody sees.
_LINE_ENDS = re.compile(r"\n(?=</?(?:option|select|div|label|section)\b|</h2>)")
#: Names of places that nothing looks for, a hundred signs for each box.
_UNUSED = re.compile(r' id="[^"]*-wrapper"(?= data-field-wrapper)')
#: Names of labels, which only a box that is read and not typed in looks for.
_LABEL = re.compile(r'(<label class="w-field__label" for="[^"]*") id="([^"]*)"')


class Plain(DjangoJSONEncoder):
    """Letters with accents as they are: two bytes each instead of six."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**{**given, "ensure_ascii": False, "separators": (",", ":")})


class FoldedRows(Rows):
    """A panel of rows that are folded when the page opens."""

    @cached_property
    def child_edit_handler(self) -> Any:
        """Wagtail takes the buttons of comments away from rows, once they have been sent: they are not sent."""
        handler = super().child_edit_handler
        _without_comments(handler)
        return handler

    class BoundPanel(InlinePanel.BoundPanel):
        template_name = "core/admin/folded_rows.html"

        class Media:
            js: ClassVar[list[str]] = ["js/admin-rows.js"]

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.form is not None:
                self.folded: list[Any] = self.children
                self.children: list[Any] = []

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            rows = [self._packed(child) for child in self.folded]
            names, address = self._names()
            packed = {"rows": rows, "names": names, "address": address}
            return {
                **super().get_context_data(parent_context),
                "rows": json_script(packed, f"id_{self.formset.prefix}-ROWS", Plain),
            }

        def render_html(self, parent_context: Any = None) -> SafeString:
            """Without indents nor empty places: what people typed is in the JSON, which has none of them."""
            light = _INDENT.sub("\n", super().render_html(parent_context))
            for unseen in (_EMPTY, _UNUSED, _LINE_ENDS):
                light = unseen.sub("", light)
            light = _LABEL.sub(lambda it: it[0] if f'aria-labelledby="{it[2]}"' in light else it[1], light)
            return mark_safe(light)  # noqa: S308 -- a template rendered it

        def packed_rows(self) -> list[dict[str, Any]]:
            return [self._packed(child) for child in self.folded]

        def _packed(self, child: Any) -> dict[str, Any]:
            """What the browser needs to make the row."""
            form = child.form
            number = int(form.prefix.rpartition("-")[2])
            values = None if form.errors else _values(form)
            if values is None:
                context = {"self": self, "child": child, "can_order": self.formset.can_order}
                return {"n": number, "html": render_to_string("wagtailadmin/panels/inline_panel_child.html", context)}
            inner = {panel.formset.prefix[len(form.prefix) + 1 :]: panel.packed_rows() for panel in _folded_in(child)}
            for name, rows in inner.items():
                values |= {f"{name}-TOTAL_FORMS": str(len(rows)), f"{name}-INITIAL_FORMS": str(len(rows))}
            title = Truncator(getattr(form.instance, "in_short", "") or str(form.instance)).chars(TITLE)
            return {"n": number, "title": title, "values": values, **({"rows": inner} if inner else {})}

        def _names(self) -> tuple[dict[str, str], str]:
            """Titles of what the rows choose, each sent once for the whole page, and the address where one is edited.

            The address has `__id__` where the key goes: sixty sources share one.
            """
            told = self.form.__dict__.setdefault("names_told", set())
            names, address = {}, ""
            for child in self.folded:
                for name, field in child.form.fields.items():
                    if isinstance(field.widget, BaseChooser):
                        chosen = field.widget.get_value_data(child.form[name].value())
                        if chosen and chosen["id"] not in told:
                            told.add(chosen["id"])
                            names[str(chosen["id"])] = chosen[field.widget.display_title_key]
                            address = (chosen["edit_url"] or "").replace(f"/{chosen['id']}/", "/__id__/")
            return names, address


def _without_comments(panel: Any) -> None:
    if isinstance(panel, FieldPanel):
        panel.disable_comments = True
    for child in panel.children if isinstance(panel, PanelGroup) else ():
        _without_comments(child)


def _folded_in(panel: Any) -> Iterator[Any]:
    """The panels of rows inside a row."""
    for child in getattr(panel, "children", ()):
        if isinstance(child, FoldedRows.BoundPanel):
            yield child
        else:
            yield from _folded_in(child)


def _values(form: forms.BaseForm) -> dict[str, Any] | None:
    """What a browser would send of `form`, without what is empty; nothing when the common form could not show it."""
    values: dict[str, Any] = {}
    for bound in form:
        sent = _sent(bound)
        if sent is None:
            return None
        values |= {f"{bound.name}{suffix}": value for suffix, value in sent.items() if value not in ("", [], None)}
    return values


def _sent(bound: forms.BoundField) -> dict[str, Any] | None:
    widget, value = bound.field.widget, bound.value()
    if hasattr(widget, "boxes_sent"):
        return widget.boxes_sent(value)
    if isinstance(widget, BaseChooser):
        chosen = widget.get_value_data(value)
        return {"": str(chosen["id"]) if chosen else ""}
    if isinstance(widget, forms.CheckboxInput):
        return {"": "on" if widget.check_test(value) else ""}
    shown = widget.format_value(value)
    several = isinstance(shown, list | tuple)
    return {"": shown[0] if several and len(shown) == 1 else shown}
