"""What organisers type in the register, and authorities propose."""

import re
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from wagtail.admin.forms.models import WagtailAdminModelForm, formfield_for_dbfield

from casestudies.evidence.editor import SourceChooser
from casestudies.evidence.source import Source, Sourced
from casestudies.followups.addressees import looks_like_a_person
from casestudies.followups.enums import WRITTEN, StateKind
from casestudies.followups.state import RecommendationState
from hub.core.dates.when import MONTHS, When
from hub.core.forms import BaitForm, LineField, QueryForm, TextField
from hub.core.slugs import SluggedForm
from hub.core.validators import no_html, too_long
from hub.french.stems import plain, unaccented

MAX_TEXT = 5_000
#: «12/03/2026», «12 mars 2026», «03/2026», «mars 2026», «2026».
_TYPED = re.compile(r"(?:(?:(\d{1,2})(?:er)?[\s/.-]+)?(\d{1,2}|[^\W\d_]+)[\s/.-]+)?(\d{4})")
_MONTHS = {unaccented(name): number for number, name in enumerate(MONTHS, 1)}
NO_DATE = "Écrivez un jour, un mois ou une année : « 12/03/2026 », « mars 2026 » ou « 2026 »."
TOO_LONG = too_long("Ce texte est trop long", MAX_TEXT)
A_PERSON = (
    "« {} » ressemble au nom d’une personne. Le registre nomme une institution ou une fonction : « la maire », "
    "« Conseil municipal ». Corrigez, ou cochez si ce n’est pas une personne."
)
ALREADY_PAST = "Le {} est déjà passé. Vérifiez la date, ou cochez si elle est juste : la réponse sera à chercher."


class RecommendationForm(SluggedForm):
    """What looks wrong without being so for certain is asked once, when it is typed."""

    named_by = ("title",)
    sure = forms.BooleanField(label="Oui, c’est bien cela", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("sure"):
            for question in self._questions(data):
                self.add_error("sure", question)
        return data

    def _questions(self, data: dict[str, Any]) -> list[str]:
        questions = []
        name, due_on = data.get("addressed_to") or "", data.get("due_on")
        page = data.get("assembly")
        known = page.specific.authority.name if page else ""
        if "addressed_to" in self.changed_data and looks_like_a_person(name, known=known):
            questions.append(A_PERSON.format(name))
        if "due_on" in self.changed_data and due_on and due_on < timezone.localdate():
            questions.append(ALREADY_PAST.format(f"{due_on:%d/%m/%Y}"))
        return questions


class StateForm(WagtailAdminModelForm):
    """A state to add to a recommendation."""

    class Meta:
        model = RecommendationState
        fields = ["kind", "when", "details", "answer", "conflict", "source", "second_source", "third_source"]
        formfield_callback = formfield_for_dbfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "because" not in self.fields:
            self.fields["kind"].choices = [("", "---------"), *WRITTEN]
        for name in ("details", "answer", "because"):
            if name in self.fields:
                self.fields[name].validators.append(MaxLengthValidator(MAX_TEXT, TOO_LONG))
        for name in Sourced.SOURCE_FIELDS:
            self.fields[name].widget = SourceChooser(model=Source, icon="link")
        self.fields["source"].required = True

    def written(self) -> dict[str, Any]:
        """What the actions take."""
        names = Sourced.SOURCE_FIELDS
        sources = [self.cleaned_data[name] for name in names if self.cleaned_data[name]]
        rest = {name: value for name, value in self.cleaned_data.items() if name not in names}
        return {**rest, "sources": sources}


class RectifyForm(StateForm):
    """What is true, and why what stands is not."""

    class Meta(StateForm.Meta):
        fields = ["because", *StateForm.Meta.fields]


class ProposalQuery(QueryForm):
    """`?proposition=<number>`: which proposed state a form begins with."""

    proposition = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)


class RefuseForm(forms.Form):
    """Why a proposed state stays out of the register."""

    reason = TextField(
        label="Pourquoi ne pas l’inscrire", required=False, validators=[MaxLengthValidator(MAX_TEXT, TOO_LONG)]
    )


class TypedWhenField(LineField):
    """A date as one types it, as precise as one knows it."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        found = _TYPED.fullmatch(unaccented(plain(text)))
        if found is None:
            raise forms.ValidationError(NO_DATE)
        day, month, year = found.groups()
        number = int(month) if month and month.isdigit() else _MONTHS.get(month or "", 0)
        if month and not number:
            raise forms.ValidationError(NO_DATE)
        parts = [year, *(f"{int(part):02d}" for part in (number, day) if part)]
        try:
            return When.parse("-".join(parts))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class ProposeForm(BaitForm):
    """What an authority says became of one recommendation."""

    kind = forms.ChoiceField(
        label="Où en est-elle ?",
        choices=[("", "Choisissez"), *((value, label) for value, label in WRITTEN if value != StateKind.NO_ANSWER)],
        widget=forms.Select(attrs={"class": "input"}),
    )
    when = TypedWhenField(
        label="Depuis quand ?",
        max_length=40,
        help_text="Un jour, un mois ou une année : « 12/03/2026 », « mars 2026 », « 2026 ».",
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    details = TextField(
        label="Par quel acte, ou pour quelle raison ?",
        help_text="Une délibération et sa date, ou la raison donnée à l’assemblée. Aucun nom de personne.",
        validators=[no_html, MaxLengthValidator(MAX_TEXT, TOO_LONG)],
        widget=forms.Textarea(attrs={"class": "input", "rows": 4}),
    )
    answer = TextField(
        label="La réponse de la collectivité, dans ses mots",
        required=False,
        help_text="Elle paraîtra telle quelle, entre guillemets.",
        validators=[no_html, MaxLengthValidator(MAX_TEXT, TOO_LONG)],
        widget=forms.Textarea(attrs={"class": "input", "rows": 4}),
    )
    url = forms.URLField(
        label="Adresse d’un document public",
        required=False,
        assume_scheme="https",
        max_length=500,
        help_text="Sans document que chacun peut lire, l’état ne pourra pas être inscrit.",
        widget=forms.URLInput(attrs={"class": "input"}),
    )

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        when = (data or {}).get("when")
        if when and when.earliest > timezone.localdate():
            self.add_error("when", "Cette date est à venir.")
        return data

    def proposed(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "website"}
