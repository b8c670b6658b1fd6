"""Events that other people organise and that a workshop or a report may belong to."""

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from hub.core.fields import WhenField
from hub.core.models import VisibleLines


class OutsideEvent(VisibleLines, models.Model):
    """An outside event, distinct from the workshop it hosts, for example an edition of the REP."""

    name = models.CharField("nom", max_length=160)
    acronym = models.CharField("sigle", max_length=20, blank=True)
    slug = models.SlugField("identifiant", max_length=80, unique=True)
    edition = models.CharField("édition", max_length=80, blank=True, help_text="Par exemple « 2027, numérique ».")
    when = WhenField("quand", help_text="« À définir » si la date n’est pas connue.")
    url = models.URLField("site", blank=True)

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("acronym")]),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("edition")]),
        FieldPanel("when"),
        FieldPanel("url"),
    ]

    class Meta:
        verbose_name = "événement extérieur"
        verbose_name_plural = "événements extérieurs"
        ordering = ["name__french", "edition__french", "pk"]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.name, self.edition]))
