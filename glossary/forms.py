"""What organisers type about themes, terms, other words and the definition."""

from typing import Any

from django import forms
from wagtail.admin.forms.models import WagtailAdminModelForm

from glossary.models import EquivalentWords, Theme, ThemeQuestion
from hub.core.forms import LineField, QueryForm, TextQueryField
from hub.core.rows import CountedRows
from hub.core.slugs import SluggedForm
from hub.core.suggested import Numbered, next_number

SHORT_HELP = "Pour les listes et l’agenda. Vide : le libellé."


class TermForm(SluggedForm):
    """A term."""


class ThemeForm(CountedRows, Numbered, SluggedForm):
    """A theme, its questions, and what the group looks for."""

    named_by = ("label",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["short_label"].required = False
        self.fields["short_label"].help_text = SHORT_HELP

    def clean(self) -> dict[str, Any]:
        _shorten(self)
        return super().clean()


class NewThemeForm(SluggedForm):
    """A theme added from the page that needs it, with its first question."""

    named_by = ("label",)
    slug = None  # type: ignore[assignment]  # how a form leaves out a field it inherits
    question = LineField(label="Question", max_length=300, help_text="Ce que l’on se demande, en une phrase.")

    class Meta:
        model = Theme
        fields = ["label", "short_label"]
        formsets: list[str] = []
        help_texts = {"short_label": SHORT_HELP}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["short_label"].required = False

    def clean(self) -> dict[str, Any]:
        _shorten(self)
        return super().clean()

    def save(self, commit: bool = True) -> Theme:
        self.instance.order = next_number(Theme, "order")
        self.instance.questions = [ThemeQuestion(text=self.cleaned_data["question"])]
        return super().save(commit)


def _shorten(form: forms.BaseForm) -> None:
    """The short label of a theme is its label, when that is short."""
    label, longest = form.cleaned_data.get("label", ""), Theme._meta.get_field("short_label").max_length
    if label and not form.cleaned_data.get("short_label") and "short_label" not in form.errors:
        form.cleaned_data["short_label"] = label
        if len(label) > longest:
            form.add_error("short_label", f"Écrivez un libellé plus court que celui-là : {longest} signes au plus.")


class DefinitionForm(CountedRows, Numbered, WagtailAdminModelForm):
    """A version of the definition; a criterion to which assemblies have answered stays.

    Numbers of criteria and identifiers of points propose themselves.
    """

    number_field = "number"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for form in self.formsets["criteria"].deleted_forms:
            if form.instance.pk and form.instance.answers.exists():
                self.add_error(
                    None,
                    f"Le critère « {form.instance} » a des réponses dans les fiches d’assemblées : il ne peut pas être "
                    "retiré. Créez plutôt une nouvelle version de la définition.",
                )
        _number(self.formsets["criteria"])
        return cleaned


def _number(rows: Any) -> None:
    """A number for each row without, after the highest; rows of the same number are refused before."""
    kept = [row for row in rows.ordered_forms if row.cleaned_data] if rows.is_valid() else []
    highest = max((row.cleaned_data["number"] or 0 for row in kept), default=0)
    for number, row in enumerate((row for row in kept if row.cleaned_data["number"] is None), highest + 1):
        row.cleaned_data["number"] = row.instance.number = number


class WordForm(QueryForm):
    """`?word=…`: a word to give equivalents to."""

    word = TextQueryField()

    def clean_word(self) -> str:
        return self.cleaned_data["word"][: EquivalentWords._meta.get_field("word").max_length]
