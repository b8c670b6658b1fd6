"""Sources: what a claim rests on."""

from collections.abc import Collection, Iterable
from typing import Any
from urllib.parse import quote

from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from casestudies.evidence.enums import Licence, SourceKind
from hub.core.enums import Language
from hub.core.fields import WhenField
from hub.core.models import VisibleLines

#: Written at each look at an address; pages show none of them.
UNSEEN = ("looked_at", "look_words", "look_next_at", "failing_since")


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
    language = models.CharField("langue du titre", max_length=5, choices=Language.choices, default=Language.FRENCH)
    doi = models.CharField(
        "DOI",
        max_length=200,
        blank=True,
        validators=[RegexValidator(r"^10\.\d{4,9}/\S+$", "Un DOI commence par « 10. », par exemple 10.1000/182.")],
        help_text="S’il y en a un : il mène au document même quand l’adresse change.",
    )
    archived_url = models.URLField(
        "adresse archivée", max_length=500, blank=True, help_text="La même page, gardée par une archive du web."
    )
    copy = models.ForeignKey(
        "wagtaildocs.Document",
        verbose_name="copie gardée ici",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Seulement sous licence ouverte, et relue : aucun nom de personne tirée au sort.",
    )
    copy_licence = models.CharField("licence de la copie", max_length=12, choices=Licence.choices, blank=True)
    copy_is_read = models.BooleanField("copie relue : aucun nom de personne tirée au sort", default=False)
    #: What `casestudies.checking.actions.looking` last saw at the address. Dates are those of the first failure.
    looked_at = models.DateTimeField(null=True, editable=False)
    look_next_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    look_words = models.CharField("dernier regard", max_length=200, blank=True, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    dead_since = models.DateField("lien mort depuis le", null=True, editable=False)

    panels = [
        FieldRowPanel([FieldPanel("publisher"), FieldPanel("key")]),
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("url"), FieldPanel("doi")]),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("published_on"), FieldPanel("consulted_on")]),
        FieldRowPanel([FieldPanel("language"), FieldPanel("note")]),
        MultiFieldPanel(
            [
                FieldPanel("archived_url"),
                FieldPanel("copy"),
                FieldRowPanel([FieldPanel("copy_licence"), FieldPanel("copy_is_read")]),
            ],
            heading="Si l’adresse ne répond plus",
        ),
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
        constraints = [
            models.CheckConstraint(
                condition=models.Q(copy=None) | (models.Q(copy_is_read=True) & ~models.Q(copy_licence="")),
                name="copy_is_open_and_read",
            )
        ]

    def __str__(self) -> str:
        return f"{self.publisher}, {self.title}"

    def forget_looks(self) -> None:
        """Nothing is known of the address any more: it has changed."""
        self.looked_at, self.look_next_at, self.look_words = None, timezone.now(), ""
        self.failing_since = self.dead_since = None

    @property
    def address(self) -> str:
        """Where the document is read: a DOI outlives an address."""
        return f"https://doi.org/{quote(self.doi, safe='/')}" if self.doi else self.url


def titles_in_other_languages() -> models.QuerySet:
    """(title, language) of documents, but for titles of one word, which may be a word of ours too."""
    foreign = Source.objects.exclude(language=Language.FRENCH).filter(title__contains=" ")
    return foreign.order_by().values_list("title", "language")


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
