"""What must outlive whatever is erased: that it was."""

from django.db import models


class ErasureRecord(models.Model):
    """A line of the book of erasures: a person, an account or a proposal was erased.

    `thing_hash` tells which one only to who has the thing before their eyes, and the secret key. It stands in the same
    transaction as the erasure: a database without the line is older than the erasure.
    """

    kind = models.CharField("sorte", max_length=20, default="personne")
    thing_hash = models.CharField("empreinte", max_length=64, db_index=True)
    at = models.DateTimeField("effacé le")
    keep_published = models.BooleanField("témoignages publiés gardés sans nom")
    #: When the line also stood in the file, and the freed space of the database was cleaned.
    settled_at = models.DateTimeField("terminé le", null=True, blank=True)

    class Meta:
        verbose_name = "effacement"
        verbose_name_plural = "effacements"
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "thing_hash", "at"], name="erasure_once")]

    def __str__(self) -> str:
        return f"Effacement du {self.at:%d/%m/%Y}"
