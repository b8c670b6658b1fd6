"""What happens to proposals. The only writers of them."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from casestudies.proposals.completeness import is_address
from casestudies.proposals.enums import WRITABLE_PROPOSALS, ProposalState, ShownAs
from casestudies.proposals.erasure import CONSENT, SHOWN_NAME, note_proposal
from casestudies.proposals.history import ProposalEvent, ProposalMessage
from casestudies.proposals.mails import consent_letter, message_letter, state_letter
from casestudies.proposals.models import Proposal
from casestudies.proposals.publication import anonymise_page, take_down
from casestudies.proposals.transitions import AUTHOR_MOVES, NEEDS_REASON, ORGANISER_MOVES, SILENT
from glossary.models import Theme
from hub.community.models import Member, email_key
from hub.core.errors import ActionError, NotAllowed, WrongState
from hub.core.sites import contact_address
from hub.mail.actions import queue_mail
from workshops.models import WorkshopPage

#: Where an author has nobody to write to.
SILENT_STATES = frozenset({ProposalState.DRAFT, ProposalState.WITHDRAWN, ProposalState.SPAM})
MESSAGES_PER_HOUR = 30
MOVED_MEANWHILE = (
    "Quelqu’un d’autre vient de modifier cette proposition. Rien n’a été écrasé : relisez-la, puis décidez de nouveau."
)

NAME_HIDDEN = "Le nom ne paraît plus."


def start_draft(
    *, idempotency_key: UUID, themes: Iterable[Theme] = (), member: Member | None = None, **fields: Any
) -> Proposal:
    """A new draft and the first line of its history, once per `idempotency_key`.

    Starting again with the same key gives the draft already stored: the unique key decides, not a prior look-up.
    The address of an account is proved: its owner signs in by it.
    """
    is_own = member is not None and member.email_key == email_key(fields.get("email", ""))
    proved_at = timezone.now() if is_own else None
    try:
        with transaction.atomic():
            proposal = Proposal.objects.create(
                idempotency_key=idempotency_key, member=member, address_proved_at=proved_at, **fields
            )
            proposal.themes.set(themes)
            ProposalEvent.objects.create(proposal=proposal, state=proposal.state, by_author=True)
    except IntegrityError:
        return Proposal.objects.get(idempotency_key=idempotency_key)
    return proposal


def save_draft(proposal: Proposal, *, version: int, themes: Iterable[Theme] | None = None, **fields: Any) -> Proposal:
    """Store what its author typed; `version` is the one the form was shown with.

    Another address is not proved: the links that its former owner has end. Raises WrongState when the proposal can't
    be written any more, or was changed meanwhile on another device.
    """
    if "email" in fields:
        fields["email_key"] = email_key(fields["email"])
        if proposal.is_proved and fields["email_key"] != proposal.email_key:
            fields |= {"address_proved_at": None, "link_generation": F("link_generation") + 1}
    with transaction.atomic():
        changed = Proposal.objects.filter(pk=proposal.pk, version=version, state__in=WRITABLE_PROPOSALS).update(
            **fields, version=F("version") + 1, saved_at=timezone.now()
        )
        if not changed:
            raise WrongState("Cette proposition a été modifiée ailleurs, ou envoyée. Rechargez la page pour la voir.")
        if themes is not None:
            proposal.themes.set(themes)
    proposal.refresh_from_db()
    return proposal


def submit_draft(proposal: Proposal, *, consent_version: str) -> Proposal:
    """Send a draft, or a completed proposal, to the organisers. Sending twice stores once and writes once.

    Raises ActionError when what organisers need is missing, WrongState when it can't be sent.
    """
    if proposal.state == ProposalState.SUBMITTED:
        return proposal
    if not is_address(proposal.email) or not (proposal.wants_to_testify or proposal.wants_to_take_part):
        raise ActionError("Dites ce que vous souhaitez et laissez une adresse pour vous répondre.")
    now = timezone.now()
    values: dict[str, Any] = {"submitted_at": proposal.submitted_at or now, "due_on": None}
    if proposal.consent_at is None or proposal.consent_version != consent_version:
        values |= {"consent_version": consent_version, "consent_at": now}
    _author_moves(proposal, ProposalState.SUBMITTED, values)
    return proposal


def withdraw_proposal(proposal: Proposal) -> Proposal:
    """Its author takes the proposal back, from any state, and with it the consent to publish: its page goes down.

    Withdrawing twice is the same as once. Organisers are told when a page was public.
    """
    if proposal.state == ProposalState.WITHDRAWN:
        return proposal
    now = timezone.now()
    with transaction.atomic():
        _author_moves(proposal, ProposalState.WITHDRAWN, {"consent_withdrawn_at": now, "due_on": None})
        note_proposal(CONSENT, proposal, at=now, keep_published=False)
        page = take_down(proposal, at=now)
        if page is not None:
            _tell_organisers(proposal)
    return proposal


def hide_name(proposal: Proposal) -> Proposal:
    """The author lets the text stand, without the name: it leaves the page and all its versions. Idempotent.

    An organiser may have typed a name on the page of somebody who had given none: it leaves as well.
    """
    if proposal.shown_as == ShownAs.ANONYMOUS:
        if proposal.page is not None:
            with transaction.atomic():
                note_proposal(SHOWN_NAME, proposal, at=timezone.now(), keep_published=True)
                anonymise_page(proposal.page)
        return proposal
    with transaction.atomic():
        event = _change(proposal, proposal.state, {"shown_as": ShownAs.ANONYMOUS}, by_author=True, reason=NAME_HIDDEN)
        note_proposal(SHOWN_NAME, proposal, at=event.at, keep_published=True)
        if proposal.page is not None:
            anonymise_page(proposal.page)
            _tell_organisers(proposal, event)
    return proposal


def move_proposal(
    proposal: Proposal,
    state: str,
    *,
    by: Member,
    reason: str = "",
    note: str = "",
    due_on: date | None = None,
    workshop: WorkshopPage | None = None,
    part: int | None = None,
) -> Proposal:
    """An organiser decides: change the state, write the line of history, tell the author at most once.

    `reason` is read by the author, `note` by organisers only; `due_on` goes with «à compléter», `workshop` and `part`
    with «programmée». Raises NotAllowed without the permission, ActionError when a reason or a workshop is missing,
    WrongState when `state` can't follow or when the proposal has changed since `proposal` was read.
    """
    if not by.has_perm("casestudies.change_proposal"):
        raise NotAllowed("Vous ne pouvez pas traiter les propositions.")
    if state not in ORGANISER_MOVES[proposal.state]:
        raise WrongState("Cette proposition ne peut pas passer à cet état.")
    if state in NEEDS_REASON and not reason.strip():
        raise ActionError("Écrivez la raison : la personne la lira.")
    if state == ProposalState.SCHEDULED and (workshop is None or part is None):
        raise ActionError("Choisissez l’atelier et la partie où la proposition sera présentée.")
    if state == ProposalState.PUBLISHED and proposal.page is not None and not proposal.page.live:
        raise ActionError("La page est encore un brouillon : publiez-la, la proposition suivra.")
    # Spam keeps its date: taking the mark away gives back the proposal as it was.
    values: dict[str, Any] = {} if state == ProposalState.SPAM else {"due_on": None}
    if state == ProposalState.TO_COMPLETE:
        values = {"due_on": due_on}
    if state == ProposalState.SCHEDULED:
        values |= {"workshop": workshop, "workshop_part": part}
    was_spam = proposal.state == ProposalState.SPAM
    with transaction.atomic():
        event = _change(proposal, state, values, by=by, reason=reason, note=note)
        if state not in SILENT and not was_spam:
            _tell_author(proposal, event)
    return proposal


def note_published(proposal: Proposal) -> Proposal:
    """The page made from `proposal` is public: write it down and tell its author, once."""
    with transaction.atomic():
        _tell_author(proposal, _change(proposal, ProposalState.PUBLISHED, {}))
    return proposal


def unmark_spam(proposal: Proposal, *, by: Member) -> Proposal:
    """Take the mark of spam away: the state it had before, by its history, and its date. Nobody is written to.

    Raises WrongState when it is not marked, or has changed since it was read.
    """
    if not by.has_perm("casestudies.change_proposal"):
        raise NotAllowed("Vous ne pouvez pas traiter les propositions.")
    if proposal.state != ProposalState.SPAM:
        raise WrongState("Cette proposition n’est pas classée comme indésirable.")
    marked = proposal.events.filter(state=ProposalState.SPAM).last()
    before = marked.from_state if marked is not None else ""
    state = before if before in ORGANISER_MOVES[ProposalState.SPAM] else ProposalState.SUBMITTED
    with transaction.atomic():
        _change(proposal, state, {}, by=by)
    return proposal


def send_message(proposal: Proposal, text: str, *, idempotency_key: UUID, by: Member | None = None) -> ProposalMessage:
    """A message to the author (`by` an organiser) or from the author (without `by`), once per key.

    The author is told by mail; organisers see it on the board. Raises NotAllowed for a member without the permission.
    """
    if by is not None and not by.has_perm("casestudies.change_proposal"):
        raise NotAllowed("Vous ne pouvez pas traiter les propositions.")
    if not text.strip():
        raise ActionError("Écrivez votre message.")
    if by is None and proposal.state in SILENT_STATES:
        raise WrongState("Cette proposition ne reçoit plus de messages.")
    if by is None and _is_flooding(proposal, idempotency_key):
        raise ActionError("Vous avez écrit beaucoup de messages. Attendez une heure, puis envoyez celui-ci.")
    try:
        with transaction.atomic():
            message = ProposalMessage.objects.create(
                proposal=proposal, text=text, by=by, by_author=by is None, idempotency_key=idempotency_key
            )
            if by is not None and proposal.email:
                queue_mail(
                    message_letter(message),
                    to=proposal.email,
                    dedup_key=f"proposal-message-{message.pk}",
                    is_confidential=True,
                )
    except IntegrityError:
        return ProposalMessage.objects.get(idempotency_key=idempotency_key)
    return message


def _is_flooding(proposal: Proposal, idempotency_key: UUID) -> bool:
    lately = proposal.messages.filter(by_author=True, at__gt=timezone.now() - timedelta(hours=1))
    return lately.exclude(idempotency_key=idempotency_key).count() >= MESSAGES_PER_HOUR


def _author_moves(proposal: Proposal, state: str, values: dict[str, Any]) -> None:
    if state not in AUTHOR_MOVES[proposal.state]:
        raise WrongState("Cette proposition ne peut plus être modifiée ainsi.")
    with transaction.atomic():
        _tell_author(proposal, _change(proposal, state, values, by_author=True))


def _change(proposal: Proposal, state: str, values: dict[str, Any], **line: Any) -> ProposalEvent:
    """Move `proposal` unless it has changed since it was read; inside the caller's transaction."""
    now = timezone.now()
    moved = Proposal.objects.filter(pk=proposal.pk, state=proposal.state, version=proposal.version).update(
        **values, state=state, state_since=now, saved_at=now, version=F("version") + 1
    )
    if not moved:
        raise WrongState(MOVED_MEANWHILE)
    event = ProposalEvent.objects.create(proposal=proposal, from_state=proposal.state, state=state, **line)
    proposal.refresh_from_db()
    return event


def _tell_organisers(proposal: Proposal, event: ProposalEvent | None = None) -> None:
    """A page has changed without them. No name in the mail: the administration has it."""
    key = f"consent-{proposal.pk}-{event.pk if event else 'withdrawn'}"
    queue_mail(consent_letter(proposal, name_only=event is not None), to=contact_address(), dedup_key=key)


def _tell_author(proposal: Proposal, event: ProposalEvent) -> None:
    if is_address(proposal.email):
        queue_mail(state_letter(event), to=proposal.email, dedup_key=f"proposal-event-{event.pk}", is_confidential=True)
