"""Form fields every app may use, and the base of forms that read a query string."""

from typing import Any

from django import forms
from django.core.paginator import Page, Paginator

from hub.core.validators import one_line

PAGE_SIZE = 12
MAX_QUERY = 200


class QueryForm(forms.Form):
    """A form over the query string: what is readable is kept, what is not is left out, never an error page."""

    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)

    def values(self) -> dict[str, Any]:
        """The cleaned values that were given and understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [])}

    def paginate(self, items: Any, size: int = PAGE_SIZE) -> Page:
        """The asked page of `items`; a page beyond the last gives the last."""
        return Paginator(items, size).get_page(self.values().get("page", 1))


class TextQueryField(forms.CharField):
    """A search text: NUL and other control characters become spaces, length is cut to `MAX_QUERY`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> str:
        text = "".join(character if character.isprintable() else " " for character in str(value or ""))
        return " ".join(text.split())[:MAX_QUERY]

    def validate(self, value: str) -> None:
        """Everything is acceptable: `to_python` has already made it safe."""


class LineField(forms.CharField):
    """One line of plain text: control characters and line breaks go away before anything is checked."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class AddressField(forms.EmailField):
    """An e-mail address; spaces and invisible characters around it go away."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")
