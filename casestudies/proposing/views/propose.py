"""The proposal form, one page per step. No cookie is needed: the private link is the authority (decision 0012)."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from casestudies.evidence.assembly import AssemblyPage
from casestudies.proposals.actions import submit_draft
from casestudies.proposals.completeness import LAST_STEP, missing
from casestudies.proposals.consent_texts import CONSENT_VERSION
from casestudies.proposals.enums import WRITABLE_PROPOSALS, ProposalState
from casestudies.proposals.links import private_path, step_path
from casestudies.proposals.models import Proposal
from casestudies.proposals.personal import proposals_of
from casestudies.proposals.words import saved_words
from casestudies.proposing.actions.drafts import is_confirmed_elsewhere, keep_draft, open_draft
from casestudies.proposing.actions.files import add_file, remove_file
from casestudies.proposing.forms.prefill import PrefillForm
from casestudies.proposing.forms.steps import STEPS, NewForm, SendForm, SourcesForm, StepForm
from casestudies.proposing.views.opening import behind_link, replaced_page, still_opens
from hub.community.models import Authority
from hub.core.errors import ActionError, NotAllowed, WrongState
from hub.core.forms import BAIT_FILLED
from hub.core.http import read_or_send
from hub.core.limits import TOO_MANY, allow_place, place_key
from hub.core.registries import Person

LOOK_AGAIN = "Vérifiez vos réponses et envoyez de nouveau : rien n’est perdu."
CHANGED = "Votre proposition a changé depuis que cette page est ouverte. Relisez-la, puis envoyez."
#: Drafts begun from one place: a whole meeting may be behind one address.
DRAFTS_PER_HOUR = 60
#: Names offered while one types: the site knows a few dozen.
OFFERED = 500


@cache_control(private=True, no_cache=True)
@csrf_exempt
@read_or_send
def propose(request: HttpRequest) -> HttpResponse:
    """The first step of a new draft.

    No `no-store`: going back must find the same form, with the same key, not a new one.
    """
    if request.method != "POST":
        return _show_first(request, NewForm.empty(**_known_beforehand(request)))
    form = NewForm(request.POST)
    form.read()
    if form.looks_automatic:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _not_kept(form, BAIT_FILLED, status) or _show_first(request, form, status=status)
    if form.stored_key is None or not form.is_ripe:
        return _not_kept(form, LOOK_AGAIN) or _show_first(request, form, notice=LOOK_AGAIN)
    if not form.is_for_later and form.lacks():
        return _show_first(request, form)
    if not _may_begin(request, form.stored_key):
        status = HTTPStatus.TOO_MANY_REQUESTS
        return _not_kept(form, TOO_MANY) or _show_first(request, form, notice=TOO_MANY, status=status)
    return _begin(request, form, form.stored_key)


@never_cache
@csrf_exempt
@read_or_send
@behind_link
def step(request: HttpRequest, proposal: Proposal, number: int) -> HttpResponse:
    """One step of a draft, read and written by whoever has its private link."""
    if number not in STEPS:
        raise Http404
    if request.method != "POST":
        if proposal.state not in WRITABLE_PROPOSALS:
            return HttpResponseRedirect(private_path(proposal))
        return _show_step(request, STEPS[number].of(proposal), proposal)
    form = STEPS[number].of(proposal, request.POST, request.FILES)
    form.read()
    themes, values = form.themes_chosen, form.values(proposal)
    try:
        proposal = keep_draft(
            proposal, version=form.version_shown, themes=themes, values=values, tell=not form.is_automatic
        )
        if isinstance(form, SourcesForm):
            _change_files(proposal, form, place_key(request))
    except WrongState:
        proposal.refresh_from_db()
        if not still_opens(request, proposal):
            return replaced_page(request)
        return _conflict(request, proposal, form)
    return _after_saving(request, proposal, form)


@never_cache
@csrf_exempt
@read_or_send
@behind_link
def send(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """The last step: read everything again, agree, send."""
    if proposal.state not in WRITABLE_PROPOSALS:
        return _sent_or_moved(proposal)
    if request.method != "POST":
        return _show_last(request, SendForm(initial={"version": proposal.version}), proposal)
    form = SendForm(request.POST)
    if proposal.consent_version == CONSENT_VERSION:
        form.fields["consent"].required = False
    if not form.is_valid() or missing(proposal):
        return _show_last(request, form, proposal, tried=True)
    if form.cleaned_data["version"] != proposal.version:
        again = SendForm(initial={"version": proposal.version})
        return _show_last(request, again, proposal, notice=CHANGED, status=HTTPStatus.CONFLICT)
    try:
        submit_draft(proposal, consent_version=CONSENT_VERSION)
    except WrongState:
        proposal.refresh_from_db()
        if not still_opens(request, proposal):
            return replaced_page(request)
        if proposal.state not in WRITABLE_PROPOSALS:
            return _sent_or_moved(proposal)
        again = SendForm(initial={"version": proposal.version})
        return _show_last(request, again, proposal, notice=CHANGED, status=HTTPStatus.CONFLICT)
    return _sent_or_moved(proposal)


@never_cache
@require_safe
@behind_link
def sent(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """The clear end of the form, with the link to follow the proposal."""
    context = {"follow_path": private_path(proposal), "asks_proof": not proposal.is_proved}
    return render(request, "casestudies/propose_thanks.html", context)


def _begin(request: HttpRequest, form: NewForm, key: UUID) -> HttpResponse:
    member = request.user if request.user.is_authenticated else None
    try:
        draft = open_draft(
            idempotency_key=key,
            member=member,
            themes=form.themes_chosen,
            values=form.values(None),
            prefilled=form.prefilled(),
            tell=not form.is_automatic,
        )
    except NotAllowed:
        return replaced_page(request)
    except WrongState:
        draft = Proposal.objects.get(idempotency_key=key)
        if is_confirmed_elsewhere(draft, member):
            return replaced_page(request)
        return _conflict(request, draft, form)
    return _after_saving(request, draft, form)


def _known_beforehand(request: HttpRequest) -> dict[str, Any]:
    """What the link says, and who the signed-in person is."""
    values = PrefillForm(request.GET).initial_values()
    if request.user.is_authenticated:
        values |= {"name": request.user.get_full_name(), "email": request.user.email}
        if request.user.authority is not None:
            values["organisation"] = request.user.authority.name
    return values


def _drafts_of(request: HttpRequest) -> list[tuple[Proposal, str, str]]:
    """What a signed-in person has begun and not sent: offered before a new one."""
    if not request.user.is_authenticated:
        return []
    me = Person(email=request.user.email, member=request.user)
    mine = proposals_of(me).filter(state__in=WRITABLE_PROPOSALS).order_by("-saved_at", "-pk")[:10]
    return [(draft, private_path(draft), saved_words(draft.saved_at)) for draft in mine]


def _change_files(proposal: Proposal, form: SourcesForm, place: str) -> None:
    """Keep the files sent and take away the one asked for; a refused file is told and stops none of the others."""
    unwanted = proposal.files.filter(pk=form.cleaned_data.get("retirer") or 0).first()
    if unwanted is not None:
        remove_file(unwanted)
    for upload in form.cleaned_data.get("uploads") or []:
        try:
            add_file(proposal, upload, place=place)
        except WrongState:
            raise
        except ActionError as refusal:
            form.add_error("uploads", str(refusal))


def _after_saving(request: HttpRequest, proposal: Proposal, form: StepForm) -> HttpResponse:
    if form.is_automatic:
        return JsonResponse(
            {
                "saved": saved_words(proposal.saved_at),
                "version": proposal.version,
                "action": private_path(proposal, "proposal_step", form.number),
                "error": " ".join(str(message) for messages in form.errors.values() for message in messages),
            }
        )
    if form.errors:
        return _show_step(request, form.again(proposal.version), proposal)
    if form.cleaned_data.get("retirer") or form.stays_here:
        return HttpResponseRedirect(f"{private_path(proposal, 'proposal_step', form.number)}#fichiers")
    if form.is_for_later or proposal.state not in WRITABLE_PROPOSALS:
        return HttpResponseRedirect(private_path(proposal))
    if form.complain(proposal):
        return _show_step(request, form.again(proposal.version), proposal)
    return HttpResponseRedirect(step_path(proposal, form.number + 1))


def _sent_or_moved(proposal: Proposal) -> HttpResponse:
    is_sent = proposal.state == ProposalState.SUBMITTED
    return HttpResponseRedirect(private_path(proposal, "proposal_sent" if is_sent else "proposal"))


def _not_kept(form: StepForm, reason: str, status: int = HTTPStatus.TOO_MANY_REQUESTS) -> HttpResponse | None:
    """The answer to the automatic saving when nothing was stored; None for a person who pressed a button."""
    return JsonResponse({"error": reason}, status=status) if form.is_automatic else None


def _conflict(request: HttpRequest, proposal: Proposal, form: StepForm) -> HttpResponse:
    """Two devices, or a proposal sent meanwhile: both texts are shown, nothing is overwritten."""
    proposal.refresh_from_db()
    may_write = proposal.state in WRITABLE_PROPOSALS
    reason = "Modifiée sur un autre appareil : enregistrez pour comparer." if may_write else "Déjà envoyée."
    answer = _not_kept(form, reason, HTTPStatus.CONFLICT)
    if answer is not None:
        return answer
    typed = form.values(proposal)
    theirs = [
        (form.fields[name].label, getattr(proposal, name))
        for name in form.stored
        if name in typed and name in form.fields and getattr(proposal, name) != typed[name]
    ]
    again = form.again(proposal.version)
    extra = {"theirs": theirs, "is_conflict": True, "may_write": may_write}
    return _show_step(request, again, proposal, status=HTTPStatus.CONFLICT, **extra)


def _may_begin(request: HttpRequest, key: UUID) -> bool:
    """A draft already begun is never refused: only new ones count."""
    known = Proposal.objects.filter(idempotency_key=key).exists()
    return known or allow_place("propose", request, per_hour=DRAFTS_PER_HOUR)


def _show_first(request: HttpRequest, form: NewForm, notice: str = "", status: int = HTTPStatus.OK) -> HttpResponse:
    context = {**_frame(form, None), "notice": notice, "drafts": _drafts_of(request), "action": reverse("propose")}
    return render(request, "casestudies/propose.html", context, status=status)


def _show_step(
    request: HttpRequest, form: StepForm, proposal: Proposal, status: int = HTTPStatus.OK, **extra: Any
) -> HttpResponse:
    context = {
        **_frame(form, proposal),
        "action": private_path(proposal, "proposal_step", form.number),
        "files": list(proposal.files.all()) if form.number == SourcesForm.number else [],
        **extra,
    }
    return render(request, f"casestudies/propose_{form.number}.html", context, status=status)


def _show_last(
    request: HttpRequest,
    form: SendForm,
    proposal: Proposal,
    *,
    tried: bool = False,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    lacking = [(item, f"{step_path(proposal, item.step)}#id_{item.field}") for item in missing(proposal)]
    context = {
        **_frame(form, proposal),
        "lacking": lacking,
        "tried": tried,
        "notice": notice,
        "action": private_path(proposal, "proposal_send"),
        "files": list(proposal.files.all()),
        "themes": list(proposal.themes.all()),
        "paths": {f"step_{number}": step_path(proposal, number) for number in STEPS},
        "consent_given": proposal.consent_version == CONSENT_VERSION,
    }
    return render(request, "casestudies/propose_5.html", context, status=status)


def _frame(form: StepForm | SendForm, proposal: Proposal | None) -> dict[str, Any]:
    """What every step shows around its fields."""
    number = form.number if isinstance(form, StepForm) else LAST_STEP
    first = number == 1
    return {
        "form": form,
        "number": number,
        "proposal": proposal,
        "notice": "",
        "theirs": [],
        "is_conflict": False,
        "may_write": True,
        "saved": saved_words(proposal.saved_at) if proposal is not None else "",
        "previous_path": step_path(proposal, number - 1) if proposal is not None and number > 1 else "",
        "next_path": step_path(proposal, LAST_STEP) if proposal is not None else "",
        "follow_path": private_path(proposal) if proposal is not None else "",
        "may_skip": proposal is not None and not first and number < LAST_STEP and not proposal.wants_to_testify,
        "authorities": list(Authority.objects.values_list("name", flat=True).distinct()[:OFFERED]) if first else [],
        "assemblies": list(AssemblyPage.objects.visible_to_all().values("title", "language")[:OFFERED])
        if first
        else [],
    }
