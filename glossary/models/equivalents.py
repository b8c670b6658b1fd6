"""Words that people type for one another, and that are no terms of the glossary."""

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from hub.core.models import VisibleLines
from hub.core.validators import lines

OTHERS_HELP = (
    "Une par ligne. Qui cherche l’une trouve aussi les autres, le mot compris. Pluriels, féminins et accents se "
    "trouvent tout seuls."
)
#: More would make a search find everything.
MOST = 30


class EquivalentWords(VisibleLines, index.Indexed, models.Model):
    """Who types one of these words finds what is written with the others."""

    word = models.CharField("mot ou expression", max_length=80, unique=True)
    others = models.TextField("autres façons de le dire", help_text=OTHERS_HELP)

    panels = [FieldPanel("word"), FieldPanel("others")]
    search_fields = [
        index.SearchField("word"),
        index.AutocompleteField("word"),
        index.SearchField("others"),
        index.AutocompleteField("others"),
    ]

    class Meta:
        verbose_name = "mots équivalents"
        verbose_name_plural = "mots équivalents"
        ordering = ["word__french", "pk"]

    def __str__(self) -> str:
        return self.word

    def clean(self) -> None:
        super().clean()
        if len(lines(self.others)) > MOST:
            raise ValidationError({"others": f"{MOST} au plus : au-delà, la recherche trouverait tout."})

    @property
    def all_words(self) -> list[str]:
        return [self.word, *lines(self.others)]
