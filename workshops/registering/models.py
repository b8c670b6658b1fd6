"""Registrations of workshops. Plain tables, never pages: revisions would keep names, and seats are counted at once."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from wagtail.models import Page

from hub.core.dates.when import PARIS
from hub.core.models import VisibleLines
from workshops.registering.enums import ACTIVE_STATES, RegistrationState, WhoMay
from workshops.workshop.enums import Certainty
from workshops.workshop.workshop import WorkshopPage

MOST_SEATS = 5_000


class RegistrationDesk(models.Model):
    """How one registers for one workshop. Written by `workshops.registering.actions` only.

    `taken` is the number of confirmed registrations; the database refuses more than `capacity`. Without `capacity`
    there is room for everybody. Once names are forgotten, `came` and `registered` keep their numbers.
    """

    workshop = models.OneToOneField(
        WorkshopPage, verbose_name="atelier", on_delete=models.CASCADE, related_name="registration_desk"
    )
    who = models.CharField("qui peut s’inscrire", max_length=12, choices=WhoMay.choices, default=WhoMay.EVERYBODY)
    capacity = models.PositiveIntegerField(
        "nombre de places",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)],
        help_text="Vide : il y a de la place pour tout le monde.",
    )
    closes_at = models.DateTimeField(
        "inscriptions jusqu’au",
        null=True,
        blank=True,
        help_text="Vide : jusqu’au début de l’atelier.",
    )
    is_open = models.BooleanField("inscriptions ouvertes", default=True)
    taken = models.PositiveIntegerField(default=0, editable=False)
    registered = models.PositiveIntegerField(default=0, editable=False)
    came = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "inscriptions d’un atelier"
        verbose_name_plural = "inscriptions des ateliers"
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(taken__lte=F("capacity")), name="no_more_seats_than_capacity"
            ),
            models.CheckConstraint(condition=Q(capacity__isnull=True) | Q(capacity__gte=1), name="at_least_one_seat"),
        ]

    def __str__(self) -> str:
        return f"Inscriptions : {self.workshop.title}"

    @property
    def is_full(self) -> bool:
        return self.capacity is not None and self.taken >= self.capacity

    @property
    def closing(self) -> datetime | None:
        """When registrations end; None while nobody knows when the workshop begins."""
        return self.closes_at or self.begins_at

    @property
    def begins_at(self) -> datetime | None:
        """Its first instant, once its day is known."""
        return self.workshop.when.first_instant

    @property
    def ends_at(self) -> datetime | None:
        """Its last instant, once its day is known."""
        return self.workshop.when.last_instant

    def is_over(self, now: datetime) -> bool:
        """Whether its last instant has passed; what was postponed is awaited again."""
        is_awaited = self.workshop.certainty == Certainty.POSTPONED or self.ends_at is None
        return not is_awaited and self.ends_at <= now  # type: ignore[operator]  # known when it is not awaited

    def takes(self, now: datetime) -> bool:
        """Whether somebody may still register at `now`."""
        workshop = self.workshop
        is_announced = workshop.live and workshop.may_take_place and workshop.certainty != Certainty.IDEA
        is_before = self.closing is None or now < self.closing
        return self.is_open and is_announced and not workshop.awaits_original and is_before


def next_closing(now: datetime) -> datetime | None:
    """When registrations next end somewhere today: public pages then stop to say that they are open.

    Those of later days wait for midnight, which has everything read again.
    """
    today = now.astimezone(PARIS).date()
    begins_today = Q(closes_at=None, workshop__earliest__lte=today, workshop__latest__gte=today)
    is_near = Q(closes_at__gt=now, closes_at__lt=now + timedelta(days=1)) | begins_today
    desks = RegistrationDesk.objects.filter(is_near, is_open=True).select_related("workshop")
    return min((desk.closing for desk in desks if desk.closing and desk.closing > now), default=None)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def active(self) -> "RegistrationQuerySet":
        return self.filter(state__in=ACTIVE_STATES)

    def confirmed(self) -> "RegistrationQuerySet":
        return self.filter(state=RegistrationState.CONFIRMED)

    def in_order(self) -> "RegistrationQuerySet":
        """The order in which people came."""
        return self.order_by("since", "pk")


class Registration(VisibleLines, models.Model):
    """One address and one workshop: one row, whatever happens. Written by `workshops.registering.actions` only.

    A request whose address is not proved is `ASKED`: it holds nothing. `since` dates the state, and is the order of
    the waiting list. `changes` counts the states gone through: each is told once.
    """

    desk = models.ForeignKey(
        RegistrationDesk, verbose_name="atelier", on_delete=models.CASCADE, related_name="registrations"
    )
    state = models.CharField(
        "état", max_length=12, choices=RegistrationState.choices, default=RegistrationState.ASKED, db_index=True
    )
    since = models.DateTimeField("depuis le", default=timezone.now)
    changes = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField("demandée le", default=timezone.now)
    email = models.EmailField("adresse électronique", max_length=254)
    email_key = models.CharField(max_length=254, editable=False)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="membre",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="registrations",
    )
    name = models.CharField("prénom et nom", max_length=120)
    organisation = models.CharField("collectivité ou organisation", max_length=160, blank=True)
    question_practice = models.TextField("question sur la première partie", blank=True)
    question_outcome = models.TextField("question sur la seconde partie", blank=True)
    #: Told by the person about their health or situation: forgotten a month after the workshop.
    needs = models.TextField("besoins pour participer", blank=True)
    is_seen = models.BooleanField("nom visible des autres personnes inscrites", default=False)
    has_come = models.BooleanField("présence", null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = "inscription"
        verbose_name_plural = "inscriptions"
        ordering = ["since", "pk"]
        constraints = [models.UniqueConstraint(fields=["desk", "email_key"], name="one_registration_per_address")]
        indexes = [models.Index(fields=["desk", "state", "since"], name="registration_waiting")]

    def __str__(self) -> str:
        return f"Inscription {self.pk}"

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE_STATES

    @property
    def has_seat(self) -> bool:
        return self.state == RegistrationState.CONFIRMED


def awaited_below(page: Page) -> models.QuerySet[RegistrationDesk]:
    """Workshops at `page` or below it that somebody expects to come to."""
    awaited = Registration.objects.active().filter(desk__workshop__path__startswith=page.path)
    desks = RegistrationDesk.objects.filter(pk__in=awaited.values("desk")).select_related("workshop")
    return desks.order_by("workshop__path")
