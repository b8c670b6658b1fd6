"""The register, for everybody; and what an authority proposes for it, by the link it was sent."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_safe

from casestudies.checking.actions.verification import find_request
from casestudies.checking.models import VerificationRequest
from casestudies.evidence.assembly import AssemblyPage
from casestudies.evidence.source import citations
from casestudies.followups.actions import propose_state
from casestudies.followups.forms import ProposeForm
from casestudies.followups.lists import (
    asked_of_register,
    of_assembly,
    others_of,
    register_file,
    register_page,
    rules_of,
    rules_page,
)
from casestudies.followups.recommendation import Recommendation
from hub.core.errors import WrongState
from hub.core.forms import QueryForm
from hub.core.http import public_page, read_or_send
from hub.core.limits import TOO_MANY, allow_place
from hub.core.sites import path_of, section_path

#: From one place.
PROPOSALS_PER_HOUR = 60
REGISTER = "Registre des suites"


@public_page
def register(request: HttpRequest) -> HttpResponseBase:
    """`/suites/`: every recommendation that anybody may read, narrowed by `?etat=…`; `?format=csv` as a file."""
    answer = asked_of_register(request)
    if answer.asked.file_format:
        return register_file(request, answer)
    trail = [("Assemblées", section_path("assemblees")), (REGISTER, "")]
    return render(request, "casestudies/follow_ups.html", {**register_page(answer), "trail": trail})


@public_page
def rules(request: HttpRequest) -> HttpResponse:
    """`/suites/regles/`: who has to answer, and how."""
    trail = [(REGISTER, reverse("follow_ups")), ("Qui doit répondre", "")]
    return render(request, "casestudies/follow_ups_rules.html", {**rules_page(QueryForm(request.GET)), "trail": trail})


@public_page
def assembly(request: HttpRequest, slug: str) -> HttpResponse:
    """What became of what one assembly asked; one that asked nothing yet says what is looked for."""
    page = get_object_or_404(AssemblyPage.objects.visible_to_all().select_related("authority"), slug=slug)
    found, own = of_assembly(page, QueryForm(request.GET), timezone.localdate()), rules_of(page)
    cited = [source for each in (*found["items"], *own) for source in _sources(each)]
    trail = [(REGISTER, reverse("follow_ups")), (page.title, "")]
    context = {**found, **citations(cited), "assembly": page, "rules": own, "trail": trail}
    return render(request, "casestudies/follow_ups_of_assembly.html", context)


def _sources(line: Any) -> list[Any]:
    return line.row_sources if isinstance(line, Recommendation) else line.sources


@public_page
def recommendation(request: HttpRequest, slug: str) -> HttpResponse:
    """One recommendation: what is asked, what happened, who has to answer."""
    asked = get_object_or_404(Recommendation.objects.visible_to_all().with_states(), slug=slug)
    others, own = others_of(asked), rules_of(asked.assembly)
    lines = [asked, *asked.timeline, *own]
    cited = [source for line in lines for source in line.sources]
    cited += [source for other in others for source in other.row_sources]
    place = (asked.assembly.title, path_of(asked.assembly, request))
    context = {
        "asked": asked,
        "standing": asked.standing(),
        "rules": own,
        "others": others,
        "trail": [(REGISTER, reverse("follow_ups")), place, (asked.title, "")],
        **citations(cited),
    }
    return render(request, "casestudies/follow_up.html", context)


# ---------------------------------------------------------------- what an authority proposes
@cache_control(private=True, no_cache=True)
@csrf_protect
@read_or_send
def propose(request: HttpRequest, token: str, slug: str) -> HttpResponse:
    """One recommendation of the assembly that the link is about. Reading changes nothing."""
    asked = find_request(token)
    if asked is None:
        return _refusal(request, "unknown", HTTPStatus.NOT_FOUND)
    if asked.expires_at <= timezone.now():
        return _refusal(request, "expired", HTTPStatus.GONE)
    public = Recommendation.objects.visible_to_all().with_states().filter(assembly=asked.assembly_id)
    about = get_object_or_404(public, slug=slug)
    form = ProposeForm(request.POST if request.method == "POST" else None)
    if not (form.is_bound and form.is_valid()):
        return _form(request, about, form)
    if not allow_place("propose_follow_up", request, per_hour=PROPOSALS_PER_HOUR):
        form.add_error(None, TOO_MANY)
        return _form(request, about, form, HTTPStatus.TOO_MANY_REQUESTS)
    return _propose(request, asked, about, form)


def _propose(
    request: HttpRequest, asked: VerificationRequest, about: Recommendation, form: ProposeForm
) -> HttpResponse:
    try:
        propose_state(asked, about, **form.proposed())
    except WrongState as refused:
        form.add_error(None, str(refused))
        return _form(request, about, form, HTTPStatus.CONFLICT)
    return HttpResponseRedirect(reverse("follow_up_proposed"), status=HTTPStatus.SEE_OTHER)


def _form(
    request: HttpRequest, about: Recommendation, form: ProposeForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {"asked": about, "standing": about.standing(), "form": form}
    return render(request, "casestudies/follow_up_propose.html", context, status=status)


def _refusal(request: HttpRequest, reason: str, status: HTTPStatus) -> HttpResponse:
    return render(request, "casestudies/verify_refused.html", {"reason": reason}, status=status)


@require_safe
def proposed(request: HttpRequest) -> HttpResponse:
    """The clear end, the same for everybody."""
    return render(request, "casestudies/follow_up_proposed.html")
