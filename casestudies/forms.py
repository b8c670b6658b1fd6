"""What people type."""

import uuid
from typing import Any

from django import forms

from casestudies.models import Proposal
from glossary.models import Theme
from hub.core.validators import clean_text, one_line

#: Version of the text people agree to; it is stored with the proof of consent.
CONSENT_VERSION = "2026-11"
INTENTS = [("testify", "Porter un témoignage"), ("take_part", "Participer à ce cycle d’échanges")]


class ProposalForm(forms.Form):
    """One page: what people wish, on which questions, who they are, the two parts if they have them ready."""

    template_name = "components/form.html"

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    #: Bait for programs that fill everything: people never see it.
    website = forms.CharField(required=False, label="Ne rien écrire ici")
    intents = forms.MultipleChoiceField(
        label="Vous souhaitez",
        choices=INTENTS,
        widget=forms.CheckboxSelectMultiple,
        help_text="Les deux sont possibles.",
        error_messages={"required": "Dites ce que vous souhaitez : témoigner, participer, ou les deux."},
    )
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.all(), label="Sur quelles questions ?", widget=forms.CheckboxSelectMultiple, required=False
    )
    organisation = forms.CharField(
        label="Collectivité ou organisation",
        max_length=160,
        help_text="Public si votre témoignage paraît. Exemple : Ville de Rouen.",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": "Indiquez votre collectivité ou votre organisation."},
    )
    assembly_name = forms.CharField(label="Nom de l’assemblée, s’il y en a une", max_length=160, required=False)
    name = forms.CharField(
        label="Votre nom",
        max_length=120,
        help_text="Pour vous répondre. Il ne paraît que si vous le voulez.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Indiquez votre nom."},
    )
    email = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        help_text="Jamais publiée. Elle sert à vous répondre.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Indiquez votre adresse électronique.",
            "invalid": "Cette adresse est incomplète. Exemple : prenom.nom@ville.fr.",
        },
    )
    practice = forms.CharField(
        label="Comment on fait ?",
        max_length=20_000,
        required=False,
        help_text="Une règle, un montant, une méthode, un échec. Quelques lignes suffisent.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    outcome = forms.CharField(
        label="Qu’est-ce que cela produit ?",
        max_length=20_000,
        required=False,
        help_text="Ce que cela a changé, ou ce que vous ne savez pas encore.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    consent = forms.BooleanField(
        label="J’accepte que le groupe garde ces informations pour me répondre.",
        error_messages={"required": "Sans votre accord, nous ne pouvons pas garder votre proposition."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4()

    @property
    def looks_automatic(self) -> bool:
        return bool(self.cleaned_data.get("website"))

    def clean_key(self) -> uuid.UUID:
        return self.cleaned_data["key"] or uuid.uuid4()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("organisation", "assembly_name", "name"):
            cleaned[name] = one_line(cleaned.get(name, ""))
        for name in ("practice", "outcome"):
            cleaned[name] = clean_text(cleaned.get(name, ""))
        return cleaned

    def proposal(self) -> dict[str, Any]:
        """The arguments of `submit_proposal`."""
        data = self.cleaned_data
        fields = {field.name for field in Proposal._meta.get_fields()} & set(data) - {"themes"}
        return {
            **{name: data[name] for name in fields},
            "idempotency_key": data["key"],
            "themes": data["themes"],
            "wants_to_testify": "testify" in data["intents"],
            "wants_to_take_part": "take_part" in data["intents"],
            "consent_version": CONSENT_VERSION,
        }
