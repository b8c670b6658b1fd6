"""What members type to tag a case study, and organisers to govern tags."""

from typing import Any

from django import forms
from taggit.models import Tag

from casestudies.tags.spelling import tag_problem
from hub.core.forms import LineField, QueryForm, TextQueryField
from hub.core.validators import one_line


class TagQuery(QueryForm):
    """`?etiquette=<text>`: what was typed before signing in."""

    etiquette = TextQueryField()

    def text(self) -> str:
        return self.values().get("etiquette", "")


class TagForm(forms.Form):
    """One tag. `garder` says that the near ones were seen, and that this one is another."""

    etiquette = LineField(
        label="Étiquette",
        required=False,
        help_text="Un ou deux mots. Votre nom ne paraît pas.",
        widget=forms.TextInput(attrs={"class": "input", "list": "etiquettes-connues", "autocomplete": "off"}),
    )
    garder = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_etiquette(self) -> str:
        name = one_line(self.cleaned_data["etiquette"])
        if problem := tag_problem(name):
            raise forms.ValidationError(problem)
        return name


class RemoveTagForm(forms.Form):
    """Taking one's tag back; `retour` says from which page."""

    retour = forms.ChoiceField(choices=[("etude", "l’étude de cas"), ("espace", "mon espace")], required=False)

    @property
    def returns_to_study(self) -> bool:
        return self.is_valid() and self.cleaned_data["retour"] == "etude"


class MergeQuery(QueryForm):
    """`?avec=<number of the tag to merge into>`."""

    avec = forms.ModelChoiceField(Tag.objects.order_by("name__french", "pk"), required=False, label="Fusionner avec")

    def __init__(self, data: Any, *, source: Tag) -> None:
        super().__init__(data)
        self.fields["avec"].queryset = Tag.objects.exclude(pk=source.pk).order_by("name__french", "pk")  # type: ignore[attr-defined]  # a field of a choice of rows

    def target(self) -> Tag | None:
        return self.values().get("avec")


class TagDecisionForm(forms.Form):
    """An organiser's decision about one tag: `number` is the name, the line or the tag that it is about."""

    decision = forms.ChoiceField(
        choices=[(name, name) for name in ("rename", "synonym", "forget", "remove", "merge", "delete")]
    )
    text = LineField(required=False)
    number = forms.IntegerField(required=False, min_value=1)
