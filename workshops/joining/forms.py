"""The room, as organisers write it."""

from django import forms
from django.core.exceptions import ValidationError

from hub.core.forms import LineField, TextField
from hub.core.validators import too_long
from workshops.joining.actions import Room
from workshops.joining.room_addresses import LONGEST, fault_of


class RoomAddressField(forms.CharField):
    """Kept as it was pasted: nothing is taken out but the spaces around it."""

    def validate(self, value: str) -> None:
        super().validate(value)
        fault = fault_of(value)
        if fault:
            raise ValidationError(fault)


class RoomForm(forms.Form):
    """Any provider, by its address; `seen` is the version that was on the screen."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    address = RoomAddressField(
        label="Adresse de la visioconférence",
        help_text="Celle que votre outil donne à qui participe. Elle n’est ni publiée, ni mise dans les messages.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
        error_messages={"required": f"Collez l’adresse de la salle, {LONGEST} signes au plus."},
    )
    code = LineField(
        label="Code d’accès",
        required=False,
        max_length=60,
        error_messages={"max_length": too_long("Le code est trop long", 60)},
    )
    phone = LineField(
        label="Numéro de téléphone",
        required=False,
        max_length=60,
        help_text="Pour qui entre par téléphone, avec le code s’il en faut un autre.",
        error_messages={"max_length": too_long("Le numéro est trop long", 60)},
    )
    host_notes = TextField(
        label="Notes pour les hôtes",
        required=False,
        max_length=2_000,
        help_text="Lues par les hôtes seulement, sur leur page : qui ouvre la salle, avec quel compte.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": too_long("Ces notes sont trop longues", 2_000)},
    )

    def room(self) -> Room:
        return Room(**{name: self.cleaned_data[name] for name in Room.__dataclass_fields__})
