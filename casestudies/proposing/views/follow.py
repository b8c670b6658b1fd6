"""What an author sees and does behind the private link, once the form is left."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from casestudies.proposals.actions import SILENT_STATES, send_message, withdraw_proposal
from casestudies.proposals.completeness import LAST_STEP, first_step
from casestudies.proposals.consent_texts import consent_text
from casestudies.proposals.downloads import as_attachment
from casestudies.proposals.enums import WRITABLE_PROPOSALS, ProposalState
from casestudies.proposals.history import ProposalEvent, ProposalMessage
from casestudies.proposals.links import private_path, step_path
from casestudies.proposals.models import Proposal
from casestudies.proposals.personal import remains_of_one
from casestudies.proposals.purging import withdraw_and_erase
from casestudies.proposals.words import COMING, HAPPENED, STANDINGS, saved_words, state_words
from casestudies.proposing.forms.follow import ERASE, MessageForm, WithdrawForm
from casestudies.proposing.views.opening import behind_link
from hub.core.errors import ActionError, WrongState
from hub.core.http import read_or_send
from hub.core.sites import path_of

#: Instead of what organisers wrote, while anybody may have typed the address.
UNREAD = "Confirmez votre adresse pour lire ce qu’écrit l’équipe."


@never_cache
@require_safe
@behind_link
def follow(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """State, history, reasons and exchanges of one proposal."""
    return _show(request, proposal, MessageForm())


@never_cache
@csrf_exempt
@require_POST
@behind_link
def write(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """A message to the organisers; a refused one comes back with its text."""
    form = MessageForm(request.POST)
    if form.read():
        try:
            send_message(proposal, form.cleaned_data["text"], idempotency_key=form.stored_key)
            return HttpResponseRedirect(f"{private_path(proposal)}#echanges")
        except ActionError as refusal:
            form.add_error("text", str(refusal))
    return _show(request, proposal, form)


@never_cache
@csrf_exempt
@read_or_send
@behind_link
def withdraw(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """A page that says what happens, with its button: a scanner that follows links withdraws nothing."""
    if proposal.erased_at is not None:
        return HttpResponseRedirect(private_path(proposal))
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            if form.cleaned_data["then"] == ERASE:
                withdraw_and_erase(proposal, at=timezone.now())
            else:
                withdraw_proposal(proposal)
            return HttpResponseRedirect(private_path(proposal))
        except WrongState as refusal:
            form.add_error(None, str(refusal))
    context = {
        "form": form,
        "proposal": proposal,
        "action": private_path(proposal, "proposal_withdraw"),
        "follow_path": private_path(proposal),
        "is_published": proposal.state == ProposalState.PUBLISHED,
        "is_withdrawn": proposal.state == ProposalState.WITHDRAWN,
        "consent_path": private_path(proposal, "proposal_consent") if proposal.shown_name else "",
        "remains": remains_of_one(),
    }
    return render(request, "casestudies/follow_withdraw.html", context)


@never_cache
@require_safe
@behind_link
def download(request: HttpRequest, proposal: Proposal, file_pk: int) -> FileResponse:
    """A file its author sent, given back to them."""
    return as_attachment(get_object_or_404(proposal.files, pk=file_pk))


def _show(request: HttpRequest, proposal: Proposal, form: MessageForm) -> HttpResponse:
    # A line that changes no state and says nothing to the author is a note between organisers.
    events = [event for event in proposal.events.all() if event.reason or event.state != event.from_state]
    may_edit = proposal.state in WRITABLE_PROPOSALS
    talk = list(proposal.messages.all())
    last = len(events) - 1
    may_read = proposal.is_proved or proposal.erased_at is not None
    context: dict[str, Any] = {
        "proposal": proposal,
        "standing": STANDINGS[ProposalState(proposal.state)],
        "state": state_words(proposal.state),
        "past": [
            (event, state_words(event.state), _said(event, may_read=may_read), index == last)
            for index, event in enumerate(events)
        ],
        "coming": COMING.get(proposal.state, []),
        "talk": [message for message in talk if may_read or message.by_author],
        "unread": UNREAD if not may_read and any(not message.by_author for message in talk) else "",
        "asks_proof": not may_read,
        "send_again_path": _send_again_path(proposal, talk),
        "form": form,
        # A refused message stays on the screen, with its reason, whatever the proposal has become.
        "may_write": bool(form.errors) or (proposal.state not in SILENT_STATES and proposal.erased_at is None),
        "may_edit": may_edit,
        "resume_path": step_path(proposal, first_step(proposal)) if may_edit else "",
        "send_path": private_path(proposal, "proposal_message"),
        "withdraw_path": private_path(proposal, "proposal_withdraw"),
        "renew_path": private_path(proposal, "proposal_renew") if proposal.email else "",
        "consent_path": _consent_path(proposal),
        "files": [(file, private_path(proposal, "proposal_file", file.pk)) for file in proposal.files.all()],
        "themes": ", ".join(theme.short_label for theme in proposal.themes.all()),
        "saved": saved_words(proposal.saved_at),
        "consent": consent_text(proposal.consent_version),
        "published_path": _published_path(request, proposal),
    }
    return render(request, "casestudies/follow.html", context)


def _said(event: ProposalEvent, *, may_read: bool) -> str:
    """What a past line says; the words of organisers are for the owner of the address."""
    if event.reason and not (may_read or event.by_author):
        return UNREAD
    return event.reason or HAPPENED.get(event.state, "")


def _send_again_path(proposal: Proposal, talk: list[ProposalMessage]) -> str:
    """Where to send again what was answered by a message only; empty when nothing is waited for."""
    is_waiting = proposal.state == ProposalState.TO_COMPLETE
    has_answered = any(message.by_author and message.at >= proposal.state_since for message in talk)
    return step_path(proposal, LAST_STEP) if is_waiting and has_answered else ""


def _consent_path(proposal: Proposal) -> str:
    """Where the author takes back the name or the consent; empty while no page rests on it."""
    has_page = proposal.page_id is not None and proposal.state != ProposalState.WITHDRAWN
    return private_path(proposal, "proposal_consent") if has_page else ""


def _published_path(request: HttpRequest, proposal: Proposal) -> str:
    """Where everybody reads what came out of it; empty while there is no public page."""
    page = proposal.page
    return path_of(page, request) if page is not None and page.live else ""
