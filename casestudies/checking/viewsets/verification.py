"""«À revérifier»: sheets that nobody has verified for a year, to confirm at once or to ask about."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import F, Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from casestudies.checking.actions.verification import ask_for_verification, confirm_assemblies
from casestudies.checking.forms.verification import ChosenForm
from casestudies.checking.models import VerificationRequest
from casestudies.evidence.assembly import AssemblyPage
from hub.community.models import Authority, Member
from hub.core.errors import ActionError
from hub.core.forms import QueryForm
from hub.core.http import read_or_send
from hub.mail.returns import with_returns

PER_PAGE = 50
VIEW = "casestudies.view_verificationrequest"


class FreshnessMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(VIEW)


def menu_item() -> MenuItem:
    return FreshnessMenuItem("À revérifier", reverse("freshness"), name="freshness", icon_name="history", order=31)


def _check_right(request: HttpRequest) -> Member:
    if not request.user.has_perm(VIEW):
        raise PermissionDenied
    return cast("Member", request.user)  # nobody else enters the administration


@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """The sheets to verify again, those never verified first, with what their authority was asked and answered."""
    by = _check_right(request)
    asked = VerificationRequest.objects.select_related("fact_report")
    pages = AssemblyPage.objects.due(timezone.localdate()).select_related("authority")
    pages = pages.prefetch_related(Prefetch("verification_requests", asked))
    items = QueryForm(request.GET).paginate(
        pages.order_by(F("verified_on").asc(nulls_first=True), "title__french", "pk"), PER_PAGE
    )
    now = timezone.now()
    with_returns([page.authority for page in items], "contact_email")
    context = {
        "items": items,
        "items_count": items.paginator.count,
        "rows": [_row(page, now) for page in items],
        "may_ask": by.has_perm("casestudies.add_verificationrequest"),
        "may_add_address": by.has_perm("community.change_authority"),
        "page_title": "À revérifier",
        "header_title": "À revérifier",
        "header_icon": "history",
        "breadcrumbs_items": [{"url": reverse("wagtailadmin_home"), "label": "Accueil"}, _here("")],
    }
    return render(request, "casestudies/admin/freshness.html", context)


def _row(page: AssemblyPage, now: Any) -> dict[str, Any]:
    """`last`: the latest request; `waits`: its link still works, so the same question can't be asked again."""
    last = next(iter(page.verification_requests.all()), None)
    waits = last is not None and not last.answer and last.expires_at > now
    return {
        "page": page,
        "last": last,
        "waits": waits and last is not None and last.sent_to == page.authority.contact_email,
        "address_url": reverse(Authority.snippet_viewset.get_url_name("edit"), args=[page.authority_id]),
    }


@read_or_send
def confirm(request: HttpRequest) -> HttpResponse:
    """What will be confirmed; a button does it."""
    by = _check_right(request)
    chosen = ChosenForm(request.POST if request.method == "POST" else request.GET).chosen()
    if not chosen:
        messages.warning(request, "Cochez au moins une fiche.")
        return HttpResponseRedirect(reverse("freshness"))
    if request.method == "POST":
        return _confirmed(request, list(chosen), by)
    context = {
        "pages": chosen,
        "today": timezone.localdate(),
        "page_title": "Confirmer",
        "header_title": "Toujours exact aujourd’hui",
        "header_icon": "check",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "Accueil"},
            _here(reverse("freshness")),
            {"url": "", "label": "Confirmer"},
        ],
    }
    return render(request, "casestudies/admin/freshness_confirm.html", context)


def _confirmed(request: HttpRequest, pages: list[AssemblyPage], by: Member) -> HttpResponse:
    try:
        confirm_assemblies(pages, by=by, on=timezone.localdate())
    except ActionError as refusal:
        messages.error(request, str(refusal))
    else:
        count = len(pages)
        done = "Une fiche est confirmée" if count == 1 else f"{count} fiches sont confirmées"
        messages.success(request, f"{done} : vérifié aujourd’hui.")
    return HttpResponseRedirect(reverse("freshness"))


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """One click: the mail to the authority."""
    by = _check_right(request)
    page = ChosenForm(request.POST).chosen().first()
    if page is None:
        messages.error(request, "Cette fiche n’existe plus.")
        return HttpResponseRedirect(reverse("freshness"))
    try:
        asked = ask_for_verification(page, by=by)
    except ActionError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"La question part à {asked.sent_to}.")
    return HttpResponseRedirect(reverse("freshness"))


def _here(url: str) -> dict[str, str]:
    return {"url": url, "label": "À revérifier"}
