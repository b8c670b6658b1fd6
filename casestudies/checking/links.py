"""The link by which the owner of an address confirms it: mailed there, it opens one page with one button."""

from casestudies.checking.models import FactReport
from hub.community.models import email_key
from hub.core.addresses import view_url
from hub.core.private_links import opens, token_for

SCOPE = "fact-report"


def confirm_url(report: FactReport) -> str:
    """As the mail gives it. Personal: never in logs, pages or exports."""
    return view_url("report_error_confirm", report.pk, token_for(SCOPE, report.pk, email_key(report.email)))


def report_behind(pk: int, token: str) -> FactReport | None:
    """The report whose address `token` confirms; None for a wrong link, or once the address is forgotten."""
    report = FactReport.objects.filter(pk=pk).exclude(email="").first()
    email = report.email if report is not None else ""
    return report if opens(token, SCOPE, pk, email_key(email)) else None
