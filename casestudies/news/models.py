"""What changed in public on the sheet of an assembly. Written by `casestudies.news.actions` only."""

from django.db import models
from django.db.models import Q


class SheetChange(models.Model):
    """A change that anybody could see: of a fact or, without one, of the status. One a day at most of each thing.

    `old` is what was said before the first change of that day, `new` what is said after the last. `box` is the box of
    the fact that changed while its sentence did not. With its fact goes whatever was said of it (decision 0099).
    """

    page = models.ForeignKey("casestudies.AssemblyPage", on_delete=models.CASCADE, related_name="changes")
    fact = models.ForeignKey("casestudies.Fact", null=True, on_delete=models.CASCADE, related_name="+")
    box = models.CharField("case", max_length=20, blank=True)
    day = models.DateField("le")
    at = models.DateTimeField("publié le")
    old = models.TextField("avant", blank=True)
    new = models.TextField("maintenant")
    because = models.CharField("pourquoi", max_length=300, blank=True)
    #: Of a status: the day on which the sheet was verified, if that is what happened.
    verified_on = models.DateField("vérifiée le", null=True)

    class Meta:
        verbose_name = "changement d’une fiche"
        verbose_name_plural = "changements des fiches"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fact", "box", "day"], condition=Q(fact__isnull=False), name="fact_change_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["page", "day"], condition=Q(fact__isnull=True), name="status_change_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.old} → {self.new}"
