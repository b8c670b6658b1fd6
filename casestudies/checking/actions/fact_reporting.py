"""What happens to errors that people report. The only writers of reports."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from casestudies.checking.enums import FactReportState
from casestudies.checking.mails import confirm_letter, error_reported, report_answered
from casestudies.checking.models import FactReport, VerificationRequest
from hub.community.models import Member
from hub.core.errors import NotAllowed, WrongState
from hub.core.registries import Erasure, Person, PersonalData
from hub.core.sites import contact_address
from hub.mail.actions import forget_mails, queue_mail

#: Reports are deleted, answered or not, after this time.
KEPT_FOR = timedelta(days=183)
#: An address that nobody confirmed is forgotten after this time.
UNPROVED_FOR = timedelta(days=7)
#: Reports of one address that ask for its confirmation within an hour: nobody's mailbox is filled by a stranger.
MAILED_PER_HOUR = 5
OUTCOMES = (FactReportState.CORRECTED, FactReportState.NOT_AN_ERROR, FactReportState.SPAM)


def submit_report(
    *,
    idempotency_key: UUID,
    message: str,
    correction: str = "",
    email: str = "",
    page: Page | None = None,
    about: str = "",
    verification: VerificationRequest | None = None,
) -> FactReport:
    """Store a report and tell the organisers, once per `idempotency_key`.

    Sending the same form again gives the report already stored: the unique key decides, so that two simultaneous
    sends can't both succeed. `about` is what was on the screen, in words. A mail asks the owner of the address to
    confirm it, but for the answer to a `verification`, whose link was mailed to it.
    """
    try:
        with transaction.atomic():
            report = FactReport.objects.create(
                idempotency_key=idempotency_key,
                page=page,
                page_title=page.title if page else "",
                about=about,
                message=message,
                correction=correction,
                email=email,
                address_proved_at=timezone.now() if verification and email else None,
                verification=verification,
            )
            queue_mail(error_reported(report), to=contact_address(), dedup_key=f"fact-report-{report.pk}")
            _ask_for_proof(report)
    except IntegrityError:
        return FactReport.objects.get(idempotency_key=idempotency_key)
    return report


def confirm_report(report: FactReport) -> FactReport:
    """The owner of the address confirms it, by the link mailed to it. An answer that was waiting leaves now, once."""
    with transaction.atomic():
        waiting = FactReport.objects.filter(pk=report.pk, email=report.email, address_proved_at=None)
        proved = waiting.exclude(email="").update(address_proved_at=timezone.now())
        report.refresh_from_db()
        if proved:
            _send_answer(report)
    return report


def close_report(report: FactReport, *, by: Member, outcome: str, answer: str = "") -> FactReport:
    """Say what became of a report; `answer` goes to the person who left an address, confirmed, if it is not spam.

    To an address that is not confirmed it goes when it is.

    Raises NotAllowed without the right to treat reports, WrongState when the report is already closed.
    """
    if not by.has_perm("casestudies.change_factreport"):
        raise NotAllowed("Vous ne pouvez pas traiter les signalements.")
    if outcome not in OUTCOMES:
        raise WrongState("Un signalement ne peut pas passer à cet état.")
    with transaction.atomic():
        closed = FactReport.objects.filter(pk=report.pk, state=FactReportState.NEW).update(
            state=outcome, answer=answer, closed_at=timezone.now(), closed_by=by
        )
        if not closed:
            raise WrongState("Ce signalement est déjà traité. Rechargez la page.")
        report.refresh_from_db()
        _send_answer(report)
    return report


def _send_answer(report: FactReport) -> None:
    is_wanted = bool(report.email) and report.address_proved_at is not None
    if is_wanted and report.answer and report.state != FactReportState.SPAM:
        queue_mail(report_answered(report), to=report.email, dedup_key=f"fact-report-{report.pk}-answer")


def _ask_for_proof(report: FactReport) -> None:
    if not report.email or report.address_proved_at is not None:
        return
    lately = FactReport.objects.filter(email__iexact=report.email, created_at__gt=timezone.now() - timedelta(hours=1))
    if lately.count() <= MAILED_PER_HOUR:
        queue_mail(
            confirm_letter(report),
            to=report.email,
            dedup_key=f"fact-report-{report.pk}-confirm",
            is_confidential=True,
            not_after=report.created_at + UNPROVED_FOR,
        )


# ---------------------------------------------------------------- what is kept about people
def purge_reports(now: datetime) -> int:
    """Delete reports older than `KEPT_FOR`, forget the addresses that were not confirmed within `UNPROVED_FOR`."""
    deleted, _ = FactReport.objects.filter(created_at__lt=now - KEPT_FOR).delete()
    unproved = FactReport.objects.filter(created_at__lt=now - UNPROVED_FOR, address_proved_at=None).exclude(email="")
    return deleted + unproved.update(email="")


def _export(person: Person) -> list[dict[str, Any]]:
    reports = FactReport.objects.filter(email__iexact=person.email, address_proved_at__isnull=False)
    return [
        {
            "reçu le": report.created_at,
            "page": report.page_title,
            "ce qui est faux": report.message,
            "ce qui serait juste": report.correction,
            "adresse": report.email,
            "état": report.get_state_display(),
            "réponse": report.answer,
        }
        for report in reports
    ]


def _erase(person: Person, erasure: Erasure) -> None:
    """The address goes, and the mails that quote the report."""
    reports = FactReport.objects.filter(email__iexact=person.email, created_at__lte=erasure.until)
    _forget_mails_about(reports)
    reports.update(email="")


def forget_reports_on(page_key: int) -> None:
    """Remove what was reported about a page that is erased: each report quotes it."""
    reports = FactReport.objects.filter(page=page_key)
    _forget_mails_about(reports)
    reports.delete()


def _forget_mails_about(reports: QuerySet[FactReport]) -> None:
    keys = [f"fact-report-{pk}" for pk in reports.values_list("pk", flat=True)]
    forget_mails(Q(dedup_key__in=[*keys, *(f"{key}-{kind}" for key in keys for kind in ("answer", "confirm"))]))


PERSONAL_DATA = PersonalData(
    "signalements",
    "Erreurs signalées",
    _export,
    _erase,
    "Le texte de vos signalements, sans votre adresse, six mois au plus : il sert à corriger les fiches.",
    addresses=lambda: FactReport.objects.values_list("email", flat=True),
    outlives_account=True,
)
