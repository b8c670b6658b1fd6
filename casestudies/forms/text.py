"""Fields for what people type: plain text, cleaned before anything is checked."""

from typing import Any

from django import forms

from hub.core.validators import clean_text, one_line


class LineField(forms.CharField):
    """One line of plain text: control characters and line breaks go away before anything is checked."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return without_maxlength(super().widget_attrs(widget))


class TextField(forms.CharField):
    """Several lines of plain text."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return clean_text((super().to_python(value) or "").replace("\r\n", "\n")).strip()

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return without_maxlength(super().widget_attrs(widget))


def without_maxlength(attrs: dict[str, Any]) -> dict[str, Any]:
    """No `maxlength`: browsers would cut what is pasted without a word."""
    return {name: value for name, value in attrs.items() if name != "maxlength"}
