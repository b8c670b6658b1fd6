"""Cycles group the workshops of a year."""

from django.db import models
from wagtail.admin.panels import FieldPanel

from hub.core.fields import WhenField
from hub.core.models import VisibleLines


class Cycle(VisibleLines, models.Model):
    """A year of meetings («environ 3 à 4 par an», founding text)."""

    label = models.CharField("nom", max_length=80)
    slug = models.SlugField("identifiant", max_length=80, unique=True)
    period = WhenField("période")
    note = models.TextField("note publique", blank=True, help_text="Affichée avec le calendrier de ce cycle.")

    panels = [FieldPanel("label"), FieldPanel("slug"), FieldPanel("period"), FieldPanel("note")]

    class Meta:
        verbose_name = "cycle"
        verbose_name_plural = "cycles"
        ordering = ["-period", "label__french", "pk"]

    def __str__(self) -> str:
        return self.label
