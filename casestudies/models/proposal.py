"""Proposals: what people send. A plain table, never a page: it holds personal data."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from casestudies.enums import OPEN_PROPOSALS, ProposalState


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def waiting(self) -> "ProposalQuerySet":
        """Proposals that wait for an organiser or for their author."""
        return self.filter(state__in=OPEN_PROPOSALS)


class Proposal(models.Model):
    """A proposed testimony, or the wish to take part, or both. Written by `casestudies.actions` only."""

    #: Made by the form when it is shown: sending twice stores once.
    idempotency_key = models.UUIDField(unique=True, editable=False)
    created_at = models.DateTimeField("déposée le", auto_now_add=True)
    state = models.CharField(
        "état", max_length=12, choices=ProposalState.choices, default=ProposalState.SUBMITTED, db_index=True
    )
    wants_to_testify = models.BooleanField("porter un témoignage", default=False)
    wants_to_take_part = models.BooleanField("participer au cycle d’échanges", default=False)
    themes = models.ManyToManyField("glossary.Theme", verbose_name="questions", blank=True, related_name="proposals")
    name = models.CharField("nom", max_length=120)
    email = models.EmailField("adresse électronique", max_length=254)
    organisation = models.CharField("collectivité ou organisation", max_length=160)
    assembly_name = models.CharField("assemblée", max_length=160, blank=True)
    practice = models.TextField("Comment on fait ?", blank=True)
    outcome = models.TextField("Qu’est-ce que cela produit ?", blank=True)
    consent_version = models.CharField("version du texte d’accord", max_length=20)
    consent_at = models.DateTimeField("accord donné le")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "proposition"
        verbose_name_plural = "propositions"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(wants_to_testify=True) | Q(wants_to_take_part=True), name="proposal_has_intent"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.created_at:%d/%m/%Y}"

    @property
    def intents(self) -> str:
        """What the person wishes, in words."""
        wishes = [
            ("Porter un témoignage", self.wants_to_testify),
            ("Participer au cycle d’échanges", self.wants_to_take_part),
        ]
        return " et ".join(words for words, wanted in wishes if wanted)


class ProposalEvent(models.Model):
    """A line of a proposal's history. Lines are added, never changed nor removed one by one."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField("le", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="par", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField("état", max_length=12, choices=ProposalState.choices)
    note = models.TextField("note", blank=True)

    class Meta:
        verbose_name = "événement"
        verbose_name_plural = "historique"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M} {self.get_state_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A line of history is never changed.")
        super().save(*args, **kwargs)
