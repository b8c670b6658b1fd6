"""What an authority answers to a draft, and what an author decides about the consent."""

from django import forms

from casestudies.reviewing.enums import ReviewAnswer
from hub.core.forms import AddressField, TextField
from hub.core.validators import too_long

MAX_COMMENT = 10_000


class ReviewForm(forms.Form):
    """One answer about one version of a draft."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    read = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    comment = TextField(
        label="Votre remarque",
        required=False,
        max_length=MAX_COMMENT,
        help_text="Nécessaire si quelque chose est à corriger. Lue par l’équipe d’organisation seulement.",
        widget=forms.Textarea(attrs={"class": "input", "rows": 5}),
        error_messages={"max_length": too_long("La remarque est trop longue", MAX_COMMENT)},
    )
    answer = forms.ChoiceField(
        label="Votre réponse",
        choices=ReviewAnswer.choices,
        error_messages=dict.fromkeys(["required", "invalid_choice"], "Choisissez « Bon à publier » ou « À corriger »."),
    )

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        if data.get("answer") == ReviewAnswer.TO_CORRECT and "comment" in data and not data["comment"].strip():
            self.add_error("comment", "Écrivez ce qu’il faut corriger.")
        return data


class SendReviewForm(forms.Form):
    """To whom the link goes."""

    to = AddressField(
        label="Adresse de la personne qui relit",
        error_messages={"required": "Indiquez une adresse électronique."},
    )
