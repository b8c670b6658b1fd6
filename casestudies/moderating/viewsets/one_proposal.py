"""The screen of one proposal: what its author wrote, and every thing an organiser may do about it."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin import messages

from casestudies.moderating.actions.links import ask_again
from casestudies.moderating.actions.notes import add_note, mark_seen, match_proposal
from casestudies.moderating.forms import (
    MatchForm,
    MessageForm,
    NoteForm,
    ScreenForm,
    TaskForm,
    decision_form,
    default_due_date,
)
from casestudies.moderating.mails import state_preview
from casestudies.moderating.models import with_news
from casestudies.moderating.viewsets.access import crumbs, readers_only, status_of
from casestudies.moderating.viewsets.board import age_in_words, board_url
from casestudies.moderating.viewsets.page_panel import page_panel
from casestudies.proposals.actions import MOVED_MEANWHILE, move_proposal, send_message, unmark_spam
from casestudies.proposals.downloads import as_attachment
from casestudies.proposals.enums import ProposalState
from casestudies.proposals.history import ProposalFile
from casestudies.proposals.models import Proposal
from casestudies.proposals.transitions import NEEDS_REASON, ORGANISER_MOVES, SILENT
from hub.community.models import Member
from hub.core.errors import ActionError, WrongState
from hub.core.http import read_or_send
from hub.mail.returns import with_returns

#: What the form that leads to each state says.
MOVES = {
    ProposalState.TO_COMPLETE: "Demander un complément",
    ProposalState.ACCEPTED: "Retenir",
    ProposalState.SCHEDULED: "Programmer",
    ProposalState.REPORTED_BACK: "Noter qu’elle a été restituée",
    ProposalState.PUBLISHED: "Noter qu’elle est publiée",
    ProposalState.ON_HOLD: "Mettre en réserve",
    ProposalState.DECLINED: "Ne pas retenir",
    ProposalState.SUBMITTED: "Remettre parmi les propositions déposées",
}
#: The forms of the screen besides decisions.
OTHER_FORMS: dict[str, type[ScreenForm]] = {
    "message": MessageForm,
    "note": NoteForm,
    "match": MatchForm,
    "ask": ScreenForm,
    "seen": ScreenForm,
    "spam": ScreenForm,
    "unspam": ScreenForm,
}
NOT_UNDERSTOOD = "Cette demande n’est pas comprise : choisissez de nouveau."


@never_cache
@readers_only
@read_or_send
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one proposal; by POST, do one thing. A refused one shows the page as it now is, with what was typed."""
    proposal = _proposal(pk, request.user)
    if request.method != "POST":
        return _page(request, proposal, HTTPStatus.OK)
    task = TaskForm(request.POST)
    if not task.is_valid():
        messages.error(request, NOT_UNDERSTOOD)
        return _page(request, proposal, HTTPStatus.UNPROCESSABLE_ENTITY)
    name = task.cleaned_data["state"] if task.cleaned_data["do"] == "decide" else task.cleaned_data["do"]
    form = _form_class(name)(request.POST, auto_id=f"{name}_%s")
    if not form.is_valid():
        messages.error(request, "Rien n’est encore fait : corrigez ce qui est signalé.")
        return _page(request, proposal, HTTPStatus.UNPROCESSABLE_ENTITY, sent=name, form=form)
    by = cast("Member", request.user)  # nobody else enters the administration
    try:
        words = _do(name, proposal, form, by)
    except ActionError as refusal:
        messages.error(request, str(refusal))
        return _page(request, _proposal(pk, by), status_of(refusal), sent=name, form=form)
    mark_seen([proposal], by=by, at=form.cleaned_data["seen"])
    if name == "spam":
        return HttpResponseRedirect(board_url({}, undo=[pk]))
    messages.success(request, words)
    return HttpResponseRedirect(request.path)


@never_cache
@readers_only
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file sent with a proposal: always saved, never shown inside the site."""
    found = get_object_or_404(ProposalFile, pk=pk, proposal__in=Proposal.objects.received())
    return as_attachment(found)


def _proposal(pk: int, user: Any) -> Any:
    """What was received, with `is_new`: a draft belongs to its author alone."""
    known = ("authority", "assembly", "workshop", "preferred_workshop", "member")
    return get_object_or_404(with_news(Proposal.objects.received(), user).select_related(*known), pk=pk)


def _form_class(name: str) -> type[ScreenForm]:
    return OTHER_FORMS[name] if name in OTHER_FORMS else decision_form(name)


def _do(name: str, proposal: Proposal, form: Any, by: Member) -> str:
    """Do what `form` asks, and say it in a sentence."""
    data = form.cleaned_data
    if name not in {"message", "note", "ask", "seen"} and data["version"] != proposal.version:
        raise WrongState(MOVED_MEANWHILE)
    tasks: dict[str, Callable[[], object]] = {
        "message": lambda: send_message(proposal, data["text"], idempotency_key=data["key"], by=by),
        "note": lambda: add_note(proposal, data["text"], idempotency_key=data["key"], by=by),
        "match": lambda: match_proposal(proposal, by=by, authority=data["authority"], assembly=data["assembly"]),
        "ask": lambda: ask_again(proposal, by=by),
        "seen": lambda: None,
        "spam": lambda: move_proposal(proposal, ProposalState.SPAM, by=by),
        "unspam": lambda: unmark_spam(proposal, by=by),
    }
    said = {
        "message": "Le message est enregistré. Il part par courriel dans quelques minutes.",
        "note": "La note est enregistrée.",
        "match": "C’est noté : la proposition est rattachée.",
        "ask": "La demande de confirmation part dans quelques minutes.",
        "seen": "C’est noté : vous l’avez lue.",
        "unspam": "La proposition est remise à sa place. Personne n’a été prévenu.",
    }
    if name in tasks:
        tasks[name]()
        return said.get(name, "")
    move_proposal(proposal, name, by=by, **form.values())
    return f"C’est noté : {proposal.get_state_display().lower()}."


def _decisions(proposal: Proposal, sent: str, form: forms.Form | None) -> list[dict[str, Any]]:
    """One small form for each decision the table allows; the one that was refused keeps what was typed."""
    if proposal.state == ProposalState.SPAM:
        return []
    choices = []
    for state, label in MOVES.items():
        if state not in ORGANISER_MOVES[proposal.state]:
            continue
        initial = {"workshop": proposal.preferred_workshop_id}
        shown = form if state == sent else decision_form(state)(auto_id=f"{state}_%s", initial=initial)
        due_on = default_due_date() if state == ProposalState.TO_COMPLETE else None
        preview = state_preview(
            state, needs_reason=state in NEEDS_REASON, due_on=due_on, asks_proof=not proposal.is_proved
        )
        is_told = state not in SILENT and bool(proposal.email)
        choices.append(
            {"state": state, "label": label, "form": shown, "is_open": state == sent, "mail": is_told and preview}
        )
    return choices


def _lost(form: forms.Form | None, offered: list[str], sent: str) -> list[tuple[str, str]]:
    """What was typed in a form that is not offered any more: shown, so that it can be copied."""
    if form is None or sent in offered:
        return []
    texts = [bound for bound in form.visible_fields() if isinstance(bound.field.widget, forms.Textarea)]
    return [(str(bound.label), str(bound.value())) for bound in texts if bound.value()]


def _page(
    request: HttpRequest, proposal: Any, status: HTTPStatus, *, sent: str = "", form: forms.Form | None = None
) -> HttpResponse:
    may_decide = request.user.has_perm("casestudies.change_proposal")
    with_returns([proposal])
    decisions = _decisions(proposal, sent, form) if may_decide else []
    offered = [*(each["state"] for each in decisions), *(["message", "note", "match"] if may_decide else [])]
    matched = {"authority": proposal.authority_id, "assembly": proposal.assembly_id}
    days = (timezone.localdate() - timezone.localdate(proposal.state_since)) // timedelta(days=1)
    context = {
        "proposal": proposal,
        "is_new": proposal.is_new,
        "age": age_in_words(days),
        "is_overdue": bool(proposal.due_on) and proposal.due_on < timezone.localdate(),
        "themes": proposal.themes.all(),
        "files": list(proposal.files.all()),
        "events": list(proposal.events.select_related("by")),
        "thread": list(proposal.messages.select_related("by")),
        "notes": list(proposal.notes.select_related("by")),
        "page_panel": page_panel(proposal),
        "may_decide": may_decide,
        "asks_proof": bool(proposal.email) and not proposal.is_proved,
        "may_be_spam": ProposalState.SPAM in ORGANISER_MOVES[proposal.state],
        "decisions": decisions,
        "message_form": form if sent == "message" else MessageForm(auto_id="message_%s"),
        "note_form": form if sent == "note" else NoteForm(auto_id="note_%s"),
        "match_form": form if sent == "match" else MatchForm(auto_id="match_%s", initial=matched),
        "is_refused": status != HTTPStatus.OK,
        "lost": _lost(form, offered, sent),
        "seen": timezone.now().isoformat(),
        "header_title": f"Proposition : {proposal.organisation or 'sans nom'}",
        "header_icon": "mail",
        "breadcrumbs_items": crumbs(
            (reverse("propositions:inspect", args=[proposal.pk]), proposal.organisation or "Sans nom")
        ),
    }
    return render(request, "casestudies/admin/proposal.html", context, status=status)
