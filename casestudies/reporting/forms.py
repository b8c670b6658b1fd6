"""What an organiser decides of each question that stayed open."""

from typing import Any

from django import forms

from glossary.models import Theme
from hub.core.forms import LineField
from hub.core.validators import no_html, too_long
from workshops.leading.meeting import Question


class OpenQuestionForm(forms.Form):
    """One question: whether the report shows it, and on which theme one looks for who could answer."""

    shown = forms.BooleanField(label="L’écrire dans le compte-rendu", required=False)
    theme = forms.ModelChoiceField(
        Theme.objects.all(),
        label="On cherche un témoignage, sur le thème",
        required=False,
        empty_label="Non",
        error_messages={"invalid_choice": "Ce thème n’existe plus : choisissez-en un autre."},
    )
    words = LineField(
        label="En deux mots, sans nom de personne",
        required=False,
        max_length=80,
        validators=[no_html],
        error_messages={"max_length": too_long("Ces mots sont trop longs", 80)},
    )

    def __init__(self, data: Any, question: Question) -> None:
        super().__init__(data, prefix=f"{question.name}-{question.part}")
        self.question = question

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("theme") and not given.get("words") and not self.errors:
            self.add_error("words", "Écrivez en deux mots ce que l’on cherche : tout le monde le lira.")
        return given
