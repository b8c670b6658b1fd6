"""What authorities answer, and what organisers choose on the screen «À revérifier»."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from casestudies.checking.enums import VerificationAnswer
from casestudies.checking.forms.fact_reports import MAX_MESSAGE, MAX_NUMBER
from casestudies.evidence.assembly import AssemblyPage
from hub.core.forms import TextField
from hub.core.validators import too_long

#: Sheets confirmed at once.
MAX_PAGES = 200


class VerificationForm(forms.Form):
    """Two buttons; the second one needs a text."""

    answer = forms.ChoiceField(
        label="Votre réponse",
        choices=VerificationAnswer.choices,
        error_messages=dict.fromkeys(["required", "invalid_choice"], "Choisissez l’un des deux boutons."),
    )
    comment = TextField(
        label="Qu’est-ce qui est à corriger ?",
        max_length=MAX_MESSAGE,
        required=False,
        help_text="Seulement pour « à corriger ». Ce qui a changé, depuis quand et, si possible, la source.",
        widget=forms.Textarea(attrs={"class": "input", "rows": 6}),
        error_messages={"max_length": too_long("Ce texte est trop long", MAX_MESSAGE)},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        asks = data.get("answer") == VerificationAnswer.TO_CORRECT
        if asks and not data.get("comment") and "comment" not in self.errors:
            self.add_error("comment", "Dites ce qui est à corriger.")
        return data


class ChosenForm(forms.Form):
    """The sheets ticked on the screen; those that are gone are left out."""

    pages = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, data: QueryDict) -> None:
        given = [value for value in data.getlist("pages")[:MAX_PAGES] if value.isdecimal() and len(value) < 10]
        super().__init__({"pages": given})
        self.fields["pages"].choices = [(value, value) for value in given]  # type: ignore[attr-defined]  # choice field
        self.is_valid()

    def chosen(self) -> QuerySet[AssemblyPage]:
        numbers = [number for number in self.cleaned_data.get("pages", []) if number <= MAX_NUMBER]
        return AssemblyPage.objects.filter(pk__in=numbers).select_related("authority").order_by("title__french", "pk")
