"""Recommendations and their states for tests."""

import itertools
from datetime import timedelta

from django.utils import timezone

from casestudies.followups.actions import add_state
from casestudies.models import AssemblyPage, Recommendation, RecommendationState, VerificationRequest
from hub.community.models import Member
from hub.core.private_links import hash_of
from tests.factories.casestudies import assembly, source
from tests.factories.organisers import organiser

_numbers = itertools.count(1)


def recommendation(
    title: str = "Trois textes", *, page: AssemblyPage | None = None, **fields: object
) -> Recommendation:
    """One with a source, of a published assembly unless `page` is another."""
    cited = fields.pop("source", None) or source()
    defaults = {"slug": f"demande-{next(_numbers)}", "made_on": "2024-03", "addressed_to": "Conseil municipal"}
    made = Recommendation.objects.create(
        title=title, assembly=page or assembly(), source=cited, **{**defaults, **fields}
    )
    return Recommendation.objects.get(pk=made.pk)


def state(
    asked: Recommendation, kind: str = "taken", when: str = "2024-07", *, by: Member | None = None, **fields: object
) -> RecommendationState:
    """One with a source, written by an organiser."""
    sources = fields.pop("sources", None) or [source()]
    told = {"details": "Une délibération.", **fields}
    return add_state(asked, by=by or organiser(), kind=kind, when=when, sources=sources, **told)


def asked_about(asked: Recommendation, token: str = "", **fields: object) -> VerificationRequest:
    """The yearly question to the authority of its assembly; `token` is what its link holds."""
    now = timezone.now()
    return VerificationRequest.objects.create(
        assembly=asked.assembly,
        token_hash=hash_of(token or f"secret-{next(_numbers)}"),
        sent_to="participation@ville.example",
        **{"sent_at": now, "expires_at": now + timedelta(days=30), **fields},
    )
