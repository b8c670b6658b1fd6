"""What may stand in the way of a date: periods that organisers enter or import. They warn, they never block."""

from datetime import time

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from hub.core.models import VisibleLines
from workshops.conflicts.enums import ConstraintKind


class CalendarImport(VisibleLines, models.Model):
    """One import of an .ics or CSV file, or of an address; importing it again replaces what it brought."""

    name = models.CharField("nom", max_length=160, unique=True)
    url = models.URLField("adresse", max_length=500, blank=True)
    imported_at = models.DateTimeField("importé le", auto_now=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="par", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: One line per event read: [title, what was done or why it was left out, kept].
    report = models.JSONField("rapport", default=list)

    class Meta:
        verbose_name = "import de calendrier"
        verbose_name_plural = "imports de calendriers"
        ordering = ["name__french", "pk"]

    def __str__(self) -> str:
        return self.name


class CalendarConstraint(VisibleLines, models.Model):
    """A period to know of when choosing a date: an outside event, an election reserve period …"""

    title = models.CharField("intitulé", max_length=200)
    kind = models.CharField("nature", max_length=16, choices=ConstraintKind.choices, default=ConstraintKind.EVENT)
    first_day = models.DateField("du", db_index=True)
    last_day = models.DateField("au", db_index=True, help_text="Le même jour pour un événement d’une journée.")
    starts = models.TimeField("heure de début", null=True, blank=True, help_text="Heure de Paris, si elle est connue.")
    ends = models.TimeField("heure de fin", null=True, blank=True)
    place = models.CharField("lieu", max_length=160, blank=True)
    url = models.URLField("adresse", max_length=500, blank=True)
    origin = models.CharField("source", max_length=200, blank=True, help_text="D’où vient cette date.")
    imported = models.ForeignKey(
        CalendarImport, null=True, blank=True, editable=False, on_delete=models.CASCADE, related_name="constraints"
    )
    external_id = models.CharField(max_length=255, blank=True, editable=False)

    panels = [
        FieldPanel("title"),
        FieldPanel("kind"),
        FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")]),
        FieldRowPanel([FieldPanel("starts"), FieldPanel("ends")]),
        FieldRowPanel([FieldPanel("place"), FieldPanel("url")]),
        FieldPanel("origin"),
    ]

    class Meta:
        verbose_name = "contrainte de calendrier"
        verbose_name_plural = "contraintes de calendrier"
        ordering = ["first_day", "title__french", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="constraint_days_in_order",
                violation_error_message="La fin est avant le début.",
            ),
            models.UniqueConstraint(
                fields=["imported", "external_id", "first_day"],
                condition=Q(imported__isnull=False),
                name="constraint_imported_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.ends and not self.starts:
            raise ValidationError({"ends": "Indiquez aussi l’heure de début."})
        if self.first_day == self.last_day and self.starts and self.ends and time() < self.ends <= self.starts:
            raise ValidationError({"ends": "La fin est avant le début."})
