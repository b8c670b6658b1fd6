"""What was decided about a workshop, and by whom."""

from typing import Any

from django.conf import settings
from django.db import models


class WorkshopEvent(models.Model):
    """A line of a workshop's history. Lines are added, never changed."""

    workshop = models.ForeignKey("workshops.WorkshopPage", on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField("le", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="par", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.CharField("décision", max_length=300)
    note = models.TextField("note", blank=True)

    class Meta:
        verbose_name = "ligne d’historique"
        verbose_name_plural = "historique"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y} {self.text}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A line of history is never changed.")
        super().save(*args, **kwargs)
