"""Keeping the sheets true: confirm them, ask authorities, record what they answer. The only writers of these.

An authority's answer never changes what is published: it is shown to the organisers, who confirm or correct.
"""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import TaskState

from casestudies.checking.actions.fact_reporting import submit_report
from casestudies.checking.enums import VerificationAnswer
from casestudies.checking.mails import verification_asked
from casestudies.checking.models import VerificationRequest
from casestudies.evidence.assembly import AssemblyPage, with_sources
from casestudies.evidence.facts import Fact
from hub.community.models import Member
from hub.core.errors import NotAllowed, WrongState
from hub.core.private_links import hash_of, random_token
from hub.core.registries import Erasure, Person, PersonalData
from hub.mail.actions import queue_mail

#: How long the link of a mail works.
LINK_LASTS = timedelta(days=30)
#: Requests are deleted, answered or not, after this time: the date of verification stays on the sheet.
KEPT_FOR = timedelta(days=183)
#: The line in Wagtail's history of a page.
LOG_ACTION = "casestudies.confirm"


def confirm_assemblies(pages: Iterable[AssemblyPage], *, by: Member, on: date) -> list[AssemblyPage]:
    """«Toujours exact»: the sheets are verified `on` that day; all of them, or none.

    Nobody's unpublished text is lost or shown: what is live is published again with the date, and drafts (the latest,
    a scheduled one, one under review) get the date and stay drafts. Raises NotAllowed without the right to publish.
    """
    with transaction.atomic():
        return [_confirm(page, by=by, on=on) for page in pages]


def _confirm(seen: AssemblyPage, *, by: Member, on: date) -> AssemblyPage:
    page = AssemblyPage.objects.select_for_update().get(pk=seen.pk)
    if not page.permissions_for_user(by).can_publish():
        raise NotAllowed(f"Vous ne pouvez pas confirmer « {page.title} ».")
    draft = page.get_latest_revision_as_object() if page.has_unpublished_changes and page.latest_revision else None
    _date_waiting_revisions(page, on)
    page.verified_on = on
    if page.live:
        page.save_revision(user=by, clean=False).publish(user=by)
    else:
        AssemblyPage.objects.filter(pk=page.pk).update(verified_on=on)
    if draft is not None:
        draft.verified_on = on
        draft.save_revision(user=by, clean=False)
    log(instance=page, action=LOG_ACTION, user=by, data={"on": on.isoformat()})
    return page


def _date_waiting_revisions(page: AssemblyPage, on: date) -> None:
    """Revisions that will be published without anybody editing them again: scheduled, or under review."""
    waiting = Q(approved_go_live_at__isnull=False) | Q(task_states__status=TaskState.STATUS_IN_PROGRESS)
    for revision in page.revisions.filter(waiting).distinct():
        content = {**revision.content, "verified_on": on.isoformat()}
        page.revisions.filter(pk=revision.pk).update(content=content)


# ---------------------------------------------------------------- asking the authority
def ask_for_verification(assembly: AssemblyPage, *, by: Member) -> VerificationRequest:
    """Ask the authority, by mail, whether the published facts are still exact. The link is sent, never stored.

    Raises NotAllowed without the right to ask; WrongState when the sheet is not published, when the authority has no
    contact address, or when that address was asked less than thirty days ago and has not answered.
    """
    if not by.has_perm("casestudies.add_verificationrequest"):
        raise NotAllowed("Vous ne pouvez pas écrire aux collectivités.")
    now = timezone.now()
    token = random_token()
    with transaction.atomic():
        page = AssemblyPage.objects.select_for_update().get(pk=assembly.pk)
        to = page.authority.contact_email
        _check_may_be_asked(page, to, now)
        _open_requests(page, now).update(expires_at=now)
        request = VerificationRequest.objects.create(
            assembly=page, token_hash=hash_of(token), sent_to=to, sent_at=now, by=by, expires_at=now + LINK_LASTS
        )
        facts = with_sources(Fact).filter(page=page.pk)
        queue_mail(
            verification_asked(page, facts, token=token, by=_signature(by)),
            to=to,
            dedup_key=f"verification-{request.pk}",
            is_confidential=True,
            not_after=request.expires_at,
        )
    return request


def _check_may_be_asked(page: AssemblyPage, to: str, now: datetime) -> None:
    if not AssemblyPage.objects.visible_to_all().filter(pk=page.pk).exists():
        raise WrongState(f"« {page.title} » n’est pas publiée : il n’y a rien à vérifier.")
    if not to:
        raise WrongState(f"{page.authority.short_name} n’a pas d’adresse de contact. Ajoutez-la dans sa fiche.")
    if _open_requests(page, now).filter(sent_to=to).exists():
        raise WrongState("La question est déjà posée. Attendez la réponse, ou la fin des trente jours.")


def _open_requests(page: AssemblyPage, now: datetime) -> Any:
    return VerificationRequest.objects.open_at(now).filter(assembly=page)


def _signature(by: Member) -> str:
    """The name of the person, never an address."""
    return by.get_full_name() or "Une personne qui anime le groupe"


def find_request(token: str) -> VerificationRequest | None:
    """The request whose mail holds `token`, whatever its state."""
    return VerificationRequest.objects.filter(token_hash=hash_of(token)).select_related("assembly__authority").first()


def answer_verification(request: VerificationRequest, *, answer: str, comment: str = "") -> VerificationRequest:
    """Record what the authority says, once. «À corriger» becomes a report that the organisers treat.

    The right to answer is to hold the link. Raises WrongState when the link is used or too old.
    """
    now = timezone.now()
    with transaction.atomic():
        rows = VerificationRequest.objects.open_at(now).filter(pk=request.pk)
        if not rows.update(answer=answer, comment=comment, answered_at=now):
            raise WrongState("Ce lien a déjà servi, ou il est trop ancien.")
        request.refresh_from_db()
        if answer == VerificationAnswer.TO_CORRECT:
            submit_report(
                idempotency_key=uuid.uuid4(),
                page=request.assembly,
                about="Réponse de la collectivité à notre demande de vérification.",
                message=comment,
                email=request.sent_to,
                verification=request,
            )
    return request


# ---------------------------------------------------------------- what is kept about people
def purge_requests(now: datetime) -> int:
    """Delete requests sent before `KEPT_FOR`."""
    deleted, _ = VerificationRequest.objects.filter(sent_at__lt=now - KEPT_FOR).delete()
    return deleted


def _export(person: Person) -> list[dict[str, Any]]:
    requests = VerificationRequest.objects.filter(sent_to__iexact=person.email).select_related("assembly")
    return [
        {
            "demandé le": request.sent_at,
            "assemblée": request.assembly.title,
            "adresse": request.sent_to,
            "réponse": request.get_answer_display(),
            "à corriger": request.comment,
        }
        for request in requests
    ]


def _erase(person: Person, erasure: Erasure) -> None:
    VerificationRequest.objects.filter(sent_to__iexact=person.email, sent_at__lte=erasure.until).delete()


PERSONAL_DATA = PersonalData(
    "verifications",
    "Vérifications demandées aux collectivités",
    _export,
    _erase,
    "L’adresse de contact d’une collectivité, dans sa fiche : demandez-nous de la changer.",
    addresses=lambda: VerificationRequest.objects.values_list("sent_to", flat=True),
    outlives_account=True,
)
