"""What happens in the register: states are added, rectified, proposed. Nothing here changes or deletes a state."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from wagtail.log_actions import log

from casestudies.checking.models import VerificationRequest
from casestudies.evidence.source import Source, Sourced
from casestudies.followups.enums import ProposedState
from casestudies.followups.recommendation import Recommendation
from casestudies.followups.state import RecommendationState, StateProposal
from hub.community.models import Member
from hub.core.errors import ActionError, NotAllowed, WrongState

#: Lines in the history of a recommendation.
STATE_ADDED, STATE_RECTIFIED = "casestudies.add_state", "casestudies.rectify_state"
#: What one link may propose about one recommendation before somebody has examined it.
MOST_WAITING = 5


def add_state(
    recommendation: Recommendation,
    *,
    by: Member,
    sources: Iterable[Source],
    proposal: StateProposal | None = None,
    **written: Any,
) -> RecommendationState:
    """Write a state: `kind`, `when`, `details` and, if any, `answer` and `conflict`. With `proposal`, that is accepted.

    Raises NotAllowed without the right; ActionError with a sentence when the register can't take it.
    """
    _check_right(by)
    with transaction.atomic():
        state = _write(recommendation, by=by, sources=sources, **written)
        log(instance=recommendation, action=STATE_ADDED, user=by, data={"state": str(state)})
        if proposal is not None:
            _close(proposal, ProposedState.ACCEPTED, by=by, state=state)
    return state


def rectify_state(
    wrong: RecommendationState, *, by: Member, because: str, sources: Iterable[Source], **written: Any
) -> RecommendationState:
    """Write beside `wrong` what is true, and why; `wrong` stays as it was, told apart.

    Raises WrongState when it is rectified already: the rectification is then what may be rectified.
    """
    _check_right(by)
    with transaction.atomic():
        # Locked first: two people may rectify at once.
        recommendation = Recommendation.objects.select_for_update().get(pk=wrong.recommendation_id)
        if RecommendationState.objects.filter(rectifies=wrong).exists():
            raise WrongState("Cet état est déjà rectifié. Rectifiez la rectification.")
        state = _write(recommendation, by=by, sources=sources, rectifies=wrong, because=because, **written)
        log(instance=recommendation, action=STATE_RECTIFIED, user=by, data={"state": str(state)})
    return state


def _check_right(by: Member) -> None:
    if not by.has_perm("casestudies.add_recommendationstate"):
        raise NotAllowed("Vous ne pouvez pas écrire dans le registre des suites.")


def _write(
    recommendation: Recommendation, *, by: Member, sources: Iterable[Source], **written: Any
) -> RecommendationState:
    locked = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    highest = RecommendationState.objects.filter(recommendation=locked).aggregate(highest=Max("number"))["highest"]
    cited = dict(zip(Sourced.SOURCE_FIELDS, sources, strict=False))
    state = RecommendationState(
        recommendation=locked, number=(highest or 0) + 1, recorded_by=by, recorded_at=timezone.now(), **cited, **written
    )
    try:
        state.full_clean()
    except ValidationError as error:
        raise ActionError(" ".join(error.messages)) from error
    state.save(force_insert=True)
    return state


# ---------------------------------------------------------------- what authorities propose
def propose_state(request: VerificationRequest, recommendation: Recommendation, **written: Any) -> StateProposal:
    """Keep what an authority says, for organisers to examine. The right to propose is to hold the link.

    The same thing sent twice is kept once. Raises WrongState when the link is too old, or when too much waits already.
    """
    with transaction.atomic():
        asked = VerificationRequest.objects.select_for_update().get(pk=request.pk)
        public = Recommendation.objects.visible_to_all().filter(assembly=asked.assembly_id)
        if asked.expires_at <= timezone.now() or not public.filter(pk=recommendation.pk).exists():
            raise WrongState("Ce lien est trop ancien, ou cette recommandation n’est plus publique.")
        waiting = StateProposal.objects.filter(recommendation=recommendation, status=ProposedState.WAITING)
        same = waiting.filter(**written).first()
        if same is not None:
            return same
        if waiting.count() >= MOST_WAITING:
            raise WrongState("Plusieurs états proposés attendent déjà d’être lus. Merci d’attendre notre réponse.")
        return StateProposal.objects.create(request=asked, recommendation=recommendation, **written)


def refuse_proposal(proposal: StateProposal, *, by: Member, reason: str) -> StateProposal:
    """Leave it out of the register, and keep why. Raises WrongState when somebody has examined it already."""
    _check_right(by)
    with transaction.atomic():
        return _close(proposal, ProposedState.REFUSED, by=by, reason=reason)


def _close(proposal: StateProposal, status: ProposedState, *, by: Member, **values: Any) -> StateProposal:
    waiting = StateProposal.objects.filter(pk=proposal.pk, status=ProposedState.WAITING)
    if not waiting.update(status=status, closed_at=timezone.now(), closed_by=by, **values):
        raise WrongState("Quelqu’un a déjà examiné cette proposition.")
    proposal.refresh_from_db()
    return proposal
