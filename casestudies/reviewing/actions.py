"""Review links: sent by organisers, answered by whoever has the link."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from casestudies.proposals.provenance import PageProvenance
from casestudies.reviewing.enums import ReviewAnswer, ReviewStep
from casestudies.reviewing.mails import review_answered_letter, review_letter
from casestudies.reviewing.models import ReviewEvent, ReviewLink, read_print
from hub.community.models import Member
from hub.core.errors import ActionError, NotAllowed, WrongState
from hub.core.private_links import hash_of, random_token
from hub.core.registries import Erasure, Person, PersonalData
from hub.core.sites import contact_address
from hub.mail.actions import queue_mail

VALID_FOR = timedelta(days=30)
#: How long after its end a link still says who was asked and what was remarked.
KEPT_FOR = timedelta(days=183)
CLOSED = "Ce lien a déjà servi, a expiré ou a été annulé. Écrivez à la personne qui vous l’a envoyé."
CHANGED = "Le texte a changé pendant votre lecture. Relisez la nouvelle version, puis répondez."


def link_behind(token: str) -> ReviewLink | None:
    """The link whose token this is, whatever its state; None for an unknown token."""
    return ReviewLink.objects.filter(token_hash=hash_of(token)).select_related("page").first()


def send_review_link(page: Page, *, by: Member, to: str) -> ReviewLink:
    """Mail to `to` the right to read the draft of `page` and to answer once, for thirty days.

    A link still open for the same page and address is revoked: the latest mail is the one that works. Raises
    NotAllowed for whoever may not edit the page, WrongState when its author took the text back.
    """
    if not page.permissions_for_user(by).can_edit():
        raise NotAllowed("Vous ne pouvez pas modifier cette page.")
    if PageProvenance.objects.filter(page=page, consent_withdrawn_at__isnull=False).exists():
        raise WrongState("La personne qui a écrit ce texte a retiré son accord : il n’est plus à relire.")
    token, now = random_token(), timezone.now()
    with transaction.atomic():
        for former in ReviewLink.objects.select_for_update().filter(page=page, sent_to=to).open_at(now):
            _revoke(former, by)
        ReviewLink.objects.filter(page=page, sent_to=to, answered_at=None, revoked_at=None).update(revoked_at=now)
        link = ReviewLink.objects.create(
            page=page, token_hash=hash_of(token), sent_to=to, by=by, expires_at=now + VALID_FOR
        )
        ReviewEvent.objects.create(link=link, step=ReviewStep.SENT, by=by)
        queue_mail(
            review_letter(link, token),
            to=to,
            dedup_key=f"review-{link.pk}",
            is_confidential=True,
            not_after=link.expires_at,
        )
    return link


def revoke_review_link(link: ReviewLink, *, by: Member) -> None:
    """Make an open link useless. Raises NotAllowed for whoever may not edit the page, WrongState when it is closed."""
    if not link.page.permissions_for_user(by).can_edit():
        raise NotAllowed("Vous ne pouvez pas modifier cette page.")
    with transaction.atomic():
        _revoke(link, by)


def answer_review(
    link: ReviewLink, *, answer: str, revision: Revision, comment: str = "", read: str = ""
) -> ReviewLink:
    """Store what the authority says of `revision`, once, and tell organisers. Nothing is published: they decide.

    `read` is the print of what was shown; without it, that of `revision`. Raises WrongState for a link that is closed
    or a text that has changed since, ActionError when a correction is asked without saying which.
    """
    if answer == ReviewAnswer.TO_CORRECT and not comment.strip():
        raise ActionError("Écrivez ce qu’il faut corriger.")
    now = timezone.now()
    with transaction.atomic():
        page = Page.objects.select_for_update().get(pk=link.page_id)
        now_read = read_print(page.get_latest_revision_as_object())
        if now_read != (read or read_print(revision.as_object())):
            raise WrongState(CHANGED)
        stored = (
            ReviewLink.objects.filter(pk=link.pk)
            .open_at(now)
            .update(
                answer=answer, answered_at=now, comment=comment, revision=page.latest_revision, content_print=now_read
            )
        )
        if not stored:
            raise WrongState(CLOSED)
        ReviewEvent.objects.create(link=link, step=ReviewStep.ANSWERED)
        link.refresh_from_db()
        _tell_organisers(link)
    return link


def _tell_organisers(link: ReviewLink) -> None:
    line = PageProvenance.objects.filter(page=link.page_id).first()
    if line is not None and line.proposal_id is not None:
        queue_mail(
            review_answered_letter(link, line.proposal_id),
            to=contact_address(),
            dedup_key=f"review-answered-{link.pk}",
        )


def _revoke(link: ReviewLink, by: Member) -> None:
    now = timezone.now()
    if not ReviewLink.objects.filter(pk=link.pk).open_at(now).update(revoked_at=now):
        raise WrongState("Ce lien est déjà fermé.")
    ReviewEvent.objects.create(link=link, step=ReviewStep.REVOKED, by=by)


# ---------------------------------------------------------------- what is kept about people
def purge_review_links(now: datetime) -> int:
    """Forget the addresses and the remarks of links that ended before `KEPT_FOR`; the answers and dates stay."""
    over = ReviewLink.objects.filter(expires_at__lt=now - KEPT_FOR)
    over.filter(answered_at=None, revoked_at=None).update(revoked_at=now)
    return over.exclude(sent_to="", comment="").update(sent_to="", comment="")


def _export_links(person: Person) -> list[dict[str, Any]]:
    return [
        {"envoye_le": link.created_at, "reponse": link.get_answer_display(), "remarque": link.comment}
        for link in ReviewLink.objects.filter(sent_to__iexact=person.email)
    ]


def _erase_links(person: Person, erasure: Erasure) -> None:
    """The address and the remarks go, and what still opened something with it; the answers stay."""
    links = ReviewLink.objects.filter(sent_to__iexact=person.email, created_at__lte=erasure.until)
    links.filter(answered_at=None, revoked_at=None).update(revoked_at=erasure.at)
    links.update(sent_to="", comment="")


PERSONAL_DATA = PersonalData(
    "relectures",
    "Les pages que vous avez été invité ou invitée à relire",
    _export_links,
    _erase_links,
    "Vos réponses aux relectures (bon à publier, ou à corriger), sans votre adresse ni vos remarques.",
    addresses=lambda: ReviewLink.objects.values_list("sent_to", flat=True),
    outlives_account=True,
)
