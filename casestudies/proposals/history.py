"""What happens around a proposal: its history, the exchange with its author, the files."""

from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.db import models

from casestudies.proposals.enums import ProposalState
from hub.core.dates.moments import in_words


class ProposalEvent(models.Model):
    """A line of a proposal's history. Lines are added, never changed nor removed one by one.

    `reason` is what its author reads; `note` stays between organisers. Without `by`, the author did it.
    """

    proposal = models.ForeignKey("casestudies.Proposal", on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField("le", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="par", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_author = models.BooleanField("par son auteur ou autrice", default=False)
    from_state = models.CharField("état d’avant", max_length=16, choices=ProposalState.choices, blank=True)
    state = models.CharField("état", max_length=16, choices=ProposalState.choices)
    reason = models.TextField("raison", blank=True)
    note = models.TextField("note", blank=True)

    class Meta:
        verbose_name = "événement"
        verbose_name_plural = "historique"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{in_words(self.at)} {self.get_state_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A line of history is never changed.")
        super().save(*args, **kwargs)


class ProposalMessage(models.Model):
    """A message between the author and the organisers. Without `by`, the author wrote it."""

    proposal = models.ForeignKey("casestudies.Proposal", on_delete=models.CASCADE, related_name="messages")
    at = models.DateTimeField("le", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="par", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_author = models.BooleanField("de son auteur ou autrice", default=False)
    text = models.TextField("message")
    #: Made by the form: sending twice stores once.
    idempotency_key = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = "message"
        verbose_name_plural = "messages"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def sender(self) -> str:
        """Who wrote it, as organisers read it; nobody's name stays once the account is erased."""
        return "La personne" if self.by_author else str(self.by or "L’équipe")


def private_storage() -> Any:
    """Files that only their author and organisers read; never under an address of `MEDIA_URL`."""
    return storages["private"]


class ProposalFile(models.Model):
    """A file sent with a proposal; type found in its content, without metadata when it is a picture."""

    proposal = models.ForeignKey("casestudies.Proposal", on_delete=models.CASCADE, related_name="files")
    file = models.FileField("fichier", storage=private_storage, upload_to="proposals/%Y/%m")
    name = models.CharField("nom", max_length=120)
    media_type = models.CharField("type", max_length=100)
    size = models.PositiveIntegerField("taille en octets")
    sent_at = models.DateTimeField("envoyé le", auto_now_add=True)
    #: Keyed hash of where it came from (`hub.core.limits.place_key`), to limit what waits.
    place = models.CharField(max_length=64, blank=True, editable=False, db_index=True)

    class Meta:
        verbose_name = "fichier"
        verbose_name_plural = "fichiers"
        ordering = ["sent_at", "pk"]

    def __str__(self) -> str:
        return self.name
