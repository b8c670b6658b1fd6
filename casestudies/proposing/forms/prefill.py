"""What a link to the proposal form may say beforehand."""

from typing import Any

from django import forms

from casestudies.evidence.assessment import answers_in, summary_from
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
    """What the person was reading or doing: `?theme=indemnisation`, `?atelier=rendre-des-comptes`, `?texte=…`, or the
    answers of a self-assessment, `?dispositif=c1:yes,c2-sortition:partly`.
    """

    theme = forms.ModelChoiceField(Theme.objects.all(), to_field_name="slug", required=False)
    atelier = forms.SlugField(required=False, allow_unicode=True)
    texte = LongTextQueryField(required=False)
    dispositif = forms.CharField(max_length=2000, required=False)

    def initial_values(self) -> dict[str, Any]:
        """Initial values of the first step."""
        values = self.values()
        found: dict[str, Any] = {"practice": values.get("texte", "") or self.assessment}
        if "theme" in values:
            found["themes"] = [values["theme"].slug]
        if workshop := self.workshop:
            found["workshop"] = workshop.slug
        return found

    @property
    def assessment(self) -> str:
        """What «Mon dispositif en est-il une ?» found, in sentences; empty when it was not asked."""
        code = self.values().get("dispositif", "")
        return summary_from(code) if answers_in(code) else ""

    @property
    def workshop(self) -> WorkshopPage | None:
        """The workshop one would like to speak at, when everybody may read its page and it may still take place."""
        slug = self.values().get("atelier")
        return WorkshopPage.objects.visible_to_all().still_open().filter(slug=slug).first() if slug else None
