"""Terms of the glossary."""

from django.db import models
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from hub.core.models import FORMER_ADDRESSES, VisibleLines
from hub.core.validators import lines
from hub.core.widgets import CheckboxSelectMultiple
from hub.french.inflection import is_acronym

FORMS_HELP = (
    "Mots de la même famille : une forme par ligne. Dans les textes, elles ouvrent la définition. "
    "Les pluriels, féminins et formes inclusives simples se trouvent tout seuls."
)
EQUIVALENTS_HELP = (
    "Autres mots que l’on tape pour la même chose : un par ligne. "
    "La recherche les connaît ; dans les textes, seuls les sigles ouvrent la définition."
)


class TermQuerySet(models.QuerySet["Term"]):
    """Queries about terms."""

    def visible_to_all(self) -> "TermQuerySet":
        """A term has a page as soon as it has a definition."""
        return self.exclude(definition="")


class Term(VisibleLines, index.Indexed, models.Model):
    """A word of the field, its definition and the other words under which people look for it."""

    name = models.CharField("terme", max_length=80, unique=True)
    slug = models.SlugField("adresse", max_length=80, unique=True)
    definition = models.TextField("définition", blank=True, help_text="Une ou deux phrases.")
    easy_definition = models.TextField(
        "définition facile à lire", blank=True, help_text="Une phrase très simple, facultative."
    )
    forms = models.TextField("formes", blank=True, help_text=FORMS_HELP)
    equivalents = models.TextField("équivalents", blank=True, help_text=EQUIVALENTS_HELP)
    see_also = models.ManyToManyField("self", verbose_name="voir aussi", blank=True)
    themes = models.ManyToManyField("glossary.Theme", verbose_name="thèmes", blank=True, related_name="terms")
    is_starter = models.BooleanField("définition de départ, à relire", default=False)

    objects = TermQuerySet.as_manager()

    panels = [
        FieldPanel("name"),
        FORMER_ADDRESSES,
        FieldPanel("slug"),
        MultiFieldPanel([FieldPanel("definition"), FieldPanel("easy_definition")], heading="Définition"),
        MultiFieldPanel([FieldPanel("forms"), FieldPanel("equivalents")], heading="Pour être retrouvé"),
        FieldPanel("see_also"),
        FieldPanel("themes", widget=CheckboxSelectMultiple),
        FieldPanel("is_starter"),
    ]
    search_fields = [
        index.SearchField("name", boost=4),
        index.AutocompleteField("name"),
        index.SearchField("definition"),
        index.SearchField("forms"),
        index.SearchField("equivalents"),
        index.FilterField("definition"),
    ]

    class Meta:
        verbose_name = "terme"
        verbose_name_plural = "termes"
        ordering = ["name__french", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("term", args=[self.slug])

    @property
    def phrases(self) -> tuple[str, ...]:
        """Under which words a text may open the definition; equivalents are too loose for it, but for acronyms."""
        return (self.name, *lines(self.forms), *filter(is_acronym, self.equivalent_list))

    @property
    def defined_see_also(self) -> list["Term"]:
        """The terms to see also that have a definition: the others have no page. Prefetch `see_also` for lists."""
        return [other for other in self.see_also.all() if other.definition]

    @property
    def equivalent_list(self) -> list[str]:
        return lines(self.equivalents)
