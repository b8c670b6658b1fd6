"""Hosts and speakers of workshops. A plain table, never part of a page: revisions would keep addresses."""

from datetime import datetime

from django.db import models
from django.utils import timezone

from hub.core.enums import Half
from hub.core.models import VisibleLines
from workshops.contributing.enums import HOSTS, Recording, Role, Standing
from workshops.workshop.enums import Certainty
from workshops.workshop.workshop import WorkshopPage


class ContributorQuerySet(models.QuerySet["Contributor"]):
    def named(self) -> "ContributorQuerySet":
        """Those whose names are not forgotten."""
        return self.exclude(email="")

    def expected(self) -> "ContributorQuerySet":
        """Those who did not decline, and can be written to."""
        return self.named().exclude(standing=Standing.DECLINED)

    def hosts(self) -> "ContributorQuerySet":
        return self.expected().filter(role__in=HOSTS)


class Contributor(VisibleLines, models.Model):
    """One address and one workshop. Written by `workshops.contributing.actions` only.

    `part` is the half in which one speaks; a host may speak too. `awaited` says what is still missing from them.
    What was said about a recording is kept with its text (`recording_version`) and its instant: it proves consent, and
    outlives the name: a row whose `email` is empty is that of somebody forgotten.
    """

    workshop = models.ForeignKey(
        WorkshopPage, verbose_name="atelier", on_delete=models.CASCADE, related_name="contributors"
    )
    role = models.CharField("rôle", max_length=12, choices=Role.choices, default=Role.SPEAKER)
    part = models.PositiveSmallIntegerField("partie", choices=Half.choices, null=True, blank=True)
    name = models.CharField("prénom et nom", max_length=120)
    organisation = models.CharField("collectivité ou organisation", max_length=160, blank=True)
    email = models.EmailField("adresse électronique", max_length=254)
    email_key = models.CharField(max_length=254, editable=False)
    standing = models.CharField("où on en est", max_length=10, choices=Standing.choices, default=Standing.TO_ASK)
    since = models.DateTimeField("depuis le", default=timezone.now)
    recording = models.CharField("enregistrement", max_length=8, choices=Recording.choices, default=Recording.SILENT)
    recording_version = models.CharField(max_length=20, blank=True, editable=False)
    recording_at = models.DateTimeField(null=True, editable=False)
    awaited = models.CharField(
        "ce qui manque encore", max_length=240, blank=True, help_text="Par exemple : le diaporama."
    )
    last_written_at = models.DateTimeField("dernier message le", null=True, editable=False)

    objects = ContributorQuerySet.as_manager()

    class Meta:
        verbose_name = "hôte ou intervention"
        verbose_name_plural = "hôtes et interventions"
        ordering = ["role", "part", "pk"]
        constraints = [models.UniqueConstraint(fields=["workshop", "email_key"], name="one_contributor_per_address")]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.pk}"

    @property
    def comes(self) -> bool:
        return self.standing == Standing.CONFIRMED

    @property
    def is_host(self) -> bool:
        return self.role in HOSTS

    @property
    def is_expected(self) -> bool:
        return self.standing != Standing.DECLINED

    @property
    def is_forgotten(self) -> bool:
        return not self.email

    @property
    def shown_name(self) -> str:
        return self.name or "Nom effacé"

    @property
    def part_words(self) -> str:
        """The part in which one speaks; empty for who only opens the room."""
        return Half(self.part).label if self.part else ""

    def is_over(self, now: datetime) -> bool:
        """Whether the workshop has passed; what was postponed is awaited again."""
        end = self.workshop.when.last_instant
        return end is not None and end <= now and self.workshop.certainty != Certainty.POSTPONED
