"""What we write about facts: errors that readers report, facts that authorities verify."""

from collections.abc import Iterable

from casestudies.models import AssemblyPage, Fact, FactReport
from hub.core.addresses import view_url
from hub.mail.letters import Letter, letter


def error_reported(report: FactReport) -> Letter:
    """To the organisers. The address of the person stays in the administration."""
    return letter("error-reported", report=report, link=view_url("signalements:inspect", report.pk))


def report_answered(report: FactReport) -> Letter:
    """To the person who said what is wrong."""
    return letter("report-answered", report=report)


def verification_asked(assembly: AssemblyPage, facts: Iterable[Fact], *, token: str, by: str) -> Letter:
    """To the authority: are these facts still exact?"""
    return letter("still-exact", assembly=assembly, facts=facts, link=view_url("verify", token), by=by)
