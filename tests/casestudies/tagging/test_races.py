"""Two people at once: the same tag is made once, and what is used meanwhile is neither deleted nor merged."""

import pytest
from django.db import IntegrityError
from taggit.models import Tag

from casestudies.models import MemberTag, TagName
from casestudies.tagging import actions as actions
from casestudies.tagging.actions import add_member_tag, delete_tag, merge_tags
from hub.core.errors import WrongState
from tests.factories.casestudies import case_study
from tests.factories.organisers import member, organiser
from tests.factories.tags import tagged

pytestmark = pytest.mark.django_db


def tag(name: str) -> Tag:
    return Tag.objects.get(name=name)


def test_a_tag_made_in_the_same_instant_is_joined(monkeypatch):
    """Somebody makes «Jury» between our look-up and our writing."""
    study, real, calls = case_study(), actions._free_slug, []

    def late(name: str, wanted: Tag) -> str:
        if not calls:
            calls.append(name)
            Tag.objects.create(name="jurys", slug="jurys-a")
        return real(name, wanted)

    monkeypatch.setattr(actions, "_free_slug", late)
    line = add_member_tag(study, "Jury", by=member())
    assert list(Tag.objects.values_list("name", flat=True)) == ["jurys"]
    assert line.tag.name == "jurys"


def test_a_conflict_in_the_database_is_tried_again(monkeypatch):
    study, real, calls = case_study(), actions._put, []

    def conflicting(*given: object) -> MemberTag:
        calls.append(given)
        if len(calls) == 1:
            raise IntegrityError
        return real(*given)

    monkeypatch.setattr(actions, "_put", conflicting)
    assert add_member_tag(study, "Jury", by=member()).tag.name == "Jury"
    assert len(calls) == 2


def test_a_conflict_that_lasts_is_a_sentence_and_stores_nothing(monkeypatch):
    def conflicting(*given: object) -> MemberTag:
        raise IntegrityError

    study, person = case_study(), member()
    monkeypatch.setattr(actions, "_put", conflicting)
    with pytest.raises(WrongState, match="Recommencez"):
        add_member_tag(study, "Jury", by=person)
    assert (Tag.objects.count(), MemberTag.objects.count()) == (0, 0)


@pytest.mark.parametrize("act", ["delete", "merge"])
def test_a_tag_used_in_the_same_instant_is_neither_deleted_nor_merged(monkeypatch, act):
    """Somebody puts it on a page between our look-up and our writing."""
    study, by = tagged("Une étude", "Jury"), organiser()
    unused = Tag.objects.create(name="Panel", slug="panel")

    def late(*given: object, **more: object) -> None:
        MemberTag.objects.create(page=study, tag=unused, member=by)

    if act == "delete":
        monkeypatch.setattr(actions, "log", late)
        with pytest.raises(WrongState, match="est utilisée"):
            delete_tag(unused, by=by)
    else:
        monkeypatch.setattr(actions.TagMerge.objects, "create", late)
        with pytest.raises(WrongState, match="vient d’utiliser"):
            merge_tags(unused, tag("Jury"), by=by)
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["Jury", "Panel"]
    assert TagName.objects.tag_of("Panel") == unused
