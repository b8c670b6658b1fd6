"""What organisers type about themes, terms, other words and the definition."""

from typing import Any

from wagtail.admin.forms.models import WagtailAdminModelForm

from glossary.models import EquivalentWords
from hub.core.forms import QueryForm, TextQueryField
from hub.core.rows import CountedRows
from hub.core.slugs import SluggedForm


class TermForm(SluggedForm):
    """A term."""


class ThemeForm(CountedRows, SluggedForm):
    """A theme, its questions, and what the group looks for."""


class DefinitionForm(CountedRows, WagtailAdminModelForm):
    """A version of the definition; a criterion to which assemblies have answered stays."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for form in self.formsets["criteria"].deleted_forms:
            if form.instance.pk and form.instance.answers.exists():
                self.add_error(
                    None,
                    f"Le critère « {form.instance} » a des réponses dans les fiches d’assemblées : il ne peut pas être "
                    "retiré. Créez plutôt une nouvelle version de la définition.",
                )
        return cleaned


class WordForm(QueryForm):
    """`?word=…`: a word to give equivalents to."""

    word = TextQueryField()

    def clean_word(self) -> str:
        return self.cleaned_data["word"][: EquivalentWords._meta.get_field("word").max_length]
