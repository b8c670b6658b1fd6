"""An example of every letter, with invented words, for organisers to read before any is sent."""

from collections.abc import Callable
from datetime import date

from django.utils import timezone

from casestudies.enums import FactReportState, ProposalState
from casestudies.mails.facts import error_reported, report_answered
from casestudies.mails.proposals import (
    digest_letter,
    links_letter,
    message_letter,
    reminder_letter,
    resume_letter,
    state_letter,
)
from casestudies.models import FactReport, Proposal, ProposalEvent, ProposalMessage
from hub.mail.letters import Letter, letter

LINK = "https://exemple.fr/lien-personnel/"


def _proposal(state: str) -> Proposal:
    return Proposal(
        pk=0, organisation="Ville d’exemple", state=state, due_on=date(2027, 1, 31), created_at=timezone.now()
    )


def _state() -> Letter:
    proposal = _proposal(ProposalState.TO_COMPLETE)
    return state_letter(ProposalEvent(proposal=proposal, state=proposal.state, reason="L’unité du montant manque."))


def _message() -> Letter:
    return message_letter(
        ProposalMessage(proposal=_proposal(ProposalState.SUBMITTED), text="Par séance, par jour, par demi-journée ?")
    )


def _report(state: str) -> FactReport:
    words = {
        "message": "Le montant a changé.",
        "correction": "60 € depuis 2026.",
        "answer": "Merci de cette précision.",
    }
    return FactReport(pk=0, page_title="Assemblée d’exemple", about="Indemnisation : 44 €.", state=state, **words)


EXAMPLES: dict[str, Callable[[], Letter]] = {
    "proposal-state": _state,
    "proposal-message": _message,
    "proposal-resume": lambda: resume_letter(_proposal(ProposalState.DRAFT), []),
    "proposal-links": lambda: links_letter([_proposal(ProposalState.DRAFT), _proposal(ProposalState.ACCEPTED)]),
    "proposal-reminder": lambda: reminder_letter(_proposal(ProposalState.TO_COMPLETE)),
    "proposal-digest": lambda: digest_letter(sent=2, messages=1, withdrawn=0, keys=[]),
    "consent-withdrawn": lambda: letter("consent-withdrawn", name_only=False, link=LINK),
    "review-link": lambda: letter("review-link", title="Ville d’exemple", link=LINK, expires_at=timezone.now()),
    "review-answered": lambda: letter("review-answered", title="Ville d’exemple", answer="Bon à publier", link=LINK),
    "error-reported": lambda: error_reported(_report(FactReportState.NEW)),
    "report-answered": lambda: report_answered(_report(FactReportState.CORRECTED)),
    "still-exact": lambda: letter(
        "still-exact",
        assembly={"title": "Assemblée d’exemple", "authority": {"name": "Ville d’exemple"}},
        facts=[{"shown_label": "Indemnisation", "value": "44 € par demi-journée."}],
        link=LINK,
        by="L’équipe d’organisation",
    ),
}
