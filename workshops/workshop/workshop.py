"""Workshops: honest dates, certainty, partners, fallback, and an agenda in two parts."""

import uuid
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.html import escape
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.search import index

from glossary.models import ExplainedPage
from hub.core.dates.when import When
from hub.core.enums import Half
from hub.core.fields import WhenField
from hub.core.models import BasePage, BasePageManager, BasePageQuerySet
from hub.core.sites import identity_for
from workshops.workshop.agenda_items import AgendaItem, WorkshopPartner
from workshops.workshop.enums import CLOSED_CERTAINTIES, OPEN_CERTAINTIES, Certainty, Mode, PartnerCertainty
from workshops.workshop.schema_org import event_data

#: Fields that tie a workshop to what subscribers already hold: kept through revisions, new for a copy.
CALENDAR_IDENTITY = ["uid", "sequence", "calendar_signature"]
#: Read only: certainty changes by a decision, which leaves a line in the history.
CERTAINTY_PANEL = FieldPanel("certainty", read_only=True, help_text="Se change par le bouton « Décider ».")
#: A sentence that explains a workshop which won't take place as planned.
SITUATIONS = {
    Certainty.CANCELLED: "Cet atelier est annulé.",
    Certainty.POSTPONED: "Cet atelier est reporté. La nouvelle date paraîtra ici.",
    Certainty.VOID: "Cet atelier de repli est sans objet : l’atelier qu’il remplaçait a lieu.",
}


def is_past(today: date) -> Q:
    """Held, or whose last possible day is over. `today` is a date in Europe/Paris."""
    return Q(certainty=Certainty.HELD) | Q(latest__lt=today)


class WorkshopQuerySet(BasePageQuerySet):
    """Workshops in the words of the calendar. `today` is a date in Europe/Paris, given by the caller."""

    def past(self, today: date) -> "WorkshopQuerySet":
        """Never both past and to come."""
        return self.filter(is_past(today))

    def to_come(self, today: date) -> "WorkshopQuerySet":
        return self.exclude(certainty=Certainty.HELD).exclude(latest__lt=today)

    def overlapping(self, when: When) -> "WorkshopQuerySet":
        """Those that may fall, even in part, within `when`."""
        return self.filter(earliest__lte=when.latest, latest__gte=when.earliest)

    def still_open(self) -> "WorkshopQuerySet":
        """Leave out what was cancelled, postponed or became pointless."""
        return self.filter(certainty__in=OPEN_CERTAINTIES)

    def in_order(self) -> "WorkshopQuerySet":
        """By first possible day, firm dates first; without any date last."""
        return self.order_by(models.F("earliest").asc(nulls_last=True), "precision", "latest", "uid")

    def with_details(self) -> "WorkshopQuerySet":
        """Load what a list shows, in a constant number of queries."""
        return self.select_related("host_event", "cycle", "fallback_for").prefetch_related(
            "themes", "partners__authority", "agenda__authority", "fallbacks"
        )


class WorkshopPage(ExplainedPage):
    """A meeting of the group, in two parts."""

    when = WhenField("quand", help_text="Ce que l’on sait, pas plus. Vous préciserez plus tard.")
    earliest = models.DateField(null=True, editable=False, db_index=True)
    latest = models.DateField(null=True, editable=False, db_index=True)
    precision = models.PositiveSmallIntegerField(default=6, editable=False)
    certainty = models.CharField("certitude", max_length=12, choices=Certainty.choices, default=Certainty.PROPOSED)
    mode = models.CharField("forme", max_length=10, choices=Mode.choices, default=Mode.ONLINE)
    place = models.CharField("lieu", max_length=160, blank=True, help_text="Jamais le lien de visioconférence.")
    host_event = models.ForeignKey(
        "workshops.OutsideEvent",
        verbose_name="dans le cadre de",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="workshops",
    )
    cycle = models.ForeignKey(
        "workshops.Cycle",
        verbose_name="cycle",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="workshops",
    )
    themes = ParentalManyToManyField("glossary.Theme", verbose_name="thèmes", blank=True, related_name="workshops")
    theme_open = models.BooleanField("ou autre thématique", default=False, help_text="Le thème peut encore changer.")
    wording = models.TextField("texte d’annonce", blank=True, help_text="L’annonce telle qu’elle a été écrite.")
    fallback_for = models.ForeignKey(
        "self",
        verbose_name="atelier de repli de",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="fallbacks",
        help_text="Cet atelier n’a lieu que si l’autre n’a pas lieu.",
    )
    fallback_condition = models.CharField("condition du repli", max_length=200, blank=True)
    #: Identity in calendars (RFC 5545, UID): never derived from the address, kept for ever, new for a copy.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    #: What calendars last heard of this workshop; a difference at publication increments `sequence`.
    calendar_signature = models.CharField(max_length=64, blank=True, editable=False)

    #: What was public of the date, while the page is being saved: see `workshops.planning.actions.note_new_date`.
    date_before: When | None = None

    objects = BasePageManager.from_queryset(WorkshopQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("when"),
                HelpPanel(template="workshops/admin/radar.html"),
                FieldRowPanel([CERTAINTY_PANEL, FieldPanel("cycle")]),
            ],
            heading="Quand",
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("mode"), FieldPanel("place")]), FieldPanel("host_event")], heading="Où"
        ),
        MultiFieldPanel(
            [FieldPanel("themes", widget=CheckboxSelectMultiple), FieldPanel("theme_open")], heading="Sur quoi"
        ),
        InlinePanel("partners", heading="Partenaires", label="Partenaire"),
        InlinePanel("agenda", heading="Programme en deux temps", label="Moment"),
        MultiFieldPanel(
            [PageChooserPanel("fallback_for", "workshops.WorkshopPage"), FieldPanel("fallback_condition")],
            heading="Repli",
        ),
        FieldPanel("wording"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("wording"),
        index.SearchField("place"),
        index.RelatedFields("agenda", [index.SearchField("title"), index.SearchField("note")]),
        index.FilterField("certainty"),
        index.FilterField("earliest"),
        index.FilterField("latest"),
    ]
    exclude_fields_in_copy = CALENDAR_IDENTITY

    template = "workshops/workshop_page.html"
    parent_page_types = ["workshops.WorkshopIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "atelier"
        verbose_name_plural = "ateliers"

    def sections_text(self) -> list[str]:
        return [escape(item.note) for item in self.agenda.all()]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            "situation": SITUATIONS.get(Certainty(self.certainty), ""),
            "partners": self.shown_partners,
            "agenda": self.agenda_parts,
            "total_minutes": sum(item.minutes or 0 for item in self.agenda.all()),
            "event_data": event_data(self, self.get_full_url(request) or "", identity_for(request).organisation),
            **self._relations(),
        }

    def _relations(self) -> dict[str, Any]:
        """What relies on this workshop; nothing for one that was never saved, which has a preview too."""
        if self.pk is None:
            return {"fallbacks": [], "case_studies": [], "reports": [], "testimonies": []}
        return {
            "fallbacks": WorkshopPage.objects.filter(fallback_for=self).visible_to_all().with_details(),
            # Relations that stand above this app: read by their names, never imported.
            "case_studies": self.case_studies.visible_to_all().for_lists(),
            "testimonies": self.testimonies.visible_to_all(),
            "reports": self.reports.visible_to_all(),
        }

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.derive_dates()
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self._closes_a_circle():
            raise ValidationError({"fallback_for": "Ces ateliers seraient chacun le repli de l’autre."})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive_dates()
        super().save(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> "WorkshopPage":
        """A draft or an older revision never brings back an older identity in calendars."""
        restored = super().with_content_json(content)
        stored = WorkshopPage.objects.filter(pk=self.pk).values(*CALENDAR_IDENTITY).first() or {}
        for name, value in stored.items():
            setattr(restored, name, value)
        return restored

    def derive_dates(self) -> None:
        """Columns for sorting and filtering, always computed from `when`."""
        self.earliest, self.latest, self.precision = self.when.earliest, self.when.latest, int(self.when.precision)

    def _closes_a_circle(self) -> bool:
        seen, other = {self.pk}, self.fallback_for
        while other is not None:
            if other.pk in seen:
                return True
            seen.add(other.pk)
            other = other.fallback_for
        return False

    @property
    def is_closed(self) -> bool:
        return self.certainty in CLOSED_CERTAINTIES

    @property
    def is_firm(self) -> bool:
        """True when the day is known and nothing is left to confirm."""
        return self.when.is_firm and self.certainty in (Certainty.CONFIRMED, Certainty.HELD)

    @property
    def doubt(self) -> str:
        """The word that must stand beside the date, or nothing: «sous réserve», «repli», «annulé» …"""
        if self.is_closed or self.certainty in (Certainty.IDEA, Certainty.TENTATIVE):
            return self.get_certainty_display().lower()
        if self.fallback_for_id:
            return "repli"
        if any(partner.certainty == PartnerCertainty.TENTATIVE for partner in self.shown_partners):
            return PartnerCertainty.TENTATIVE.label.lower()
        if self.certainty == Certainty.PROPOSED and self.when.is_firm:
            return Certainty.PROPOSED.label.lower()
        return ""

    @property
    def shown_partners(self) -> list[WorkshopPartner]:
        return [partner for partner in self.partners.all() if partner.certainty != PartnerCertainty.WITHDRAWN]

    @property
    def practice_words(self) -> str:
        """Who speaks in the first part, in few words, for lists."""
        return self._speakers(Half.PRACTICE) or ", ".join(
            partner.authority.short_name for partner in self.shown_partners
        )

    @property
    def outcome_words(self) -> str:
        """Who speaks in the second part; empty while nobody is known."""
        return self._speakers(Half.OUTCOME)

    def _speakers(self, part: Half) -> str:
        items = [item for item in self.agenda.all() if item.part == part]
        names = [item.speaker or (item.authority.short_name if item.authority else "") for item in items]
        return ", ".join(dict.fromkeys(filter(None, names)))

    @property
    def agenda_parts(self) -> list[tuple[Half, list[AgendaItem]]]:
        """Both parts, always as a pair, each with its moments."""
        items = list(self.agenda.all())
        return [(part, [item for item in items if item.part == part]) for part in Half]
