"""The organiser's home in the administration: what waits, what is missing; a constant number of queries each."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Min
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component

from casestudies.checking.enums import FactReportState
from casestudies.models import AssemblyPage, CaseStudyPage, FactReport, Proposal, TestimonyPage, with_news
from casestudies.proposals.enums import OPEN_PROPOSALS, ProposalState
from glossary.models import Term, Theme
from hub.home.pages.overview import count_by_theme
from hub.mail.enums import MailState
from hub.mail.models import OutgoingMail
from workshops.models import WorkshopPage
from workshops.planning.afterwards import awaiting_a_date, lately_held, left_to_do, to_settle
from workshops.planning.preparation import READ, lacks

#: Lines shown in a panel; the rest is one click away.
SHOWN = 5


class OrganiserPanel(Component):
    """A panel for the people who have `permission`, drawn by `template_name` with what `figures` gives."""

    permission = "wagtailadmin.access_admin"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any] | None) -> dict[str, Any]:
        return self.figures()

    def figures(self) -> dict[str, Any]:
        raise NotImplementedError

    @property
    def is_shown(self) -> bool:
        return self.request.user.has_perm(self.permission)


class DemonstrationPanel(OrganiserPanel):
    """Says that the second factor is off: nobody must believe that production works like this."""

    name = "demonstration"
    order = 10
    template_name = "home/admin/demonstration.html"

    def figures(self) -> dict[str, Any]:
        return {}

    @property
    def is_shown(self) -> bool:
        return not settings.ADMIN_REQUIRES_SECOND_FACTOR


class NextWorkshopPanel(OrganiserPanel):
    """The next workshop and what it still lacks, then the following ones."""

    name = "next_workshop"
    order = 20
    template_name = "home/admin/next_workshop.html"

    def figures(self) -> dict[str, Any]:
        workshops = WorkshopPage.objects.still_open().to_come(timezone.localdate()).in_order()
        planned = [(page, lacks(page)) for page in workshops.prefetch_related(*READ)[: SHOWN + 1]]
        return {
            "workshop": planned[0][0] if planned else None,
            "lacks": planned[0][1] if planned else [],
            "following": planned[1:],
            "postponed": awaiting_a_date(WorkshopPage.objects.all())[:SHOWN],
            "list_url": f"{reverse('ateliers:index')}?moment=to_come",
            "add_url": reverse("ateliers:choose_parent"),
        }


class PastWorkshopsPanel(OrganiserPanel):
    """«Cet atelier a-t-il eu lieu ?», then what each one held should leave; shown only when there is something."""

    name = "past_workshops"
    order = 18
    template_name = "home/admin/past_workshops.html"

    def figures(self) -> dict[str, Any]:
        return {
            "to_settle": self.to_settle[:SHOWN],
            "held": self.held[:SHOWN],
            "csrf_token": get_token(self.request),
        }

    @cached_property
    def to_settle(self) -> list[WorkshopPage]:
        return list(to_settle(WorkshopPage.objects.all(), timezone.localdate()))

    @cached_property
    def held(self) -> list[tuple[WorkshopPage, list[str]]]:
        pages = lately_held(WorkshopPage.objects.all(), timezone.localdate())
        return [(page, left) for page in pages if (left := left_to_do(page))]

    @property
    def is_shown(self) -> bool:
        return super().is_shown and bool(self.to_settle or self.held)


class ProposalsPanel(OrganiserPanel):
    """Proposals by state, and those that have waited longest."""

    name = "proposals"
    order = 30
    permission = "casestudies.view_proposal"
    template_name = "home/admin/proposals.html"

    def figures(self) -> dict[str, Any]:
        counts = Counter(Proposal.objects.received().order_by().values_list("state", flat=True))
        oldest = dict(Proposal.objects.received().order_by().values_list("state").annotate(Min("state_since")))
        url = reverse("propositions:index")
        return {
            "states": [
                {"label": state.label, "count": counts[state], "oldest": oldest[state], "url": f"{url}?state={state}"}
                for state in ProposalState
                if counts[state] and state != ProposalState.SPAM
            ],
            "new_count": with_news(Proposal.objects.received(), self.request.user).filter(is_new=True).count(),
            "new_url": f"{url}?new=on",
            "waiting": Proposal.objects.received().waiting().order_by("state_since", "pk")[:SHOWN],
            "waiting_count": sum(counts[state] for state in OPEN_PROPOSALS),
            "list_url": url,
        }


class ThemesPanel(OrganiserPanel):
    """For each theme, whether it has a workshop, a case study and a testimony, published or not."""

    name = "themes"
    order = 40
    template_name = "home/admin/themes.html"

    def figures(self) -> dict[str, Any]:
        models: list[Any] = [WorkshopPage, CaseStudyPage, TestimonyPage]
        columns = [count_by_theme(model.objects.all()) for model in models]
        rows = [(theme, [column[theme.pk] for column in columns]) for theme in Theme.objects.all()]
        return {"rows": rows, "incomplete": sum(1 for _, counts in rows if 0 in counts)}


class ToReadAgainPanel(OrganiserPanel):
    """Sheets that nobody has verified for a year, and what came with the site and nobody has read again."""

    name = "to_read_again"
    order = 50
    template_name = "home/admin/to_read_again.html"

    def figures(self) -> dict[str, Any]:
        assemblies, studies = reverse("fiches-assemblees:index"), reverse("etudes-de-cas:index")
        terms = reverse(Term.snippet_viewset.get_url_name("list"))
        starter = "?is_starter=true"
        lines = [
            (
                FactReport.objects.filter(state=FactReportState.NEW).count(),
                "signalement d’erreur à traiter,signalements d’erreur à traiter",
                f"{reverse('signalements:index')}?state=new",
            ),
            (
                AssemblyPage.objects.due(timezone.localdate()).count(),
                "fiche d’assemblée à revérifier,fiches d’assemblées à revérifier",
                reverse("freshness"),
            ),
            (
                AssemblyPage.objects.filter(is_starter=True).count(),
                "fiche d’assemblée de démarrage à relire,fiches d’assemblées de démarrage à relire",
                assemblies + starter,
            ),
            (
                CaseStudyPage.objects.filter(is_starter=True).count(),
                "étude de cas de démarrage à relire,études de cas de démarrage à relire",
                studies + starter,
            ),
            (
                Term.objects.filter(is_starter=True).count(),
                "définition du glossaire à relire,définitions du glossaire à relire",
                terms + starter,
            ),
        ]
        lines.append(
            (
                Term.objects.filter(definition="").count(),
                "terme du glossaire sans définition,termes du glossaire sans définition",
                f"{terms}?defined=false",
            )
        )
        return {"lines": [line for line in lines if line[0]]}


class FailedMailsPanel(OrganiserPanel):
    """Mails that nobody received: shown only when there are some."""

    name = "failed_mails"
    order = 15
    permission = "mail.view_outgoingmail"
    template_name = "home/admin/failed_mails.html"

    def figures(self) -> dict[str, Any]:
        return {"count": self.count, "url": f"{reverse('messages:index')}?state={MailState.FAILED}"}

    @cached_property
    def count(self) -> int:
        return OutgoingMail.objects.filter(state=MailState.FAILED).count()

    @property
    def is_shown(self) -> bool:
        return super().is_shown and self.count > 0


PANELS = (
    DemonstrationPanel,
    FailedMailsPanel,
    PastWorkshopsPanel,
    NextWorkshopPanel,
    ProposalsPanel,
    ThemesPanel,
    ToReadAgainPanel,
)


def organiser_panels(request: HttpRequest) -> list[OrganiserPanel]:
    """The panels this person may see."""
    return [panel for panel in (panel_class(request) for panel_class in PANELS) if panel.is_shown]
