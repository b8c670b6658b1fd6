"""What is due for a check: a delay that passed without any answer, a search in vain that is more than a year old."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.admin.auth import user_passes_test
from wagtail.admin.menu import MenuItem

from casestudies.followups.enums import ProposedState
from casestudies.followups.recommendation import Recommendation
from casestudies.followups.state import StateProposal
from hub.core.forms import QueryForm

PER_PAGE = 50
DUE = "Suites à vérifier"
#: Everybody else is sent back to the home of the administration with a sentence.
readers_only = user_passes_test(lambda user: user.has_perm("casestudies.view_recommendation"))


class DueMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("casestudies.view_recommendation")


def menu_item() -> MenuItem:
    return DueMenuItem(DUE, reverse("follow_ups_due"), name="follow-ups-due", icon_name="history", order=36)


@readers_only
@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """States that authorities propose, then recommendations to look for; oldest delays first."""
    today = timezone.localdate()
    read = Recommendation.objects.select_related("assembly").standing()
    found = [(each, reason) for each in read if (reason := each.needs_check(today))]
    found.sort(key=lambda pair: (pair[0].due_on is None, pair[0].due_on or today, pair[0].pk))
    waiting = StateProposal.objects.filter(status=ProposedState.WAITING).order_by("created_at", "pk")
    context = {
        "items": QueryForm(request.GET).paginate(found, PER_PAGE),
        "waiting": waiting.select_related("recommendation__assembly")[:PER_PAGE],
        "page_title": DUE,
        "header_title": DUE,
        "header_icon": "history",
        "breadcrumbs_items": crumbs(("", DUE)),
    }
    return render(request, "casestudies/admin/follow_ups_due.html", context)


def crumbs(*last: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a screen: `last` are pairs of address and words after the list."""
    listed = reverse(Recommendation.snippet_viewset.get_url_name("list"))
    way = [(reverse("wagtailadmin_home"), "Accueil"), (listed, "Suites"), *last]
    return [{"url": url, "label": label} for url, label in way]
