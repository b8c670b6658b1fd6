"""What we write about facts: errors that readers report, facts that authorities verify."""

from collections.abc import Callable, Iterable

from casestudies.checking.enums import FactReportState
from casestudies.checking.links import confirm_url
from casestudies.checking.models import FactReport
from casestudies.evidence.assembly import AssemblyPage
from casestudies.evidence.facts import Fact
from hub.core.addresses import view_url
from hub.mail.letters import EXAMPLE_LINK, Letter, letter


def error_reported(report: FactReport) -> Letter:
    """To the organisers. The address of the person stays in the administration."""
    return letter("error-reported", report=report, link=view_url("signalements:inspect", report.pk))


def confirm_letter(report: FactReport) -> Letter:
    """To the address that was typed. Nothing that was typed is repeated: it may be that of somebody else."""
    return letter("report-confirm", report=report, link=confirm_url(report))


def report_answered(report: FactReport) -> Letter:
    """To the person who said what is wrong."""
    return letter("report-answered", report=report)


def verification_asked(assembly: AssemblyPage, facts: Iterable[Fact], *, token: str, by: str) -> Letter:
    """To the authority: are these facts still exact?"""
    return letter("still-exact", assembly=assembly, facts=facts, link=view_url("verify", token), by=by)


def _example(state: str) -> FactReport:
    words = {
        "message": "Le montant a changé.",
        "correction": "60 € depuis 2026.",
        "answer": "Merci de cette précision.",
    }
    about, email = "Indemnisation : 44 €.", "prenom.nom@ville.example"
    return FactReport(pk=0, page_title="Assemblée d’exemple", about=about, state=state, email=email, **words)


#: By kind of letter, with invented words, for organisers to read before any is sent.
EXAMPLES: dict[str, Callable[[], Letter]] = {
    "error-reported": lambda: error_reported(_example(FactReportState.NEW)),
    "report-confirm": lambda: confirm_letter(_example(FactReportState.NEW)),
    "report-answered": lambda: report_answered(_example(FactReportState.CORRECTED)),
    "still-exact": lambda: letter(
        "still-exact",
        assembly={"title": "Assemblée d’exemple", "authority": {"name": "Ville d’exemple"}},
        facts=[{"shown_label": "Indemnisation", "value": "44 € par demi-journée."}],
        link=EXAMPLE_LINK,
        by="L’équipe d’organisation",
    ),
}
