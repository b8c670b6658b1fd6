"""The end of the publication of a page, in its editor: one that is past may stay as it is, not be published."""

from typing import Any

from django.utils import timezone
from wagtail.admin.forms.pages import WagtailAdminPageForm

PAST = (
    "Cette date est passée : la page ne serait pas publique. Pour la publier, effacez la date ou choisissez-en une "
    "à venir. Pour garder la page telle quelle, enregistrez le brouillon."
)


class ExpiringPageForm(WagtailAdminPageForm):
    """Wagtail refuses any date in the past, and so every change of a page that has expired."""

    def clean(self) -> dict[str, Any]:
        data, known = super().clean(), self.instance.expire_at
        # The field shows no seconds.
        if known and known < timezone.now() and data.get("expire_at") == known.replace(second=0, microsecond=0):
            del data[
                "expire_at"
            ]  # Wagtail, which looks after this form, finds nothing to refuse: the page keeps its own
            if "action-publish" in self.data:
                self.add_error("expire_at", PAST)
        return data
