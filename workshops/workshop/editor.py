"""What Wagtail's editor of a workshop checks and shows besides the fields themselves."""

from typing import Any

from django import forms
from django.utils import timezone

from hub.core.models import PageForm
from workshops.workshop.enums import OPEN_CERTAINTIES, Certainty


class WorkshopForm(PageForm):
    """A date that somebody chose is no hypothesis any more; what looks like a slip is asked about before it is public.

    Certainty is chosen here until the first publication, afterwards by decisions, which leave a line in the history.
    """

    publish_anyway = forms.BooleanField(label="Oui, publier quand même", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.year_assumed:
            self.fields.pop("year_assumed", None)
        if self.instance.first_published_at or self.instance.certainty not in OPEN_CERTAINTIES:
            self.fields.pop("certainty", None)
        elif "certainty" in self.fields:
            offered = [choice for choice in Certainty.choices if choice[0] in OPEN_CERTAINTIES]
            self.fields["certainty"].choices = offered  # type: ignore[attr-defined]  # a field of choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "year_assumed" in cleaned and self.has_new_date(cleaned):
            cleaned["year_assumed"] = False
        if self.data.get("action-publish") and not cleaned.get("publish_anyway"):
            for question in self.questions(cleaned):
                self.add_error("publish_anyway", question)
        return cleaned

    def has_new_date(self, cleaned: dict[str, Any]) -> bool:
        """Whether the date differs from the one shown (`changed_data` says so of any field with a default value)."""
        return "when" in cleaned and str(cleaned["when"]) != str(self.initial.get("when"))

    def questions(self, cleaned: dict[str, Any]) -> list[str]:
        """What to ask before publishing."""
        asked = []
        when = cleaned.get("when")
        is_first = self.instance.pk is None or not self.instance.live
        is_news = is_first or self.has_new_date(cleaned)
        if when and when.latest < timezone.localdate() and is_news and self.instance.certainty != Certainty.HELD:
            asked.append(f"Cette date est passée : {when.french()}. Cochez pour publier quand même.")
        if is_first and self.is_empty(cleaned):
            asked.append("Cet atelier n’a encore que son titre. Cochez pour publier quand même.")
        return asked

    def is_empty(self, cleaned: dict[str, Any]) -> bool:
        """No date, no theme, nobody, no programme, no text."""
        said = any(cleaned.get(name) for name in ("when", "themes", "introduction", "wording"))
        rows = [self.formsets[name] for name in ("partners", "agenda") if name in self.formsets]
        return not said and not any(row.cleaned_data and not row.cleaned_data.get("DELETE") for row in _rows(rows))


def _rows(formsets: list[Any]) -> list[Any]:
    return [row for formset in formsets if formset.is_valid() for row in formset.forms]
