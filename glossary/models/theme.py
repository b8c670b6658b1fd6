"""Themes: the questions that order everything else."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from hub.core.lists.kept import kept
from hub.core.models import FORMER_ADDRESSES, Ordered, VisibleLines
from hub.core.row_sets import Rows


class Theme(VisibleLines, index.Indexed, ClusterableModel):
    """A theme is controlled and ordered (tags are free): a short label and one or more questions."""

    #: End of the address of the feed that also has the months whose day is not known.
    FORECAST_SUFFIX = "-previsionnels"

    label = models.CharField("libellé", max_length=80, unique=True)
    short_label = models.CharField("libellé court", max_length=40, help_text="Pour les listes et l’agenda.")
    slug = models.SlugField("adresse", max_length=80, unique=True)
    order = models.PositiveSmallIntegerField("ordre", default=0)

    panels = [
        FieldPanel("label"),
        FORMER_ADDRESSES,
        FieldRowPanel([FieldPanel("short_label"), FieldPanel("slug"), FieldPanel("order")]),
        Rows("questions", heading="Questions", label="Question", min_num=1),
        Rows("requests", heading="Ce que l’on cherche", label="Recherche"),
    ]
    search_fields = [
        index.SearchField("label", boost=3),
        index.AutocompleteField("label"),
        index.RelatedFields("questions", [index.SearchField("text")]),
        index.RelatedFields("requests", [index.SearchField("title"), index.SearchField("text")]),
        index.SearchField("short_label"),
    ]

    class Meta:
        verbose_name = "thème"
        verbose_name_plural = "thèmes"
        ordering = ["order", "label__french", "pk"]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        super().clean()
        if self.slug.endswith(self.FORECAST_SUFFIX):
            ending = f"« {self.FORECAST_SUFFIX} » : c’est la fin de celle d’un agenda."
            raise ValidationError({"slug": f"Une adresse ne finit pas par {ending}"})

    def get_absolute_url(self) -> str:
        return reverse("theme", args=[self.slug])

    @classmethod
    def by_slug(cls) -> dict[str, "Theme"]:
        """All of them in order, with their questions, kept until the content changes: to be read only."""
        return kept("themes", lambda: {theme.slug: theme for theme in cls.objects.prefetch_related("questions")})

    @property
    def question(self) -> str:
        """The questions in one paragraph, in the author's words."""
        return " ".join(question.text for question in self.questions.all())


class ThemeQuestion(VisibleLines, Ordered):
    """A question of a theme, in the words of the founding text."""

    theme = ParentalKey(Theme, on_delete=models.CASCADE, related_name="questions")
    text = models.CharField("question", max_length=300)

    class Meta(Ordered.Meta):
        verbose_name = "question"

    def __str__(self) -> str:
        return self.text


class ThemeRequest(VisibleLines, Ordered):
    """Something the sheets do not say and that the group looks for («on cherche un témoignage»)."""

    theme = ParentalKey(Theme, on_delete=models.CASCADE, related_name="requests")
    title = models.CharField("en deux mots", max_length=80)
    text = models.CharField("précision", max_length=300, blank=True)

    class Meta(Ordered.Meta):
        verbose_name = "recherche"

    def __str__(self) -> str:
        return self.title
