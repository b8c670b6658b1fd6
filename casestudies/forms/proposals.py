"""What organisers type to decide about a proposal."""

from django import forms

from casestudies.enums import ProposalState
from hub.core.validators import clean_text


class MoveForm(forms.Form):
    """An organiser's decision about a proposal. `version` is the one that was on the screen."""

    version = forms.IntegerField(min_value=1)
    state = forms.ChoiceField(choices=ProposalState.choices)
    reason = forms.CharField(
        label="Raison",
        max_length=4000,
        required=False,
        help_text="Lue par la personne. Nécessaire pour demander un complément ou ne pas retenir.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note = forms.CharField(
        label="Note",
        max_length=2000,
        required=False,
        help_text="Facultative. Gardée dans l’historique ; elle n’est pas envoyée.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_reason(self) -> str:
        return clean_text(self.cleaned_data["reason"])

    def clean_note(self) -> str:
        return clean_text(self.cleaned_data["note"])
