"""What organisers type when they decide."""

from typing import Any

from django import forms
from django.utils import timezone

from hub.core.dates.when import When
from hub.core.dates.when_widget import WhenFormField
from hub.core.validators import clean_text, one_line, visible
from workshops.planning.actions.copies import months_later
from workshops.workshop.cycle import Cycle
from workshops.workshop.enums import Certainty, PartnerCertainty
from workshops.workshop.workshop import WorkshopPage

DECISIONS = ("certainty", "date", "partner", "activate", "other_theme", "duplicate", "undo")
#: What is hard to take back asks once, for a reason that everybody reads.
ASKS_WHY = (Certainty.CANCELLED, Certainty.POSTPONED)


class DecisionForm(forms.Form):
    """One decision. `seen` and `seen_when` are the certainty and the date that were on the screen."""

    #: Whether the chosen date must be confirmed, because it has passed.
    is_past = False

    decision = forms.ChoiceField(choices=[(name, name) for name in DECISIONS])
    seen = forms.ChoiceField(choices=[*Certainty.choices, *PartnerCertainty.choices], required=False)
    seen_when = forms.CharField(max_length=80, required=False)
    value = forms.ChoiceField(choices=[*Certainty.choices, *PartnerCertainty.choices], required=False)
    partner = forms.IntegerField(required=False)
    when = WhenFormField(label="Quand", required=False)
    asked = forms.BooleanField(required=False)
    reason = forms.CharField(
        label="Motif public",
        max_length=300,
        required=False,
        help_text="Une phrase, affichée sur la page, dans les agendas et dans le message.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    note = forms.CharField(
        label="Note",
        max_length=2000,
        required=False,
        help_text="Facultative. Gardée dans l’historique, jamais publiée.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_note(self) -> str:
        return clean_text(self.cleaned_data["note"])

    def clean_reason(self) -> str:
        return visible(clean_text(self.cleaned_data["reason"])).strip()

    def clean_seen_when(self) -> When:
        try:
            return When.parse(self.cleaned_data["seen_when"])
        except ValueError:
            return When()

    def clean(self) -> dict[str, Any]:
        """A closed workshop says why, once it was asked; a date is chosen, and not in the past unnoticed."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") == "date" and "when" in cleaned:
            self._check_date(cleaned["when"], asked=cleaned.get("asked", False))
        closes = cleaned.get("decision") == "certainty" and cleaned.get("value") in ASKS_WHY
        if closes and cleaned.get("asked") and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Dites pourquoi en une phrase : tout le monde la lira.")
        return cleaned

    def _check_date(self, when: When, *, asked: bool) -> None:
        if not when:
            self.add_error("when", "Indiquez ce que vous savez de la date, ou reportez l’atelier.")
        elif when.latest and when.latest < timezone.localdate() and not asked:
            self.is_past = True
            self.add_error("when", f"Cette date est passée : {when.french()}. Cochez la case pour la fixer quand même.")


class CycleForm(forms.Form):
    """The next cycle, from the workshops of `cycle`; those that were given up are not chosen beforehand."""

    label = forms.CharField(label="Nom", max_length=80)
    period = WhenFormField(label="Période")
    workshops = forms.ModelMultipleChoiceField(
        label="Ateliers à reprendre",
        queryset=WorkshopPage.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Chacun devient un brouillon : même mois, jour et horaire à fixer, partenaires à reconfirmer.",
    )

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pages = WorkshopPage.objects.filter(cycle=cycle).in_order()
        offered: Any = self.fields["workshops"]
        offered.queryset = pages
        offered.initial = [page.pk for page in pages if not page.is_closed]
        self.fields["period"].initial = months_later(cycle.period, 1)

    def clean_label(self) -> str:
        return one_line(self.cleaned_data["label"])

    def clean_period(self) -> When:
        if not self.cleaned_data["period"]:
            raise forms.ValidationError("Indiquez l’année du nouveau cycle.")
        return self.cleaned_data["period"]
