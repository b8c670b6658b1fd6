"""What must outlive people who leave: that they left, and that an unused account was announced to be closed."""

from django.conf import settings
from django.db import models


class ErasureRecord(models.Model):
    """Somebody was erased. `address_hash` tells an address only to who has it already, and the secret key."""

    address_hash = models.CharField("empreinte de l’adresse", max_length=64, db_index=True)
    at = models.DateTimeField("effacé le")
    keep_published = models.BooleanField("témoignages publiés gardés sans nom")

    class Meta:
        verbose_name = "effacement"
        verbose_name_plural = "effacements"
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["address_hash", "at"], name="erasure_once")]

    def __str__(self) -> str:
        return f"Effacement du {self.at:%d/%m/%Y}"


class InactivityWarning(models.Model):
    """A member was told that the account, unused, will be erased."""

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name="membre", on_delete=models.CASCADE, related_name="inactivity_warning"
    )
    at = models.DateTimeField("prévenu le")

    class Meta:
        verbose_name = "avertissement"
        verbose_name_plural = "avertissements"

    def __str__(self) -> str:
        return f"Avertissement du {self.at:%d/%m/%Y}"
