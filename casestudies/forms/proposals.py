"""What people type to propose."""

import uuid
from typing import Any

from django import forms
from django.http import QueryDict

from glossary.models import Theme
from hub.core.validators import clean_text, one_line

#: Version of the text people agree to; it is stored with the proof of consent.
CONSENT_VERSION = "2026-11"
INTENTS = [("testify", "Porter un témoignage"), ("take_part", "Participer à ce cycle d’échanges")]
#: Signs in each of the two answers: about six pages.
MAX_ANSWER = 20_000
GONE = "Une des questions cochées n’existe pas ou plus. Cochez de nouveau celles qui vous intéressent."


def too_long(what: str, limit: int) -> str:
    return f"{what} : {f'{limit:,}'.replace(',', ' ')} signes au plus. Rien n’est perdu : raccourcissez."


class LineField(forms.CharField):
    """One line of plain text: control characters and line breaks go away before anything is checked."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class TextField(forms.CharField):
    """Several lines of plain text. No `maxlength`: browsers would cut what is pasted without a word."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "").replace("\r\n", "\n")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class AddressField(forms.EmailField):
    """An e-mail address; spaces and invisible characters around it go away."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class ProposalForm(forms.Form):
    """One page: what people wish, on which questions, who they are, the two parts if they have them ready.

    Every message is a whole sentence: the summary of errors shows it alone.
    """

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    #: Bait for programs that fill everything: people never see it.
    website = forms.CharField(
        required=False,
        label="Ne rien écrire ici",
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    intents = forms.MultipleChoiceField(
        label="Vous souhaitez",
        choices=INTENTS,
        widget=forms.CheckboxSelectMultiple,
        help_text="Les deux sont possibles.",
        error_messages={
            "required": "Dites ce que vous souhaitez : témoigner, participer, ou les deux.",
            "invalid_choice": "Dites ce que vous souhaitez : témoigner, participer, ou les deux.",
        },
    )
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.all(),
        label="Sur quelles questions ?",
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Facultatif.",
        error_messages=dict.fromkeys(["list", "invalid_choice", "invalid_pk_value"], GONE),
    )
    organisation = LineField(
        label="Collectivité ou organisation",
        max_length=160,
        help_text="Publique si votre témoignage paraît. Exemple : Ville de Rouen.",
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "organization"}),
        error_messages={
            "required": "Indiquez votre collectivité ou votre organisation.",
            "max_length": too_long("Le nom de la collectivité est trop long", 160),
        },
    )
    assembly_name = LineField(
        label="Nom de l’assemblée, s’il y en a une",
        max_length=160,
        required=False,
        help_text="Facultatif.",
        widget=forms.TextInput(attrs={"class": "input"}),
        error_messages={"max_length": too_long("Le nom de l’assemblée est trop long", 160)},
    )
    name = LineField(
        label="Votre nom",
        max_length=120,
        help_text="Pour vous répondre. Il ne paraît que si vous le voulez.",
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "name"}),
        error_messages={"required": "Indiquez votre nom.", "max_length": too_long("Votre nom est trop long", 120)},
    )
    email = AddressField(
        label="Adresse électronique",
        max_length=254,
        help_text="Jamais publiée. Elle sert à vous répondre.",
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "email"}),
        error_messages={
            "required": "Indiquez votre adresse électronique.",
            "invalid": "L’adresse électronique est incomplète. Exemple : prenom.nom@ville.fr",
            "max_length": too_long("L’adresse électronique est trop longue", 254),
        },
    )
    practice = TextField(
        label="Comment on fait ?",
        max_length=MAX_ANSWER,
        required=False,
        help_text="Une règle, un montant, une méthode, un échec.",
        widget=forms.Textarea(attrs={"class": "input", "rows": 8}),
        error_messages={"max_length": too_long("La première réponse est trop longue", MAX_ANSWER)},
    )
    outcome = TextField(
        label="Qu’est-ce que cela produit ?",
        max_length=MAX_ANSWER,
        required=False,
        help_text="Ce que cela a changé, ou ce que l’on ne sait pas encore.",
        widget=forms.Textarea(attrs={"class": "input", "rows": 8}),
        error_messages={"max_length": too_long("La seconde réponse est trop longue", MAX_ANSWER)},
    )
    consent = forms.BooleanField(
        label="J’accepte que le groupe garde ces informations pour me répondre.",
        error_messages={"required": "Donnez votre accord : sans lui, nous ne pouvons pas garder votre proposition."},
    )

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(_with_key(data) if data is not None else None, **kwargs)

    @property
    def looks_automatic(self) -> bool:
        return bool(self.cleaned_data.get("website"))

    def proposal(self) -> dict[str, Any]:
        """The arguments of `start_draft`."""
        data = self.cleaned_data
        same = ("name", "email", "organisation", "assembly_name", "practice", "outcome", "themes")
        return {
            **{name: data[name] for name in same},
            "idempotency_key": data["key"],
            "wants_to_testify": "testify" in data["intents"],
            "wants_to_take_part": "take_part" in data["intents"],
        }


def _with_key(data: QueryDict) -> QueryDict:
    """`data` with a readable key: a person can do nothing about a wrong hidden field."""
    try:
        uuid.UUID(data.get("key", ""))
    except ValueError:
        data = data.copy()
        data["key"] = str(uuid.uuid4())
    return data
