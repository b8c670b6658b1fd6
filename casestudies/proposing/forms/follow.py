"""What an author types behind the private link, and to get it again."""

import uuid
from typing import Any

from django import forms

from casestudies.proposals.completeness import MAX_ANSWER
from hub.core.forms import AddressField, AddressInput, TextField
from hub.core.validators import too_long

KEEP, ERASE = "garder", "effacer"


class MessageForm(forms.Form):
    """An answer to the organisers. The key is made when the form is shown: sending twice stores once."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    text = TextField(
        label="Votre message",
        max_length=MAX_ANSWER,
        help_text="Lu par l’équipe d’organisation seulement.",
        widget=forms.Textarea(attrs={"class": "input", "rows": 5}),
        error_messages={
            "required": "Écrivez votre message.",
            "max_length": too_long("Votre message est trop long", MAX_ANSWER),
        },
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, initial={"key": uuid.uuid4()}, **kwargs)

    @property
    def stored_key(self) -> uuid.UUID:
        """The key that was shown; an unreadable one is replaced: the person can do nothing about it."""
        return self.cleaned_data.get("key") or uuid.uuid4()

    def read(self) -> bool:
        self.full_clean()
        if self.errors.pop("key", None):
            self.cleaned_data["key"] = None
        return not self.errors


class WithdrawForm(forms.Form):
    """Take a proposal back, and say what becomes of the text."""

    then = forms.ChoiceField(
        label="Que faisons-nous de ce que vous avez écrit ?",
        choices=[
            (KEEP, "Le garder six mois, puis l’effacer"),
            (ERASE, "Effacer maintenant mes textes, mes fichiers, mon nom et mon adresse"),
        ],
        widget=forms.RadioSelect,
        initial=KEEP,
        help_text="Ce qui est effacé ne peut pas être retrouvé.",
        error_messages=dict.fromkeys(["required", "invalid_choice"], "Choisissez ce que devient votre texte."),
    )


class AddressForm(forms.Form):
    """The address whose private links are asked for."""

    email = AddressField(
        label="Adresse électronique",
        help_text="Celle que vous avez donnée en commençant votre proposition.",
        widget=AddressInput(attrs={"class": "input", "autocomplete": "email"}),
        error_messages={"required": "Indiquez votre adresse électronique."},
    )
