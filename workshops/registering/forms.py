"""What people say when they register, and organisers decide."""

import uuid
from typing import Any

from django import forms
from django.http import QueryDict

from hub.core.forms import AddressField, AddressInput, BaitForm, LineField, QueryForm, TextField
from hub.core.validators import no_html, too_long
from workshops.registering.actions.asking import Typed
from workshops.registering.actions.desk import Rules
from workshops.registering.enums import WhoMay
from workshops.registering.models import MOST_SEATS

LONGEST_TEXT = 2_000
SEATS_WRONG = f"Nombre de places : un nombre entier, de 1 à {MOST_SEATS}. Laissez vide s’il y a de la place pour tous."


def _question() -> TextField:
    return TextField(
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
        error_messages={"max_length": too_long("Votre question est trop longue", LONGEST_TEXT)},
    )


class OwnForm(forms.Form):
    """What somebody who comes says of themselves."""

    name = LineField(
        label="Prénom et nom",
        max_length=120,
        validators=[no_html],
        help_text="Lus par l’équipe d’organisation.",
        error_messages={
            "required": "Écrivez votre prénom et votre nom.",
            "max_length": too_long("Votre nom est trop long", 120),
        },
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "name"}),
    )
    organisation = LineField(
        label="Collectivité ou organisation",
        required=False,
        max_length=160,
        validators=[no_html],
        help_text="Facultatif.",
        error_messages={"max_length": too_long("Le nom de l’organisation est trop long", 160)},
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "organization"}),
    )
    question_practice = _question()
    question_outcome = _question()
    needs = TextField(
        label="De quoi avez-vous besoin pour participer ?",
        required=False,
        max_length=LONGEST_TEXT,
        help_text="Facultatif : sous-titres, langue des signes, documents à l’avance… Effacé un mois après l’atelier.",
        widget=forms.Textarea(attrs={"class": "input", "rows": 2}),
        error_messages={"max_length": too_long("Ce texte est trop long", LONGEST_TEXT)},
    )
    is_seen = forms.BooleanField(
        label="Les autres personnes inscrites peuvent voir mon nom et mon organisation.", required=False
    )

    def typed(self) -> Typed:
        return Typed(**{name: self.cleaned_data[name] for name in Typed.__dataclass_fields__})


class RegisterForm(BaitForm, OwnForm):
    """The same, and the address that takes the seat."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)
    email = AddressField(
        label="Adresse électronique",
        max_length=254,
        help_text="Un lien à confirmer y arrive. Jamais publiée.",
        error_messages={
            "required": "Écrivez votre adresse électronique.",
            "max_length": "Cette adresse est trop longue.",
        },
        widget=AddressInput(attrs={"class": "input", "autocomplete": "email"}),
    )
    field_order = ["name", "email", "organisation"]


class RulesForm(forms.Form):
    """Who may register, for how many seats, until when; `seen_…` are the rules that were on the screen."""

    who = forms.ChoiceField(
        label="Qui peut s’inscrire",
        choices=WhoMay.choices,
        widget=forms.RadioSelect,
        initial=WhoMay.EVERYBODY,
        error_messages=dict.fromkeys(["required", "invalid_choice"], "Choisissez qui peut s’inscrire."),
    )
    capacity = forms.IntegerField(
        label="Nombre de places",
        required=False,
        min_value=1,
        max_value=MOST_SEATS,
        help_text="Vide : il y a de la place pour tout le monde.",
        error_messages=dict.fromkeys(["invalid", "min_value", "max_value"], SEATS_WRONG),
    )
    closes_at = forms.DateTimeField(
        label="Inscriptions jusqu’au",
        required=False,
        help_text="Vide : jusqu’au début de l’atelier. Peut être après le début.",
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": "Écrivez la date et l’heure, par exemple 18/03/2027 12:00."},
    )
    is_open = forms.BooleanField(label="Inscriptions ouvertes", required=False, initial=True)

    def rules(self) -> Rules:
        return Rules(**self.cleaned_data)


class SeenRules(RulesForm):
    """The rules that were on the screen, in hidden fields."""

    prefix = "seen"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget = field.hidden_widget()
            self.fields[name].required = False

    def seen(self) -> Rules | None:
        """None when there were none yet, or when they can't be read: they are then compared as different."""
        return self.rules() if self.is_valid() and self.cleaned_data["who"] else None


class AddForm(forms.Form):
    """Somebody who asked in another way."""

    name = RegisterForm.base_fields["name"]
    email = RegisterForm.base_fields["email"]


class WriteForm(forms.Form):
    """A message to people who come."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    subject = LineField(
        label="Objet",
        max_length=160,
        error_messages={
            "required": "Écrivez l’objet du message.",
            "max_length": too_long("L’objet est trop long", 160),
        },
    )
    text = TextField(
        label="Message",
        max_length=10_000,
        error_messages={
            "required": "Écrivez le message.",
            "max_length": too_long("Le message est trop long", 10_000),
        },
    )


class OwnQuery(QueryForm):
    """`?fait=modifie`: what was just done on the page of one's registration."""

    fait = forms.ChoiceField(required=False, choices=[("modifie", "modifié")])


def chosen_people(data: QueryDict) -> list[int]:
    """The numbers of the registrations that were ticked; what is no number is left out."""
    return [int(key) for key in data.getlist("personne") if key.isascii() and key.isdigit() and len(key) < 10]
