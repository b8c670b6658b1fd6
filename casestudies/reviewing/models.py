"""The right to read one draft and to say yes or no to it, without an account."""

import json
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page

from casestudies.proposals.provenance import PageProvenance
from casestudies.reviewing.enums import ReviewAnswer, ReviewStep
from hub.core.dates.moments import in_words

#: What Wagtail notes of a page beside its content: it changes whenever the same text is kept or published again.
_NOTED = {
    *("latest_revision", "latest_revision_created_at", "live_revision", "live", "has_unpublished_changes"),
    *("draft_title", "first_published_at", "last_published_at", "expired", "locked", "locked_at", "locked_by"),
    *("path", "depth", "numchild", "url_path", "owner", "go_live_at", "expire_at", COMMENTS_RELATION_NAME),
}


def read_print(page: Page) -> str:
    """A mark of all that is read in `page`: equal for equal contents."""
    content = {name: _said(value) for name, value in page.serializable_data().items() if name not in _NOTED}
    for field in page._meta.concrete_fields:
        if isinstance(field, StreamField):  # a text of JSON, whose names PostgreSQL puts in another order
            content[field.name] = json.loads(content[field.name])
    return sha256(json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True).encode()).hexdigest()


def _said(value: Any) -> Any:
    """Without the keys of rows, which they get when they are first stored."""
    if isinstance(value, list):
        return [_said(each) for each in value]
    return {name: _said(each) for name, each in value.items() if name != "pk"} if isinstance(value, dict) else value


class ReviewLinkQuerySet(models.QuerySet["ReviewLink"]):
    def open_at(self, instant: Any) -> "ReviewLinkQuerySet":
        """Links that may still be answered: not those to a text whose author took it back."""
        still = self.filter(answered_at=None, revoked_at=None, expires_at__gt=instant)
        taken_back = PageProvenance.objects.filter(consent_withdrawn_at__isnull=False)
        return still.exclude(page__in=taken_back.values("page"))  # no join: PostgreSQL could not lock the rows

    def good(self) -> "ReviewLinkQuerySet":
        """Links answered «bon à publier», about any version."""
        return self.filter(answer=ReviewAnswer.GOOD)


class ReviewLink(models.Model):
    """A link sent to an authority. It opens the latest draft of one page and takes one answer; nothing else.

    Only the SHA-256 of its token (256 random bits) is stored.
    """

    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name="page", on_delete=models.CASCADE, related_name="review_links"
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    sent_to = models.EmailField("envoyé à", max_length=254, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="par", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField("envoyé le", auto_now_add=True)
    expires_at = models.DateTimeField("valable jusqu’au")
    revoked_at = models.DateTimeField("annulé le", null=True, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    answer = models.CharField("réponse", max_length=16, choices=ReviewAnswer.choices, blank=True)
    comment = models.TextField("remarque", blank=True)
    #: The version that was read.
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: What was read (`read_print`): a draft that is kept by itself is written over the version that was read.
    content_print = models.CharField(max_length=64, blank=True, editable=False)

    objects = ReviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "lien de relecture"
        verbose_name_plural = "liens de relecture"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="review_answer_has_a_date",
            ),
            models.UniqueConstraint(
                fields=["page", "sent_to"],
                condition=Q(answered_at__isnull=True, revoked_at__isnull=True),
                name="review_one_open_link_per_address",
            ),
        ]

    def __str__(self) -> str:
        return f"Relecture de {self.page_id}"

    def is_about(self, draft: Page) -> bool:
        """Is `draft` what was read when this was answered? The same text, kept or published again, still is."""
        read = self.content_print
        if not read and self.revision is not None:  # answered before prints were kept
            read = read_print(self.revision.as_object())
        return read == read_print(draft)


class ReviewEvent(models.Model):
    """A line of the log of a link. Lines are added, never changed."""

    link = models.ForeignKey(ReviewLink, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField("le", auto_now_add=True)
    step = models.CharField("étape", max_length=16, choices=ReviewStep.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="par", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "étape de relecture"
        verbose_name_plural = "étapes de relecture"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{in_words(self.at)} {self.get_step_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A line of a log is never changed.")
        super().save(*args, **kwargs)
