"""What becomes of the private links: the address is confirmed, the links are asked for again and replaced."""

import hashlib
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from casestudies.proposals.completeness import is_address
from casestudies.proposals.enums import ProposalState
from casestudies.proposals.history import ProposalEvent
from casestudies.proposals.links import link_ends_at, link_mark
from casestudies.proposals.mails import confirm_letter, links_letter
from casestudies.proposals.models import Proposal
from hub.community.actions.members import find_member
from hub.community.models import email_key
from hub.core.errors import ActionError
from hub.core.limits import allow
from hub.mail.actions import queue_mail
from hub.mail.models import OutgoingMail

CONFIRMED = "L’adresse est confirmée."
LINKS_EVERY = 600
RENEWALS_PER_HOUR = 5
#: Requests of confirmation that organisers send for one proposal in a day.
ASKED_PER_DAY = 2


def confirm_address(proposal: Proposal) -> Proposal:
    """The owner of the address pressed the button of the mail link: from now on, only this link opens the proposal.

    Its account, if there is one, is that of the address and of nobody else. Confirming twice is the same as once.
    """
    with transaction.atomic():
        seen = {"pk": proposal.pk, "link_generation": proposal.link_generation, "email_key": proposal.email_key}
        proved = Proposal.objects.filter(**seen, address_proved_at=None).update(
            address_proved_at=timezone.now(), member=find_member(proposal.email), version=F("version") + 1
        )
        proposal.refresh_from_db()
        if proved:
            state = proposal.state
            ProposalEvent.objects.create(
                proposal=proposal, from_state=state, state=state, by_author=True, reason=CONFIRMED
            )
    return proposal


def renew_link(proposal: Proposal) -> Proposal:
    """End the links of `proposal` and mail a new one to its address.

    Raises ActionError beyond `RENEWALS_PER_HOUR`, or when there is no address to write to.
    """
    if not is_address(proposal.email):
        raise ActionError("Cette proposition n’a pas d’adresse électronique à laquelle envoyer un lien.")
    if not allow("proposal_renew", str(proposal.pk), limit=RENEWALS_PER_HOUR, per=timedelta(hours=1)):
        raise ActionError("Le lien a déjà été changé plusieurs fois. Attendez une heure, puis demandez-le de nouveau.")
    with transaction.atomic():
        _renew([proposal])
        proposal.refresh_from_db()
        key = f"proposal-links-{proposal.pk}-{link_mark(proposal)}"
        queue_mail(links_letter([proposal]), to=proposal.email, dedup_key=key, is_confidential=True)
    return proposal


def send_links(email: str) -> None:
    """Mail the links of everything written with `email`, at most once every ten minutes; nothing when there is none.

    Those that had ended are renewed. Says nothing to the caller: known and unknown addresses look the same.
    """
    digest = hashlib.sha256(email_key(email).encode()).hexdigest()[:32]
    slot = int(timezone.now().timestamp()) // LINKS_EVERY
    values: dict[str, Any] = {"dedup_key": f"proposal-links-{digest}-{slot}"}
    if OutgoingMail.objects.filter(**values).exists():
        return
    with transaction.atomic():
        found = list(Proposal.objects.of(email).filter(erased_at=None).exclude(state=ProposalState.SPAM)[:50])
        if found:
            _renew([proposal for proposal in found if link_ends_at(proposal) <= timezone.now()])
            letter = links_letter(list(Proposal.objects.filter(pk__in=[proposal.pk for proposal in found])))
            queue_mail(letter, to=found[0].email, is_confidential=True, **values)


def ask_for_proof(proposal: Proposal) -> None:
    """Mail once more the request to confirm the address.

    Raises ActionError when it is confirmed, can't be written to, or was asked `ASKED_PER_DAY` times in a day.
    """
    if proposal.is_proved:
        raise ActionError("L’adresse est déjà confirmée.")
    if not is_address(proposal.email):
        raise ActionError("La personne n’a pas laissé d’adresse à laquelle écrire.")
    if not allow("proposal_proof", str(proposal.pk), limit=ASKED_PER_DAY, per=timedelta(days=1)):
        raise ActionError("La demande est déjà partie aujourd’hui. Réessayez demain.")
    with transaction.atomic():
        key = f"proposal-confirm-{proposal.pk}-{int(timezone.now().timestamp())}"
        queue_mail(confirm_letter(proposal), to=proposal.email, dedup_key=key, is_confidential=True)


def _renew(proposals: list[Proposal]) -> None:
    keys = [proposal.pk for proposal in proposals]
    now = timezone.now()
    Proposal.objects.filter(pk__in=keys).update(link_generation=F("link_generation") + 1, link_renewed_at=now)
