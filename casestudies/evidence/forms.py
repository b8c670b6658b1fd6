"""A source, noted from the page that cites it or in its own list."""

from typing import Any

from wagtail.admin.forms.models import WagtailAdminModelForm, formfield_for_dbfield

from casestudies.evidence.source import Source
from hub.core.suggested import free_slug


class SourceForm(WagtailAdminModelForm):
    """Nobody has to invent an identifier: left empty, it is made of who publishes and of the title."""

    class Meta:
        model = Source
        fields = ["publisher", "title", "language", "url", "doi", "kind", "key", "consulted_on"]
        formfield_callback = formfield_for_dbfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].required = self.fields["language"].required = False
        self.fields["key"].help_text = "Facultatif. Il nomme la source dans les données ouvertes."

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("key") and "key" not in self.errors:
            data["key"] = self.instance.key or free_slug(
                Source, f"{data.get('publisher', '')} {data.get('title', '')}", field="key"
            )
        self._check_copy(data)
        return data

    def _check_copy(self, data: dict[str, Any]) -> None:
        """A copy is kept under an open licence, once somebody has read that it names nobody drawn by lot."""
        if not data.get("copy"):
            return
        if not data.get("copy_licence"):
            self.add_error("copy_licence", "Dites sous quelle licence ouverte la copie est gardée, ou retirez-la.")
        if not data.get("copy_is_read"):
            self.add_error("copy_is_read", "Relisez la copie : elle ne doit nommer aucune personne tirée au sort.")

    def save(self, commit: bool = True) -> Source:
        """Another address is looked at anew: nothing is known of it."""
        if {"url", "doi"} & set(self.changed_data):
            self.instance.forget_looks()
        return super().save(commit)
