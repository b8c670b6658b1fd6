"""What Wagtail's editor of a workshop checks besides the fields themselves."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm


class WorkshopForm(WagtailAdminPageForm):
    """A date that somebody chose is no hypothesis any more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.year_assumed:
            self.fields.pop("year_assumed", None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "year_assumed" in cleaned and self.has_new_date(cleaned):
            cleaned["year_assumed"] = False
        return cleaned

    def has_new_date(self, cleaned: dict[str, Any]) -> bool:
        """Whether the date differs from the one shown (`changed_data` says so of any field with a default value)."""
        return "when" in cleaned and str(cleaned["when"]) != str(self.initial.get("when"))
