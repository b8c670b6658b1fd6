"""Where tags are used: on published pages, in drafts, by members; and which of them look alike."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from taggit.models import Tag
from wagtail.models import Revision

from casestudies.publications.case_study import CaseStudyPage
from casestudies.tags.likeness import are_near, near_pairs
from casestudies.tags.models import CaseStudyTag, MemberTag, TagMerge, TagName, current_tags
from casestudies.tags.spelling import tag_key
from hub.core.lists.inventory import members
from hub.french.sorting import sort_key


def public_tags() -> list[Tag]:
    """Every tag that readers see, editorial or of members, in alphabetical order, with `used`: how many studies."""
    visible = CaseStudyPage.objects.visible_to_all()
    pages = members(CaseStudyTag.objects.filter(content_object__in=visible), "tag_id", "content_object_id")
    for number, others in members(MemberTag.objects.filter(page__in=visible), "tag_id", "page_id").items():
        pages[number] = pages.get(number, set()) | others
    tags = list(Tag.objects.filter(pk__in=list(pages)).exclude(slug=""))
    for tag in tags:
        tag.used = len(pages[tag.pk])
    return sorted(tags, key=lambda tag: (sort_key(tag.name), tag.pk))


def studies_with(tag: Tag) -> Any:
    """The case studies that bear `tag`, by the editors or by members."""
    editorial = CaseStudyTag.objects.filter(tag=tag).values("content_object")
    by_members = MemberTag.objects.filter(tag=tag).values("page")
    return CaseStudyPage.objects.visible_to_all().filter(Q(pk__in=editorial) | Q(pk__in=by_members))


def tags_of(member: Any) -> QuerySet[MemberTag]:
    """What one member put on studies that readers see, the latest first; page and tag are loaded.

    `casestudies/tag_remove.html` shows such a line with its button.
    """
    visible = CaseStudyPage.objects.visible_to_all()
    lines = MemberTag.objects.filter(member=member, page__in=visible)
    return lines.select_related("page", "tag").order_by("-added_at", "-pk")


def near_tags(text: str, among: Iterable[Tag]) -> list[Tag]:
    """Those of `among` whose spelling is close to `text`."""
    key = tag_key(text)
    return [tag for tag in among if are_near(key, tag_key(tag.name))]


@dataclass
class TagUse:
    """Where one tag is used. `drafts` are pages whose present draft bears it."""

    published: set[int] = field(default_factory=set)
    drafts: set[int] = field(default_factory=set)
    by_members: int = 0

    @property
    def is_used(self) -> bool:
        return bool(self.published or self.drafts or self.by_members)

    @property
    def is_only_in_drafts(self) -> bool:
        return bool(self.drafts) and not self.published and not self.by_members


class TagUsage:
    """The use of every tag, in as many queries whatever their number."""

    @cached_property
    def _uses(self) -> dict[int, TagUse]:
        uses: dict[int, TagUse] = {}
        for number, pages in members(CaseStudyTag.objects, "tag_id", "content_object_id").items():
            live = pages & self._live
            uses[number] = TagUse(live, pages - live - self._changed.keys())
        for page, numbers in self._changed.items():
            for number in numbers:
                uses.setdefault(number, TagUse()).drafts.add(page)
        for number, lines in members(MemberTag.objects, "tag_id", "pk").items():
            uses.setdefault(number, TagUse()).by_members = len(lines)
        return uses

    @cached_property
    def _live(self) -> set[int]:
        return set(CaseStudyPage.objects.filter(live=True).values_list("pk", flat=True))

    @cached_property
    def _changed(self) -> dict[int, set[int]]:
        """Page → tags of its draft, for pages whose draft differs from what is stored; only the tags are read."""
        latest = CaseStudyPage.objects.filter(has_unpublished_changes=True).values("latest_revision")
        rows = Revision.objects.filter(pk__in=latest).values_list("object_id", "content__tagged_items")
        leading = TagMerge.objects.leading()
        return {int(page): {line["tag"] for line in current_tags(lines or [], leading)} for page, lines in rows}

    def of(self, tag: Tag) -> TagUse:
        return self._uses.get(tag.pk, TagUse())


def variants(tags: Iterable[Tag]) -> dict[int, list[Tag]]:
    """Number of each tag that has others much like it → those others."""
    keys = sorted((tag_key(tag.name), tag.pk, tag) for tag in tags)
    found: dict[int, list[Tag]] = {}
    for first, second in near_pairs([key for key, _, _ in keys]):
        one, other = keys[first][2], keys[second][2]
        found.setdefault(one.pk, []).append(other)
        found.setdefault(other.pk, []).append(one)
    return found


@dataclass
class MergePlan:
    """What merging `source` into `target` would change, to be read before deciding."""

    source: Tag
    target: Tag

    @cached_property
    def use(self) -> TagUse:
        return TagUsage().of(self.source)

    @cached_property
    def published(self) -> list[CaseStudyPage]:
        return list(CaseStudyPage.objects.filter(pk__in=self.use.published).order_by("title__french", "pk"))

    @cached_property
    def drafts(self) -> list[CaseStudyPage]:
        return list(CaseStudyPage.objects.filter(pk__in=self.use.drafts).order_by("title__french", "pk"))

    @cached_property
    def lines(self) -> list[MemberTag]:
        return list(MemberTag.objects.filter(tag=self.source).select_related("page", "member"))

    @cached_property
    def addresses(self) -> list[str]:
        """The addresses that would lead to the other tag."""
        return list(TagName.objects.filter(tag=self.source).order_by("slug").values_list("slug", flat=True))
