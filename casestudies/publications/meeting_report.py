"""Reports (comptes-rendus) of workshops and of outside events."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from casestudies.evidence.labels import Themed
from casestudies.evidence.source import citations
from casestudies.publications.diptych import Diptych, if_visible
from casestudies.publications.recording import why_blocked
from glossary.models import ExplainedPage
from hub.core.fields import WhenField
from hub.core.models import BasePage, BasePageManager, Ordered, VisibleLines
from hub.core.row_sets import Rows
from hub.core.widgets import CheckboxSelectMultiple


class ReportPage(Themed, Diptych, ExplainedPage):
    """What was said, in the same two parts, with its files."""

    workshop = models.ForeignKey(
        "workshops.WorkshopPage",
        verbose_name="atelier",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reports",
    )
    outside_event = models.ForeignKey(
        "workshops.OutsideEvent",
        verbose_name="événement extérieur",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reports",
    )
    when = WhenField("date de la rencontre")
    authorities = ParentalManyToManyField(
        "community.Authority", verbose_name="collectivités", blank=True, related_name="reports"
    )
    themes = ParentalManyToManyField("glossary.Theme", verbose_name="thèmes", blank=True, related_name="reports")

    objects = BasePageManager()

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("workshop"), FieldPanel("outside_event")]),
                FieldPanel("when"),
                FieldPanel("authorities", widget=CheckboxSelectMultiple),
                FieldPanel("themes", widget=CheckboxSelectMultiple),
            ],
            heading="La rencontre",
        ),
        *Diptych.diptych_panels,
        Rows("files", heading="Fichiers et enregistrements", label="Fichier"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("practice"),
        index.SearchField("outcome"),
        index.RelatedFields("files", [index.SearchField("label"), index.SearchField("file_title")]),
    ]

    template = "casestudies/report_page.html"
    parent_page_types = ["casestudies.ReportIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "compte-rendu"
        verbose_name_plural = "comptes-rendus"

    def clean(self) -> None:
        super().clean()
        if self.workshop_id and self.outside_event_id:
            raise ValidationError({"outside_event": "Choisissez un atelier ou un événement extérieur, pas les deux."})

    @property
    def is_before_its_workshop(self) -> bool:
        """True when the meeting of this report is over before the workshop may begin."""
        start = self.workshop.earliest if self.workshop else None
        return bool(start and self.when.latest and self.when.latest < start)

    def lack_of_consent(self) -> str:
        """Why this page can't be published with its recordings, as a sentence; empty when it can."""
        return why_blocked(self.workshop) if any(file.is_recording for file in self.files.all()) else ""

    def publish(self, *args: Any, **kwargs: Any) -> Any:
        """As Wagtail does, whoever asks (editor, planned date). Raises PermissionDenied without every consent."""
        reason = self.lack_of_consent()
        if reason:
            raise PermissionDenied(reason)
        return super().publish(*args, **kwargs)

    def shown_files(self) -> list["ReportFile"]:
        """Those that everybody may open: a consent taken back hides the recording at once."""
        files = list(self.files.all())
        hides = any(file.is_recording for file in files) and why_blocked(self.workshop) != ""
        return [file for file in files if not (hides and file.is_recording)]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self.load_pictures()
        return {
            **super().get_context(request, *args, **kwargs),
            **citations(self.diptych_sources()),
            "theme_list": list(self.themes.all()),
            "authority_list": list(self.authorities.all()),
            "file_list": self.shown_files(),
            "workshop": if_visible(self.workshop),
        }


class ReportFile(VisibleLines, Ordered):
    """A file kept here, or the address of a recording kept elsewhere."""

    report = ParentalKey(ReportPage, on_delete=models.CASCADE, related_name="files")
    label = models.CharField("intitulé", max_length=120)
    document = models.ForeignKey(
        "wagtaildocs.Document",
        verbose_name="fichier",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    url = models.URLField("ou adresse", blank=True)

    class Meta(Ordered.Meta):
        verbose_name = "fichier"
        verbose_name_plural = "fichiers"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(document__isnull=False) ^ ~models.Q(url=""),
                name="report_file_one_place",
                violation_error_message="Donnez un fichier ou une adresse, l’un des deux.",
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_recording(self) -> bool:
        """Files kept here are texts and slides; what is elsewhere is a recording."""
        return bool(self.url)

    @property
    def file_title(self) -> str:
        """The title of the file, which may say more than its label."""
        return self.document.title if self.document else ""
