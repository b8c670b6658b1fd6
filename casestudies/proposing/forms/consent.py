"""What an author decides about the consent."""

from django import forms


class ConsentForm(forms.Form):
    """What becomes of a page whose author changes their mind."""

    HIDE_NAME, WITHDRAW = "hide_name", "withdraw"
    wish = forms.ChoiceField(
        label="Vous souhaitez",
        choices=[
            (HIDE_NAME, "Garder le texte public, sans mon nom"),
            (WITHDRAW, "Que le texte ne soit plus public"),
        ],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(["required", "invalid_choice"], "Choisissez ce que devient le texte."),
    )
