"""Tags beside the pages: every name that leads to a tag, the tags that members put, the merges of tags.

Plain tables, never clusterable relations of the page: publishing an older draft must lose nothing here.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from modelcluster.fields import ParentalKey
from taggit.models import Tag, TaggedItemBase

from casestudies.tags.spelling import LONGEST_KEY, tag_key
from hub.core.models import VisibleLines
from hub.french.sorting import sort_key


class TagNameQuerySet(models.QuerySet["TagName"]):
    def tag_of(self, text: str) -> Tag | None:
        """The tag that `text` means, whatever its spelling."""
        found = self.filter(key=tag_key(text)).select_related("tag").first() if tag_key(text) else None
        return found.tag if found else None


class TagName(VisibleLines, models.Model):
    """A name that leads to a tag: its present one, another spelling, a synonym, a former name, that of a merged tag.

    `slug` keeps every address that a tag ever had. `key` (see `tag_spelling`) is unique, so that a spelling leads to
    one tag only, even when two people write at once; it is empty when another line already leads there.
    """

    tag = models.ForeignKey(Tag, verbose_name="étiquette", on_delete=models.CASCADE, related_name="names")
    name = models.CharField("nom", max_length=100)
    slug = models.SlugField("adresse", max_length=120, unique=True, allow_unicode=True)
    key = models.CharField(max_length=LONGEST_KEY, unique=True, null=True, blank=True, editable=False)

    wagtail_reference_index_ignore = True
    objects = TagNameQuerySet.as_manager()

    class Meta:
        verbose_name = "nom d’étiquette"
        verbose_name_plural = "noms d’étiquettes"
        ordering = ["name__french", "pk"]

    def __str__(self) -> str:
        return self.name


class MemberTagQuerySet(models.QuerySet["MemberTag"]):
    def counted_on(self, page_number: int | None) -> dict[int, tuple[Tag, int]]:
        """Number of each tag that members put on a page → the tag and how many members, in alphabetical order."""
        counted: dict[int, tuple[Tag, int]] = {}
        lines: list[MemberTag] = list(self.filter(page_id=page_number).select_related("tag"))
        for line in sorted(lines, key=lambda line: (sort_key(line.tag.name), line.pk)):
            counted[line.tag_id] = (line.tag, counted.get(line.tag_id, (line.tag, 0))[1] + 1)
        return counted


class MemberTag(models.Model):
    """A tag that a member put on a case study. Written by `casestudies.tagging.actions` only.

    When the member's account is erased the line stays without author: the tag still describes the page, and its
    count stays true. A tag that members use is not deleted: it is merged, or their lines are removed first.
    """

    page = models.ForeignKey(
        "casestudies.CaseStudyPage", verbose_name="étude de cas", on_delete=models.CASCADE, related_name="member_tags"
    )
    tag = models.ForeignKey(Tag, verbose_name="étiquette", on_delete=models.PROTECT, related_name="member_tags")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="membre",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="member_tags",
    )
    added_at = models.DateTimeField("ajoutée le", auto_now_add=True)

    wagtail_reference_index_ignore = True
    objects = MemberTagQuerySet.as_manager()

    class Meta:
        verbose_name = "étiquette d’un membre"
        verbose_name_plural = "étiquettes des membres"
        ordering = ["-added_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["page", "tag", "member"], name="member_tag_once")]

    def __str__(self) -> str:
        return f"{self.tag} : {self.page}"


class TagMergeQuerySet(models.QuerySet["TagMerge"]):
    def in_force(self) -> "TagMergeQuerySet":
        return self.filter(undone_at=None)

    def leading(self) -> dict[int, int]:
        """Number of each merged tag → number of the tag it became in the end."""
        steps = dict(self.in_force().order_by("pk").values_list("source_number", "target_number"))
        return {source: _end_of(source, steps) for source in steps}


def _end_of(number: int, steps: dict[int, int]) -> int:
    seen = {number}
    while (following := steps.get(number)) is not None and following not in seen:
        number = following
        seen.add(number)
    return number


class TagMerge(models.Model):
    """One tag became another. Keeps what was moved, so that it can be undone.

    Numbers and names rather than foreign keys: the merged tag exists no more, and the other may be merged later.
    Drafts and older versions of pages are not rewritten: they are read through this table (`current_tags`).
    """

    source_number = models.PositiveBigIntegerField(db_index=True, editable=False)
    source_name = models.CharField("étiquette fusionnée", max_length=100)
    source_slug = models.CharField(max_length=100, editable=False)
    target_number = models.PositiveBigIntegerField(editable=False)
    target_name = models.CharField("devenue", max_length=100)
    #: pages whose editorial line moved or was double, lines of members that moved or were double, names that moved.
    moved = models.JSONField(default=dict, editable=False)
    at = models.DateTimeField("le", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="par", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField("annulée le", null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    wagtail_reference_index_ignore = True
    objects = TagMergeQuerySet.as_manager()

    class Meta:
        verbose_name = "fusion d’étiquettes"
        verbose_name_plural = "fusions d’étiquettes"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.source_name} → {self.target_name}"


def current_tags(lines: Iterable[dict[str, Any]], leading: dict[int, int]) -> list[dict[str, Any]]:
    """The tag lines of a stored version of a page, merged tags replaced by what they became, each tag once."""
    kept: dict[int, dict[str, Any]] = {}
    for line in lines:
        number = leading.get(line["tag"], line["tag"])
        kept.setdefault(number, {**line, "tag": number})
    return list(kept.values())


class CaseStudyTag(TaggedItemBase):
    """An editorial tag on a case study; members' tags live in a table of their own."""

    content_object = ParentalKey("casestudies.CaseStudyPage", on_delete=models.CASCADE, related_name="tagged_items")
