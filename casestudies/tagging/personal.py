"""What the tags of a member say about them: exported and erased on request."""

from typing import Any

from casestudies.tags.models import MemberTag
from hub.core.registries import Erasure, Person, PersonalData

TAGS_REMAIN = "Vos étiquettes restent sur les études de cas, sans lien avec vous : elles les décrivent encore."


def export_tags(person: Person) -> list[dict[str, Any]]:
    if person.member is None:
        return []
    lines = MemberTag.objects.filter(member=person.member).select_related("tag", "page").order_by("added_at", "pk")
    return [
        {"etude_de_cas": line.page.title, "etiquette": line.tag.name, "ajoutee_le": line.added_at} for line in lines
    ]


def erase_tags(person: Person, erasure: Erasure) -> None:
    """The tag still describes the page: only its author goes."""
    if person.member is not None:
        MemberTag.objects.filter(member=person.member, added_at__lte=erasure.until).update(member=None)


PERSONAL_DATA = PersonalData("etiquettes", "Vos étiquettes", export_tags, erase_tags, TAGS_REMAIN)
