"""Sources: what a claim rests on."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from casestudies.evidence.enums import SourceKind
from hub.core.fields import WhenField
from hub.core.models import VisibleLines


class Source(VisibleLines, index.Indexed, models.Model):
    """A document that supports facts, answers and case studies. Used by several pages, so kept apart from them."""

    key = models.SlugField("identifiant", max_length=80, unique=True)
    publisher = models.CharField("éditeur", max_length=160, help_text="Qui publie, par exemple « Ville de Paris ».")
    title = models.CharField("titre", max_length=300)
    url = models.URLField("adresse", max_length=500, blank=True)
    kind = models.CharField("nature", max_length=16, choices=SourceKind.choices)
    published_on = WhenField("publiée ou mise à jour")
    consulted_on = models.DateField("consultée le", null=True, blank=True)
    note = models.CharField("remarque", max_length=300, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("publisher"), FieldPanel("key")]),
        FieldPanel("title"),
        FieldPanel("url"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("published_on"), FieldPanel("consulted_on")]),
        FieldPanel("note"),
    ]
    search_fields = [
        index.SearchField("publisher"),
        index.SearchField("title", boost=2),
        index.AutocompleteField("publisher"),
        index.AutocompleteField("title"),
    ]

    class Meta:
        verbose_name = "source"
        verbose_name_plural = "sources"
        ordering = ["publisher__french", "title__french", "pk"]

    def __str__(self) -> str:
        return f"{self.publisher}, {self.title}"


def source_key(verbose_name: str) -> Any:
    """A foreign key to a source; a source that supports something can't be deleted."""
    return models.ForeignKey(
        "casestudies.Source",
        verbose_name=verbose_name,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )


class Sourced(models.Model):
    """Something with up to three sources.

    Plain foreign keys rather than a relation table: the database itself can then refuse a claim without evidence,
    and drafts keep the sources in their revision.
    """

    source = source_key("source")
    second_source = source_key("deuxième source")
    third_source = source_key("troisième source")

    SOURCE_FIELDS = ("source", "second_source", "third_source")

    class Meta:
        abstract = True

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """What a row names, and holds, exists: it is not looked for again."""
        keys = (field for field in self._meta.concrete_fields if isinstance(field, models.ForeignKey))
        held = {field.name for field in keys if field.is_cached(self) and getattr(self, field.name) is not None}
        super().clean_fields(exclude={*(exclude or ()), *held})

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Each row says in `clean` what its constraints say, without a query; the database has the last word."""

    @property
    def sources(self) -> list[Source]:
        return [source for source in (self.source, self.second_source, self.third_source) if source is not None]


def source_panel() -> MultiFieldPanel:
    return MultiFieldPanel([FieldPanel(name) for name in Sourced.SOURCE_FIELDS], heading="Sources")


def citations(cited: Iterable[Source]) -> dict[str, Any]:
    """What a template needs to print calls and the list of sources: `numbers` (pk → call) and `sources` in order."""
    in_order = {source.pk: source for source in cited}
    return {
        "numbers": {pk: number for number, pk in enumerate(in_order, 1)},
        "sources": list(in_order.values()),
    }
