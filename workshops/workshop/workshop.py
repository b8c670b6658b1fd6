"""Workshops: honest dates, certainty, partners, fallback, and an agenda in two parts."""

import uuid
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import prefetch_related_objects
from django.forms import RadioSelect
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import escape
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, PageChooserPanel
from wagtail.search import index

from glossary.models import ExplainedPage
from hub.core.fields import WhenField
from hub.core.lists.kept import kept_few
from hub.core.models import BasePage, BasePageManager
from hub.core.panels import QuestionPanel
from hub.core.row_sets import Rows
from hub.core.sites import identity_for
from hub.core.widgets import CheckboxSelectMultiple
from workshops.workshop.editor import WorkshopForm
from workshops.workshop.enums import Certainty, Mode
from workshops.workshop.queryset import WorkshopQuerySet
from workshops.workshop.schema_org import event_data
from workshops.workshop.situation import situation
from workshops.workshop.words import WorkshopWords

#: Fields that tie a workshop to what subscribers already hold: kept through revisions, new for a copy.
CALENDAR_IDENTITY = ["uid", "sequence", "calendar_signature", "announced"]
#: What decisions leave on a workshop: kept through revisions, absent from a copy.
DECIDED = ["certainty", "closing_reason", "replaces", "fallback_lost"]


class WorkshopPage(WorkshopWords, ExplainedPage):
    """A meeting of the group, in two parts."""

    when = WhenField("quand", help_text="Ce que l’on sait, pas plus. Vous préciserez plus tard.")
    earliest = models.DateField(null=True, editable=False, db_index=True)
    latest = models.DateField(null=True, editable=False, db_index=True)
    precision = models.PositiveSmallIntegerField(default=6, editable=False)
    #: Starter dates have days and months without a year: it is said until somebody has chosen a date.
    year_assumed = models.BooleanField(
        "l’année est une hypothèse",
        default=False,
        help_text="Dit à côté de la date. Se décoche tout seul dès que quelqu’un choisit une date.",
    )
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
    #: Title of the deleted workshop that this one was to replace: nobody has decided yet whether it does.
    fallback_lost = models.CharField(max_length=255, blank=True, editable=False)
    #: The workshop in whose place this fallback was activated.
    replaces = models.ForeignKey(
        "self",
        verbose_name="remplace",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="replacements",
    )
    #: Said on the page and in calendars while the workshop is cancelled or postponed.
    closing_reason = models.CharField("motif public", max_length=300, blank=True, editable=False)
    #: Identity in calendars (RFC 5545, UID): never derived from the address, kept for ever, new for a copy.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    #: What calendars last heard of this workshop; a difference at publication increments `sequence`.
    calendar_signature = models.CharField(max_length=64, blank=True, editable=False)
    #: The last days that calendars were told: a workshop that loses them says so there before it leaves.
    announced = WhenField("derniers jours annoncés", editable=False)

    #: What was public before, while the page is being saved: see `workshops.planning.actions.remembering`.
    public_before: Any = None

    objects = BasePageManager.from_queryset(WorkshopQuerySet)()

    content_panels = [
        HelpPanel(template="workshops/admin/decide_link.html", heading="Où en est l’atelier"),
        QuestionPanel("publish_anyway", heading="Publier ?"),
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("when"),
                FieldPanel("year_assumed"),
                HelpPanel(template="workshops/admin/radar.html"),
                FieldRowPanel([FieldPanel("certainty", widget=RadioSelect), FieldPanel("cycle")]),
            ],
            heading="Quand",
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("mode"), FieldPanel("place")]), FieldPanel("host_event")], heading="Où"
        ),
        MultiFieldPanel(
            [FieldPanel("themes", widget=CheckboxSelectMultiple), FieldPanel("theme_open")], heading="Sur quoi"
        ),
        Rows("partners", heading="Partenaires", label="Partenaire"),
        Rows("agenda", heading="Programme en deux temps", label="Moment"),
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
    exclude_fields_in_copy = [*CALENDAR_IDENTITY, *DECIDED]

    base_form_class = WorkshopForm
    template = "workshops/workshop_page.html"
    parent_page_types = ["workshops.WorkshopIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "atelier"
        verbose_name_plural = "ateliers"

    def sections_text(self) -> list[str]:
        return [escape(item.note) for item in self.agenda.all()]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = {
            **super().get_context(request, *args, **kwargs),
            "event_data": event_data(self, self.get_full_url(request) or "", identity_for(request).organisation),
        }
        if getattr(request, "is_preview", False) or not self.pk:
            return context | self._gathered()
        return context | kept_few("workshop pages", [self.pk], lambda _: {self.pk: self._gathered_at_once()})[self.pk]

    def _gathered_at_once(self) -> dict[str, Any]:
        lines = [WorkshopPage.objects.lines(name) for name in ("partners", "agenda")]
        prefetch_related_objects([self], "themes", "host_event", *lines)
        return self._gathered()

    def _gathered(self) -> dict[str, Any]:
        """All that its template shows, whoever asks."""
        return {
            "page": self,
            "partners": self.shown_partners,
            "agenda": self.agenda_parts,
            "total_minutes": sum(item.minutes or 0 for item in self.agenda.all()),
            **self._over(timezone.localdate()),
            **self._relations(),
        }

    def _over(self, today: date) -> dict[str, bool]:
        """Once the date has passed, nothing is promised that is not known to have taken place."""
        is_over = self.certainty == Certainty.HELD or (self.latest is not None and self.latest < today)
        is_ahead = self.may_take_place and not is_over
        return {
            "is_over": is_over,
            "may_be_added": is_ahead and self.certainty != Certainty.IDEA and self.has_file,
            "report_expected": is_ahead or self.certainty == Certainty.HELD,
        }

    def _relations(self) -> dict[str, Any]:
        """What relies on this workshop; nothing for one that was never saved, which has a preview too."""
        if self.pk is None:
            return {"situation": [], "fallbacks": [], "case_studies": [], "reports": [], "testimonies": []}
        prefetch_related_objects([self], *WorkshopPage.objects.relays())
        original = self.fallback_for
        return {
            "situation": situation(self),
            "original": original if original is not None and original.may_take_place else None,
            "fallbacks": self._announced_fallbacks() if self.may_take_place else [],
            # Relations that stand above this app: read by their names, never imported.
            "case_studies": list(self.case_studies.visible_to_all().for_lists()),
            "testimonies": list(self.testimonies.visible_to_all()),
            "reports": list(self.reports.visible_to_all()),
            "desk": self._open_desk(),
        }

    def _open_desk(self) -> Any:
        """How one registers, while one may."""
        desk = getattr(self, "registration_desk", None)
        return desk if desk is not None and desk.takes(timezone.now()) else None

    def _announced_fallbacks(self) -> list["WorkshopPage"]:
        found = list(self.fallbacks.all())
        prefetch_related_objects(found, "host_event", WorkshopPage.objects.lines("partners"))
        return found

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
        """A draft or an older revision never brings back an older identity in calendars, nor an older decision."""
        restored = super().with_content_json(content)
        kept = [WorkshopPage._meta.get_field(name).attname for name in (*CALENDAR_IDENTITY, *DECIDED)]
        stored = WorkshopPage.objects.filter(pk=self.pk).values(*kept).first() or {}
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
