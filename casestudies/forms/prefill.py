"""What a link to the proposal form may say beforehand."""

from typing import Any

from django import forms

from glossary.models import Theme
from hub.core.forms import QueryForm
from hub.core.validators import clean_text
from workshops.models import WorkshopPage

MAX_TEXT = 4000


class LongTextQueryField(forms.CharField):
    """A text of several lines, made safe and cut: a link never gives an error."""

    def to_python(self, value: Any) -> str:
        return clean_text(str(value or "").replace("\r\n", "\n")).strip()[:MAX_TEXT]


class PrefillForm(QueryForm):
    """`?theme=indemnisation&atelier=rendre-des-comptes&texte=…`: what the person was reading about."""

    theme = forms.ModelChoiceField(Theme.objects.all(), to_field_name="slug", required=False)
    atelier = forms.SlugField(required=False, allow_unicode=True)
    texte = LongTextQueryField(required=False)

    def initial_values(self) -> dict[str, Any]:
        """Initial values of the first step."""
        values = self.values()
        found: dict[str, Any] = {"practice": values.get("texte", "")}
        if "theme" in values:
            found["themes"] = [values["theme"].slug]
        if workshop := self.workshop:
            found["workshop"] = workshop.slug
        return found

    @property
    def workshop(self) -> WorkshopPage | None:
        """The workshop one would like to speak at, when everybody may read its page and it may still take place."""
        slug = self.values().get("atelier")
        return WorkshopPage.objects.visible_to().still_open().filter(slug=slug).first() if slug else None
