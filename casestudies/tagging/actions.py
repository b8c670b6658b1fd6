"""What members and organisers do with tags. The only writers of members' tags, names of tags and merges."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.text import slugify
from taggit.models import Tag
from wagtail.log_actions import log

from casestudies.publications.case_study import CaseStudyPage
from casestudies.tagging.usage import TagUsage
from casestudies.tags.models import CaseStudyTag, MemberTag, TagMerge, TagName
from casestudies.tags.spelling import tag_key, tag_problem
from hub.community.models import Member
from hub.core.errors import ActionError, NotAllowed, WrongState
from hub.core.validators import one_line

#: Tags that one member may put in twenty-four hours.
A_DAY = 20


# ---------------------------------------------------------------- names
def keep_name(tag: Tag) -> TagName:
    """Register the present name and address of `tag`; those it had before still lead to it.

    Called for every saved tag (`on_tag_saved`), whoever made it: editor, import, member.
    """
    key = tag_key(tag.name)
    taken = not key or TagName.objects.filter(key=key).exclude(slug=tag.slug).exists()
    values = {"tag": tag, "name": tag.name, "key": None if taken else key}
    return TagName.objects.update_or_create(slug=tag.slug, defaults=values)[0]


def on_tag_saved(sender: Any, instance: Tag, raw: bool = False, **kwargs: Any) -> None:
    """Receiver of `post_save` for tags."""
    if not raw:
        keep_name(instance)


def _usable(text: str) -> str:
    """`text` as the name of a tag; ActionError when it can't be one."""
    name = one_line(text)
    if problem := tag_problem(name):
        raise ActionError(problem)
    return name


def _free_slug(name: str, tag: Tag) -> str:
    """An address that leads to no other tag and never did."""
    wanted = slug = slugify(name)
    number = 1
    while TagName.objects.filter(slug=slug).exclude(tag_id=tag.pk).exists():
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _check_governs(by: Member) -> None:
    if not by.has_perm("taggit.change_tag"):
        raise NotAllowed("Vous ne pouvez pas gérer les étiquettes.")


def rename_tag(tag: Tag, text: str, *, by: Member) -> Tag:
    """Give `tag` another name and address; the former ones still lead to it."""
    _check_governs(by)
    name = _usable(text)
    with transaction.atomic():
        _check_free(name, tag)
        former, tag.name = tag.name, name
        tag.slug = _free_slug(name, tag)
        tag.save()
        log(tag, "wagtail.edit", user=by, data={"ancien nom": former})
    return tag


def add_synonym(tag: Tag, text: str, *, by: Member) -> TagName:
    """Make another word lead to `tag`, when it is typed or asked as an address."""
    _check_governs(by)
    name = _usable(text)
    with transaction.atomic():
        _check_free(name, tag)
        if TagName.objects.filter(key=tag_key(name)).exists():
            raise WrongState(f"« {name} » mène déjà à cette étiquette.")
        added = TagName.objects.create(tag=tag, name=name, slug=_free_slug(name, tag), key=tag_key(name))
        log(tag, "wagtail.edit", user=by, data={"synonyme": name})
    return added


def remove_synonym(known: TagName, *, by: Member) -> None:
    """Forget a name of a tag and its address; never the present one."""
    _check_governs(by)
    with transaction.atomic():
        if known.slug == known.tag.slug:
            raise WrongState("C’est le nom de l’étiquette : renommez-la plutôt.")
        TagName.objects.filter(pk=known.pk).delete()
        keep_name(known.tag)
        log(known.tag, "wagtail.edit", user=by, data={"nom retiré": known.name})


def _check_free(name: str, tag: Tag) -> None:
    """Raise WrongState when `name` means another tag."""
    other = TagName.objects.tag_of(name) or Tag.objects.filter(name=name).first()
    if other is not None and other.pk != tag.pk:
        raise WrongState(f"« {name} » mène déjà à l’étiquette « {other.name} ». Fusionnez-les plutôt.")


def delete_tag(tag: Tag, *, by: Member) -> None:
    """Delete a tag that no page, no draft and no member uses."""
    if not by.has_perm("taggit.delete_tag"):
        raise NotAllowed("Vous ne pouvez pas supprimer les étiquettes.")
    used = WrongState("Cette étiquette est utilisée : fusionnez-la, ou retirez-la d’abord.")
    if TagUsage().of(tag).is_used:
        raise used
    try:
        with transaction.atomic():
            log(tag, "wagtail.delete", user=by)
            tag.delete()
    except ProtectedError as error:
        raise used from error


# ---------------------------------------------------------------- members
def add_member_tag(page: CaseStudyPage, text: str, *, by: Member) -> MemberTag:
    """Put the tag that `text` means on a published case study, in the name of a member; a new tag is made if needed.

    The same tag twice is one line, and no error. Raises NotAllowed beyond `A_DAY` tags in twenty-four hours.
    """
    if not by.is_active:
        raise NotAllowed("Ce compte ne peut pas ajouter d’étiquette.")
    name = _usable(text)
    if not CaseStudyPage.objects.visible_to_all().filter(pk=page.pk).exists():
        raise WrongState("Cette étude de cas n’est plus en ligne.")
    for _ in range(2):
        # In the same instant somebody may make the same tag, or merge it: the second time it is known as it is.
        with suppress(IntegrityError), transaction.atomic():
            Member.objects.select_for_update().get(pk=by.pk)
            return _put(page, name, by)
    raise WrongState("Cette étiquette vient de changer. Recommencez.")


def _put(page: CaseStudyPage, name: str, by: Member) -> MemberTag:
    tag = TagName.objects.tag_of(name)
    line = MemberTag.objects.filter(page=page, tag=tag, member=by).first() if tag else None
    if line is not None:
        return line
    recent = MemberTag.objects.filter(member=by, added_at__gt=timezone.now() - timedelta(days=1))
    if recent.count() >= A_DAY:
        raise NotAllowed(f"Vous avez déjà ajouté {A_DAY} étiquettes en vingt-quatre heures. Revenez demain.")
    return MemberTag.objects.create(page=page, tag=tag or _new_tag(name), member=by)


def _new_tag(name: str) -> Tag:
    """A new tag, unless somebody made the same one in this instant: the unique key decides."""
    tag = Tag(name=name)
    tag.slug = _free_slug(name, tag)
    tag.save()
    first = TagName.objects.tag_of(name) or tag
    if first.pk != tag.pk:
        tag.delete()
    return first


def remove_member_tag(line: MemberTag, *, by: Member) -> None:
    """Take back one's own tag, or that of anybody as an organiser. Twice is no error."""
    if line.member_id != by.pk and not by.has_perm("casestudies.delete_membertag"):
        raise NotAllowed("Seule la personne qui a ajouté cette étiquette peut la retirer.")
    MemberTag.objects.filter(pk=line.pk).delete()


# ---------------------------------------------------------------- merging
def merge_tags(source: Tag, target: Tag, *, by: Member) -> TagMerge:
    """Make `source` become `target`: on pages, for members, by all its names and addresses; then it exists no more.

    Drafts and older versions are not rewritten: they are read through the merge (`TagMerge`), so that publishing
    one neither loses the tag nor brings the former one back.
    """
    _check_governs(by)
    if source.pk == target.pk:
        raise ActionError("Choisissez une autre étiquette : celle-ci est la même.")
    try:
        with transaction.atomic():
            if Tag.objects.select_for_update().filter(pk__in=[source.pk, target.pk]).count() != 2:
                raise WrongState("Une de ces étiquettes n’existe plus. Rechargez la page.")
            moved = {**_move_editorial(source, target), **_move_members(source, target)}
            names = TagName.objects.filter(tag=source)
            moved["names"] = list(names.values_list("slug", flat=True))
            names.update(tag=target)
            merge = TagMerge.objects.create(
                source_number=source.pk,
                source_name=source.name,
                source_slug=source.slug,
                target_number=target.pk,
                target_name=target.name,
                moved=moved,
                by=by,
            )
            Tag.objects.get(pk=source.pk).delete()
    except (ProtectedError, IntegrityError) as error:
        raise WrongState("Quelqu’un vient d’utiliser cette étiquette. Recommencez.") from error
    return merge


def _move_editorial(source: Tag, target: Tag) -> dict[str, list]:
    pages = set(CaseStudyTag.objects.filter(tag=source).values_list("content_object_id", flat=True))
    double = pages & set(CaseStudyTag.objects.filter(tag=target).values_list("content_object_id", flat=True))
    CaseStudyTag.objects.filter(tag=source, content_object__in=double).delete()
    CaseStudyTag.objects.filter(tag=source).update(tag=target)
    return {"pages": sorted(pages - double), "double_pages": sorted(double)}


def _move_members(source: Tag, target: Tag) -> dict[str, list]:
    """Lines without author are all kept: nobody can tell whether they came from the same person."""
    has_target = MemberTag.objects.filter(tag=target, member__isnull=False).values_list("page_id", "member_id")
    known = set(has_target)
    moving = list(MemberTag.objects.filter(tag=source).select_for_update())
    double = [line for line in moving if (line.page_id, line.member_id) in known]
    MemberTag.objects.filter(pk__in=[line.pk for line in double]).delete()
    MemberTag.objects.filter(tag=source).update(tag=target)
    return {
        "lines": [line.pk for line in moving if line not in double],
        "double_lines": [[line.page_id, line.member_id, line.added_at.isoformat()] for line in double],
    }


def undo_merge(merge: TagMerge, *, by: Member) -> Tag:
    """Bring the merged tag back on whatever bore it, with its names; what was done since stays on the other tag."""
    _check_governs(by)
    with transaction.atomic():
        undone = TagMerge.objects.in_force().filter(pk=merge.pk).update(undone_at=timezone.now(), undone_by=by)
        if not undone:
            raise WrongState("Cette fusion est déjà annulée.")
        target = Tag.objects.select_for_update().filter(pk=merge.target_number).first()
        if target is None:
            raise WrongState(
                f"« {merge.target_name} » n’existe plus. Si elle a été fusionnée, annulez d’abord cette autre fusion."
            )
        if Tag.objects.filter(name=merge.source_name).exists():
            raise WrongState(f"Une étiquette porte de nouveau le nom « {merge.source_name} ». Renommez-la d’abord.")
        TagName.objects.filter(slug__in=merge.moved["names"], tag=target, key=tag_key(merge.source_name)).update(
            key=None
        )
        source = Tag(pk=merge.source_number, name=merge.source_name, slug=_slug_again(merge, target))
        source.save(force_insert=True)
        _give_back(merge, source, target)
    return source


def _slug_again(merge: TagMerge, target: Tag) -> str:
    """The former address, unless another tag took it meanwhile."""
    taken = Tag.objects.filter(slug=merge.source_slug).exists()
    return _free_slug(merge.source_name, target) if taken else merge.source_slug


def _give_back(merge: TagMerge, source: Tag, target: Tag) -> None:
    moved = merge.moved
    TagName.objects.filter(slug__in=moved["names"], tag=target).exclude(slug=target.slug).update(tag=source)
    CaseStudyTag.objects.filter(content_object__in=moved["pages"], tag=target).update(tag=source)
    still = CaseStudyPage.objects.filter(pk__in=moved["double_pages"]).values_list("pk", flat=True)
    CaseStudyTag.objects.bulk_create(CaseStudyTag(content_object_id=page, tag=source) for page in still)
    MemberTag.objects.filter(pk__in=moved["lines"], tag=target).update(tag=source)
    for page, number, added_at in moved["double_lines"]:
        if CaseStudyPage.objects.filter(pk=page).exists():
            member = Member.objects.filter(pk=number).first()
            line = MemberTag.objects.create(page_id=page, tag=source, member=member)
            MemberTag.objects.filter(pk=line.pk).update(added_at=added_at)
    keep_name(source)
    keep_name(target)
