"""What organisers ask of a mail."""

from django import forms


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(choices=[("retry", "Réessayer"), ("drop", "Abandonner")])
