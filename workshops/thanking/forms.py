"""What people say of a workshop."""

from typing import Any

from django import forms

from hub.core.forms import QueryForm, TextField
from hub.core.validators import too_long
from workshops.thanking.actions import Said
from workshops.thanking.enums import Found
from workshops.thanking.models import Feedback

LONGEST_WORDS = 2_000


def _found() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Cette partie a-t-elle répondu à la question ?",
        required=False,
        choices=Found.choices,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choisissez oui, en partie ou non."},
    )


def _words() -> TextField:
    return TextField(
        label="Ce que vous en retenez, ce qui manquait",
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
        help_text="Facultatif, lu par l’équipe d’organisation seulement.",
        error_messages={"max_length": too_long("Ce texte est trop long", LONGEST_WORDS)},
    )


class FeedbackForm(forms.Form):
    """Both parts, always as a pair."""

    practice = _found()
    practice_words = _words()
    outcome = _found()
    outcome_words = _words()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not any(given.values()):
            raise forms.ValidationError("Répondez à l’une des deux questions au moins.")
        return given

    def said(self) -> Said:
        return Said(**self.cleaned_data)


class FeedbackQuery(QueryForm):
    """`?fait=enregistre`: what was just done."""

    fait = forms.ChoiceField(required=False, choices=[("enregistre", "enregistré")])


def said_by(feedback: Feedback) -> dict[str, Any]:
    return {name: getattr(feedback, name) for name in FeedbackForm.base_fields}
