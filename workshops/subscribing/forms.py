"""What is asked to make a private calendar."""

from django import forms

from hub.core.forms import LineField
from hub.core.validators import no_html, too_long


class FeedForm(forms.Form):
    """The name by which one knows where the address is in use."""

    name = LineField(
        label="Où l’utiliserez-vous ?",
        max_length=40,
        validators=[no_html],
        help_text="Par exemple : téléphone, bureau. Une adresse par appareil se coupe sans toucher aux autres.",
        error_messages={
            "required": "Donnez un nom à cette adresse, par exemple « téléphone ».",
            "max_length": too_long("Ce nom est trop long", 40),
        },
        widget=forms.TextInput(attrs={"class": "input"}),
    )


class ChosenFeed(forms.Form):
    """The address that a button renews or cuts."""

    feed = forms.IntegerField(min_value=1, max_value=2**31)

    def key(self) -> int:
        """0, which is no address, for what can't be read."""
        return self.cleaned_data["feed"] if self.is_valid() else 0
