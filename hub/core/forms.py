"""Form fields every app may use, and the base of forms that read a query string."""

import re
import uuid
from typing import Any, cast

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hub.core.email_addresses import doubt, one_owner, read_address
from hub.core.http import own_screen
from hub.core.validators import clean_text, one_line

PAGE_SIZE = 12
#: After the name of a box, the name of the hidden field that says which address was asked about.
ASKED_ABOUT = "-relue"
MAX_QUERY = 200
BAIT_FILLED = (
    "Une case cachée a été remplie, peut-être par votre navigateur. Nous l’avons vidée et rien n’est perdu : "
    "envoyez de nouveau. Si ce message revient, arrêtez le remplissage automatique."
)


class QueryForm(forms.Form):
    """A form over the query string: what is readable is kept, what is not is left out, never an error page."""

    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)

    def values(self) -> dict[str, Any]:
        """The cleaned values that were given and understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [])}

    def paginate(self, items: Any, size: int = PAGE_SIZE, name: str = "page") -> Page:
        """The page of `items` that the parameter `name` asks for; one beyond the last gives the last."""
        return Paginator(items, size).get_page(self.values().get(name, 1))


class WayBack(forms.Form):
    """Where somebody came from, or wants to go, in the administration."""

    next = forms.CharField(required=False, max_length=1000)

    def address(self) -> str:
        """A path of the administration; nothing for any other: no link of ours may send anybody elsewhere."""
        return own_screen(self.cleaned_data.get("next", "")) if self.is_valid() else ""


class TextQueryField(forms.CharField):
    """A search text: NUL and other control characters become spaces, length is cut to `MAX_QUERY`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> str:
        text = "".join(character if character.isprintable() else " " for character in str(value or ""))
        return " ".join(text.split())[:MAX_QUERY]

    def validate(self, value: str) -> None:
        """Everything is acceptable: `to_python` has already made it safe."""


def _without_maxlength(attrs: dict[str, Any]) -> dict[str, Any]:
    """No `maxlength`: browsers would cut what is pasted without a word."""
    return {name: value for name, value in attrs.items() if name != "maxlength"}


class LineField(forms.CharField):
    """One line of plain text: control characters and line breaks go away before anything is checked."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return _without_maxlength(super().widget_attrs(widget))


class TextField(forms.CharField):
    """Several lines of plain text."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return clean_text((super().to_python(value) or "").replace("\r\n", "\n")).strip()

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return _without_maxlength(super().widget_attrs(widget))


class TypedAddress(str):
    """What was typed in an `AddressInput`, and the address that the page before it had asked about."""

    __slots__ = ("asked",)
    asked: str


class AddressInput(forms.EmailInput):
    """A box for an address. Beside one that looks mistyped, a hidden field says that the question was shown."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = super().value_from_datadict(data, files, name)
        if typed is None:
            return None
        address = TypedAddress(typed)
        address.asked = data.get(_asked(name), "")
        return address

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        box = super().render(name, value, attrs, renderer)
        address = read_address(value) if isinstance(value, TypedAddress) else ""
        if not doubt(address):
            return box
        return format_html('{}<input type="hidden" name="{}" value="{}">', box, _asked(name), address)


def _asked(name: str) -> str:
    return f"{name}{ASKED_ABOUT}"


def is_doubtful(typed: str, address: str) -> str:
    """The question about a domain that looks mistyped; empty when it was asked already, or when there is none."""
    return "" if getattr(typed, "asked", "") == address else doubt(address)


class AddressField(forms.EmailField):
    """An e-mail address, read however it is written, refused in words, questioned once when it looks mistyped."""

    widget = AddressInput
    default_validators = [one_owner]

    def __init__(self, **kwargs: Any) -> None:
        """The validator says what is too long; without it the database would."""
        super().__init__(**{**kwargs, "max_length": None})

    def to_python(self, value: Any) -> str:
        return read_address(super().to_python(value) or "")

    def clean(self, value: Any) -> str:
        address = super().clean(value)
        question = is_doubtful(value, address)
        if question:
            raise forms.ValidationError(question, code="doubtful")
        return address

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return _without_maxlength(super().widget_attrs(widget))


#: What is no text of a person, or must not be shown: rights, secrets, and what browsers send by themselves.
_NOT_TEXT = re.compile(
    r"token|password|code|otp|secret|credential|recovery|website|-relue$|_FORMS$|^(key|version|revision|next|answer|enregistrer)$",
    re.I,
)
MAX_SHOWN, MAX_TEXTS = 50_000, 30


def typed_texts(request: HttpRequest) -> list[str]:
    """The texts a refused form carried, to give them back: no token, password nor code; no more than fits a page."""
    texts = [text for name, values in request.POST.lists() if not _NOT_TEXT.search(name) for text in values]
    written = [text for value in texts if (text := clean_text(value.replace("\r\n", "\n")).strip())]
    shown: list[str] = []
    for text in written[:MAX_TEXTS]:
        shown.append(text[: MAX_SHOWN - sum(map(len, shown))])
    return [text for text in shown if text]


class BaitForm(forms.Form):
    """A form with a field for programs that fill everything; `components/bait.html` hides it from people.

    Filled, it is refused and shown again, the hidden box empty: a browser may have filled it for a person, who then
    sends again. A program fills it again.
    """

    website = LineField(
        required=False,
        label="Ne rien écrire ici",
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    @property
    def looks_automatic(self) -> bool:
        return bool(self.cleaned_data.get("website"))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.looks_automatic:
            data = cast("QueryDict", self.data).copy()
            data["website"] = ""
            self.data = data
            self.add_error(None, BAIT_FILLED)
        return cleaned


def with_key(data: QueryDict) -> QueryDict:
    """`data` with a readable `key`: a person can do nothing about a wrong hidden field."""
    try:
        uuid.UUID(data.get("key", ""))
    except ValueError:
        data = data.copy()
        data["key"] = str(uuid.uuid4())
    return data


def decision_in(data: QueryDict) -> str:
    """The value of the button that was pressed, on screens with several."""
    return data.get("decision", "")
