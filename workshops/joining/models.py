"""Addresses of video rooms. A plain table: neither pages, revisions, feeds nor the search hold it."""

from django.db import models
from django.utils import timezone

from hub.core.models import VisibleLines
from workshops.workshop.workshop import WorkshopPage


class MeetingLink(VisibleLines, models.Model):
    """The video room of one workshop, whatever its provider. Written by `workshops.joining.actions` only.

    Everybody gets the same address, through a signed link of theirs. `host_notes` is for hosts and organisers.
    """

    workshop = models.OneToOneField(
        WorkshopPage, verbose_name="atelier", on_delete=models.CASCADE, related_name="meeting_link"
    )
    address = models.URLField("adresse de la visioconférence", max_length=500)
    code = models.CharField("code d’accès", max_length=60, blank=True)
    phone = models.CharField("numéro de téléphone", max_length=60, blank=True)
    host_notes = models.TextField("notes pour les hôtes", blank=True)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "salle de visioconférence"
        verbose_name_plural = "salles de visioconférence"

    def __str__(self) -> str:
        return f"Salle de « {self.workshop.title} »"
