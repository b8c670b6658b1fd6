"""Proposals: what people send. Plain tables, never pages: they hold personal data."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from casestudies.proposals.enums import OPEN_PROPOSALS, ProposalState, ShownAs
from hub.community.models import email_key
from hub.core.enums import Half


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def waiting(self) -> "ProposalQuerySet":
        """Proposals that wait for an organiser or for their author."""
        return self.filter(state__in=OPEN_PROPOSALS)

    def received(self) -> "ProposalQuerySet":
        """What organisers see: a draft belongs to its author alone until it is sent."""
        return self.filter(submitted_at__isnull=False)

    def of(self, email: str) -> "ProposalQuerySet":
        """What was written with an address, by its owner or by whoever typed it; see `proved`."""
        return self.filter(email_key=email_key(email)) if email else self.none()

    def proved(self) -> "ProposalQuerySet":
        """Those whose address was confirmed by its owner."""
        return self.filter(address_proved_at__isnull=False)


class Proposal(models.Model):
    """A proposed testimony, or the wish to take part, or both. Written by `casestudies.actions` only.

    It is stored from the first word, as a draft in which everything may be missing; what a sent one must have is
    held by constraints. `version` grows with each change: two people who work at once are told, nothing is overwritten.
    """

    #: Made by the form when it is shown: sending twice stores once.
    idempotency_key = models.UUIDField(unique=True, editable=False, default=uuid.uuid4)
    version = models.PositiveIntegerField(default=1, editable=False)
    #: Part of the private links: growing it makes the former ones useless (see `proposals.links`).
    link_generation = models.PositiveSmallIntegerField(default=1, editable=False)
    #: Since when its links may last longer than the state says.
    link_renewed_at = models.DateTimeField(null=True, blank=True, editable=False)
    state = models.CharField(
        "état", max_length=16, choices=ProposalState.choices, default=ProposalState.DRAFT, db_index=True
    )
    created_at = models.DateTimeField("commencée le", auto_now_add=True)
    saved_at = models.DateTimeField("enregistrée le", default=timezone.now)
    submitted_at = models.DateTimeField("déposée le", null=True, blank=True)
    state_since = models.DateTimeField("dans cet état depuis", default=timezone.now)

    wants_to_testify = models.BooleanField("porter un témoignage", default=False)
    wants_to_take_part = models.BooleanField("participer au cycle d’échanges", default=False)
    themes = models.ManyToManyField("glossary.Theme", verbose_name="questions", blank=True, related_name="proposals")
    preferred_workshop = models.ForeignKey(
        "workshops.WorkshopPage",
        verbose_name="atelier souhaité",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="wished_by",
    )

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="compte",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="proposals",
    )
    name = models.CharField("nom", max_length=120, blank=True)
    role = models.CharField("fonction", max_length=120, blank=True)
    email = models.EmailField("adresse électronique", max_length=254, blank=True)
    email_key = models.CharField(max_length=254, blank=True, editable=False, db_index=True)
    #: Until then anybody may have typed the address: nothing is tied to its owner, and the consent does not count.
    address_proved_at = models.DateTimeField("adresse confirmée le", null=True, blank=True, editable=False)
    shown_as = models.CharField(
        "si le témoignage paraît", max_length=16, choices=ShownAs.choices, default=ShownAs.ANONYMOUS
    )

    #: What was typed; `authority` and `assembly` are what it was matched with, by its author or by an organiser.
    organisation = models.CharField("collectivité ou organisation", max_length=160, blank=True)
    authority = models.ForeignKey(
        "community.Authority",
        verbose_name="collectivité connue",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="proposals",
    )
    assembly_name = models.CharField("assemblée", max_length=160, blank=True)
    assembly = models.ForeignKey(
        "casestudies.AssemblyPage",
        verbose_name="assemblée connue",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="proposals",
    )
    practice = models.TextField("Comment on fait ?", blank=True)
    outcome = models.TextField("Qu’est-ce que cela produit ?", blank=True)
    sources = models.TextField("sources", blank=True)

    consent_version = models.CharField("version du texte d’accord", max_length=20, blank=True)
    consent_at = models.DateTimeField("accord donné le", null=True, blank=True)
    consent_withdrawn_at = models.DateTimeField("accord retiré le", null=True, blank=True)

    #: From then on nothing personal is left in the row (see `casestudies.proposals.erasure`).
    erased_at = models.DateTimeField("effacée le", null=True, blank=True, editable=False)

    due_on = models.DateField("à compléter avant le", null=True, blank=True)
    workshop = models.ForeignKey(
        "workshops.WorkshopPage",
        verbose_name="atelier où elle est programmée",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="proposals",
    )
    workshop_part = models.PositiveSmallIntegerField("partie de l’atelier", choices=Half.choices, null=True, blank=True)
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="page qui en est issue",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "proposition"
        verbose_name_plural = "propositions"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | Q(wants_to_testify=True) | Q(wants_to_take_part=True),
                name="proposal_has_intent",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | Q(consent_at__isnull=False), name="proposal_has_consent"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=False) | Q(state__in=[ProposalState.DRAFT, ProposalState.WITHDRAWN]),
                name="proposal_sent_before_it_is_handled",
            ),
            models.CheckConstraint(
                condition=Q(address_proved_at__isnull=True) | ~Q(email_key="") | Q(erased_at__isnull=False),
                name="proposal_proof_has_an_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation or 'Proposition'}, {self.created_at:%d/%m/%Y}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.email_key = email_key(self.email)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came

    @property
    def intents(self) -> str:
        """What the person wishes, in words."""
        wishes = [
            ("Porter un témoignage", self.wants_to_testify),
            ("Participer au cycle d’échanges", self.wants_to_take_part),
        ]
        return " et ".join(words for words, wanted in wishes if wanted)

    @property
    def is_proved(self) -> bool:
        """Whether the owner of the address confirmed it."""
        return self.address_proved_at is not None

    @property
    def shown_name(self) -> str:
        """The name that may be published; empty unless the person agreed to show it."""
        return "" if self.shown_as == ShownAs.ANONYMOUS else self.name
