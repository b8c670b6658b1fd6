"""The page behind the link of a mail: an authority says whether the facts are still exact."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_safe

from casestudies.checking.actions.verification import answer_verification, find_request
from casestudies.checking.forms.verification import VerificationForm
from casestudies.checking.models import VerificationRequest
from casestudies.evidence.assembly import AssemblyPage
from casestudies.evidence.disputes import disputed
from casestudies.evidence.source import citations
from hub.core.errors import WrongState
from hub.core.http import read_or_send
from hub.core.limits import TOO_MANY, allow_place

#: From one place.
ANSWERS_PER_HOUR = 60


@cache_control(private=True, no_cache=True)
@csrf_protect
@read_or_send
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """Reading changes nothing, so that programs that open every link of a mail answer nothing."""
    asked = find_request(token)
    page = _visible(asked)
    if asked is None or page is None:
        return _refusal(request, "unknown", HTTPStatus.NOT_FOUND)
    if asked.answer:
        return _refusal(request, "used", HTTPStatus.GONE)
    if asked.expires_at <= timezone.now():
        return _refusal(request, "expired", HTTPStatus.GONE)
    form = VerificationForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if form.is_bound and form.is_valid():
        if allow_place("verify", request, per_hour=ANSWERS_PER_HOUR):
            return _answer(request, asked, form)
        form.add_error(None, TOO_MANY)
        status = HTTPStatus.TOO_MANY_REQUESTS
    facts = list(page.facts.all())
    context = {
        "assembly": page,
        "form": form,
        "expires_at": asked.expires_at,
        "facts": facts,
        "token": token,
        "recommendations": page.recommendations.visible_to_all().standing(),
        "contradicted": disputed(facts),
    }
    cited = citations(source for fact in facts for source in fact.sources)
    return render(request, "casestudies/verify.html", {**context, **cited}, status=status)


def _answer(request: HttpRequest, asked: VerificationRequest, form: VerificationForm) -> HttpResponse:
    try:
        answer_verification(asked, **form.cleaned_data)
    except WrongState:
        return _refusal(request, "used", HTTPStatus.GONE)
    return HttpResponseRedirect(reverse("verify_thanks"), status=HTTPStatus.SEE_OTHER)


def _visible(asked: VerificationRequest | None) -> AssemblyPage | None:
    if asked is None:
        return None
    return AssemblyPage.objects.visible_to_all().filter(pk=asked.assembly_id).with_evidence().first()


def _refusal(request: HttpRequest, reason: str, status: HTTPStatus) -> HttpResponse:
    return render(request, "casestudies/verify_refused.html", {"reason": reason}, status=status)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """The clear end, the same for everybody."""
    return render(request, "casestudies/verify_thanks.html")
