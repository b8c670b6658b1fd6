"""What organisers type when they decide."""

from django import forms

from hub.core.validators import clean_text
from workshops.workshop.enums import Certainty, PartnerCertainty


class DecisionForm(forms.Form):
    """One decision. `seen` is the certainty that was on the screen."""

    decision = forms.ChoiceField(
        choices=[(name, name) for name in ("certainty", "partner", "activate", "other_theme", "duplicate")]
    )
    seen = forms.ChoiceField(choices=[*Certainty.choices, *PartnerCertainty.choices], required=False)
    value = forms.ChoiceField(choices=[*Certainty.choices, *PartnerCertainty.choices], required=False)
    partner = forms.IntegerField(required=False)
    note = forms.CharField(
        label="Note",
        max_length=2000,
        required=False,
        help_text="Facultative. Gardée dans l’historique, jamais publiée.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_note(self) -> str:
        return clean_text(self.cleaned_data["note"])
