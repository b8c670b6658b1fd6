"""What organisers keep beside a proposal: their own notes, and when each of them last read it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Case, DateTimeField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from casestudies.proposals.enums import CLOSED_PROPOSALS
from casestudies.proposals.history import ProposalEvent, ProposalMessage
from casestudies.proposals.models import Proposal
from hub.core.dates.moments import in_words


class ProposalNote(models.Model):
    """A note between organisers. Its author never sees it; notes are added, never changed."""

    proposal = models.ForeignKey("casestudies.Proposal", on_delete=models.CASCADE, related_name="notes")
    at = models.DateTimeField("le", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="par", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField("note")
    #: Made by the form: sending twice stores once.
    idempotency_key = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = "note"
        verbose_name_plural = "notes"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A note is never changed.")
        super().save(*args, **kwargs)


class ProposalVisit(models.Model):
    """Up to when an organiser has read a proposal; what others did later is new to that person."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="proposal_visits")
    proposal = models.ForeignKey("casestudies.Proposal", on_delete=models.CASCADE, related_name="visits")
    at = models.DateTimeField("lue le")

    class Meta:
        verbose_name = "lecture d’une proposition"
        verbose_name_plural = "lectures de propositions"
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["member", "proposal"], name="proposal_visit_once")]

    def __str__(self) -> str:
        return in_words(self.at)


def with_news(proposals: QuerySet[Proposal], member: Any) -> QuerySet[Any]:
    """`proposals`, each with `is_new`: did somebody other than `member` act since that person last read it?

    What was never read is new, unless it is already closed.
    """
    last = ProposalVisit.objects.filter(member=member, proposal=OuterRef("pk")).values("at")
    since = {"proposal": OuterRef("pk"), "at__gt": OuterRef("read_at")}
    happened = Q()
    for model in (ProposalEvent, ProposalMessage, ProposalNote):
        happened |= Q(Exists(model._default_manager.filter(**since).exclude(by=member).order_by()))
    never_read = Q(read_at__isnull=True) & ~Q(state__in=CLOSED_PROPOSALS)
    return proposals.annotate(read_at=Subquery(last[:1], output_field=DateTimeField())).annotate(
        is_new=Case(When(never_read | happened, then=Value(True)), default=Value(False), output_field=BooleanField())
    )
