"""What organisers say of hosts and speakers, and what these see was kept."""

from typing import Any

from django import forms

from hub.core.enums import Half
from hub.core.forms import AddressField, LineField, QueryForm
from hub.core.validators import no_html, too_long
from workshops.contributing.actions.desk import Said
from workshops.contributing.enums import HOSTS, Role

NO_PART = "Dites dans quelle partie la personne intervient."


def _line(label: str, longest: int, **more: Any) -> LineField:
    errors = {"required": "Écrivez le prénom et le nom.", "max_length": too_long("Ce texte est trop long", longest)}
    return LineField(label=label, max_length=longest, validators=[no_html], error_messages=errors, **more)


class ContributorForm(forms.Form):
    """Somebody to add, or to correct."""

    name = _line("Prénom et nom", 120)
    email = AddressField(
        label="Adresse électronique",
        max_length=254,
        help_text="Son lien personnel y est envoyé quand vous pressez « Demander ». Jamais publiée.",
        error_messages={"required": "Écrivez l’adresse électronique.", "max_length": "Cette adresse est trop longue."},
    )
    organisation = _line("Collectivité ou organisation", 160, required=False)
    role = forms.ChoiceField(
        label="Rôle",
        choices=Role.choices,
        initial=Role.SPEAKER,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(["required", "invalid_choice"], "Choisissez un rôle."),
    )
    part = forms.TypedChoiceField(
        label="Partie",
        choices=[("", "Aucune : accueille seulement"), *Half.choices],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": NO_PART},
    )
    awaited = _line(
        "Ce qui manque encore",
        240,
        required=False,
        help_text="La personne le lit sur sa page et dans les messages. Par exemple : le diaporama.",
    )

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        speaks_nowhere = given.get("part") is None and given.get("role") not in HOSTS
        if "part" in given and given.get("role") and speaks_nowhere:
            self.add_error("part", NO_PART)
        return given

    def said(self) -> Said:
        return Said(**{name: self.cleaned_data[name] for name in Said.__dataclass_fields__})


class PersonForm(forms.Form):
    """About whom a button was pressed, or whose form is asked for."""

    personne = forms.IntegerField(min_value=1, max_value=2**31 - 1)


class AskForm(PersonForm):
    """«Demander»: pressed twice, it writes once."""

    key = forms.UUIDField()


class OwnQuery(QueryForm):
    """`?fait=dit`: what was just said on one's own page."""

    fait = forms.ChoiceField(required=False, choices=[("dit", "dit")])
