"""What an author does before sending: begin, keep."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from casestudies.proposals.actions import save_draft, start_draft
from casestudies.proposals.completeness import is_address
from casestudies.proposals.enums import WRITABLE_PROPOSALS, ProposalState
from casestudies.proposals.links import link_mark
from casestudies.proposals.mails import resume_letter
from casestudies.proposals.models import Proposal
from glossary.models import Theme
from hub.community.models import Member
from hub.core.errors import NotAllowed
from hub.mail.actions import queue_mail
from hub.mail.models import OutgoingMail

#: Drafts of one address that get a mail within an hour: more are kept, but nobody's mailbox is filled by a stranger.
MAILED_PER_HOUR = 10
#: Addresses that one draft writes to, when it changes.
ADDRESSES_MAILED = 5


def open_draft(
    *,
    idempotency_key: UUID,
    member: Member | None,
    themes: Sequence[Theme] | None,
    values: dict[str, Any],
    prefilled: dict[str, Any],
    tell: bool,
) -> Proposal:
    """Begin a draft, once per key; what is sent again with the same key replaces it, except what was `prefilled`.

    The key is known to one open form only: what comes with it is the same person going back, not another device.
    `tell` queues the mail with the private link. Raises WrongState when the draft has been sent meanwhile, NotAllowed
    when its address has been confirmed.
    """
    with transaction.atomic():
        first = {**prefilled, **values}
        draft = start_draft(idempotency_key=idempotency_key, member=member, themes=themes or (), **first)
        if is_confirmed_elsewhere(draft, member):
            raise NotAllowed("L’adresse a été confirmée.")
        return keep_draft(draft, version=draft.version, themes=themes, values=values, tell=tell)


def keep_draft(
    proposal: Proposal, *, version: int, themes: Sequence[Theme] | None, values: dict[str, Any], tell: bool
) -> Proposal:
    """Store what was typed, unless it is already stored: a second click is not a conflict.

    Raises WrongState like `save_draft`.
    """
    with transaction.atomic():
        if not is_stored(proposal, values, themes):
            proposal = save_draft(proposal, version=version, themes=themes, **values)
        if tell:
            _mail_private_link(proposal)
    return proposal


def is_stored(proposal: Proposal, values: dict[str, Any], themes: Sequence[Theme] | None) -> bool:
    same_themes = themes is None or {theme.pk for theme in themes} == set(proposal.themes.values_list("pk", flat=True))
    return same_themes and all(getattr(proposal, name) == value for name, value in values.items())


def is_confirmed_elsewhere(draft: Proposal, member: Member | None) -> bool:
    """Whether the form that began `draft` lost its right: the address was confirmed, maybe by somebody else.

    Who is signed in with the account of the draft goes on.
    """
    return draft.is_proved and (member is None or draft.member_id != member.pk)


def _mail_private_link(proposal: Proposal) -> None:
    """The link that opens a draft on another device, with those of older drafts: one mail for each of its addresses."""
    if proposal.state != ProposalState.DRAFT or not is_address(proposal.email):
        return
    mine = Proposal.objects.of(proposal.email).exclude(pk=proposal.pk)
    if mine.filter(created_at__gt=timezone.now() - timedelta(hours=1)).count() >= MAILED_PER_HOUR:
        return
    key = f"proposal-resume-{proposal.pk}-"
    if OutgoingMail.objects.filter(dedup_key__startswith=key).count() >= ADDRESSES_MAILED:
        return
    letter = resume_letter(proposal, list(mine.proved().filter(state__in=WRITABLE_PROPOSALS)[:10]))
    queue_mail(letter, to=proposal.email, dedup_key=key + link_mark(proposal), is_confidential=True)
