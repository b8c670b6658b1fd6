"""Terms of the glossary."""

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from hub.core.validators import lines


class Term(index.Indexed, models.Model):
    """A word of the field, its definition and the other words under which people look for it."""

    name = models.CharField("terme", max_length=80, unique=True)
    slug = models.SlugField("adresse", max_length=80, unique=True)
    definition = models.TextField("définition", blank=True, help_text="Une ou deux phrases.")
    easy_definition = models.TextField(
        "définition facile à lire", blank=True, help_text="Une phrase très simple, facultative."
    )
    forms = models.TextField("formes", blank=True, help_text="Pluriels, féminins, formes inclusives : une par ligne.")
    equivalents = models.TextField(
        "équivalents", blank=True, help_text="Autres mots que l’on tape pour la même chose : un par ligne."
    )
    see_also = models.ManyToManyField("self", verbose_name="voir aussi", blank=True)
    themes = models.ManyToManyField("glossary.Theme", verbose_name="thèmes", blank=True, related_name="terms")
    is_starter = models.BooleanField("définition de départ, à relire", default=False)

    panels = [
        FieldPanel("name"),
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
        index.SearchField("equivalents", boost=2),
        index.FilterField("definition"),
    ]

    class Meta:
        verbose_name = "terme"
        verbose_name_plural = "termes"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("term", args=[self.slug])

    @property
    def equivalent_list(self) -> list[str]:
        return lines(self.equivalents)
