"""Members' tags, names, merges and their undoing."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from taggit.models import Tag

from casestudies.models import CaseStudyPage, CaseStudyTag, MemberTag, TagMerge, TagName
from casestudies.tagging import actions as actions
from casestudies.tagging.actions import (
    add_member_tag,
    add_synonym,
    delete_tag,
    merge_tags,
    remove_member_tag,
    remove_synonym,
    rename_tag,
    undo_merge,
)
from casestudies.tagging.usage import MergePlan, TagUsage, tags_of, variants
from hub.core.errors import ActionError, NotAllowed, WrongState
from tests.factories.casestudies import case_study, hide
from tests.factories.organisers import member, organiser
from tests.factories.tags import draft_with, proposed, tagged

pytestmark = pytest.mark.django_db


def tag(name: str) -> Tag:
    return Tag.objects.get(name=name)


def lines() -> list[tuple]:
    return sorted(MemberTag.objects.values_list("page__title", "tag__name", "member__email"))


def editorial() -> list[tuple]:
    return sorted(CaseStudyTag.objects.values_list("content_object__title", "tag__name"))


def again(page: CaseStudyPage) -> CaseStudyPage:
    return CaseStudyPage.objects.get(pk=page.pk)


# ---------------------------------------------------------------- members
def test_every_spelling_joins_the_tag_that_exists():
    study = tagged("Une étude", "Élus")
    for text in ("élu·es", "ELUS", "élu(e)s", " élues\u200b "):
        assert proposed(study, text).tag == tag("Élus")
    assert list(Tag.objects.values_list("name", flat=True)) == ["Élus"]
    assert MemberTag.objects.counted_on(study.pk) == {tag("Élus").pk: (tag("Élus"), 4)}


def test_the_same_tag_twice_is_one_line():
    study, person = case_study(), member()
    first = add_member_tag(study, "Jury", by=person)
    assert add_member_tag(study, "jurys", by=person) == first
    assert MemberTag.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        MemberTag.objects.create(page=study, tag=first.tag, member=person)


def test_a_tag_whose_address_is_taken_gets_the_next_one():
    study = case_study()
    Tag.objects.create(name="Autre", slug="jury")
    Tag.objects.create(name="Encore", slug="jury-2")
    line = add_member_tag(study, "Jury", by=member())
    assert (line.tag.name, line.tag.slug) == ("Jury", "jury-3")


@pytest.mark.parametrize("text", ["", "a" * 500, "👍", "!!!", "<script>", "\x00\u202e", "a,b"])
def test_bad_texts_are_refused_and_nothing_is_stored(text):
    study = case_study()
    with pytest.raises(ActionError):
        add_member_tag(study, text, by=member())
    assert (MemberTag.objects.count(), Tag.objects.count()) == (0, 0)


@pytest.mark.parametrize("way", ["draft", "expired", "private"])
def test_only_what_readers_see_is_tagged(way):
    with pytest.raises(WrongState):
        add_member_tag(hide(case_study(), way), "Jury", by=member())


def test_a_closed_account_puts_nothing():
    with pytest.raises(NotAllowed):
        add_member_tag(case_study(), "Jury", by=member(is_active=False))


def test_a_member_puts_twenty_tags_a_day():
    study, person = case_study(), member()
    for number in range(20):
        add_member_tag(study, f"Mot {number}", by=person)
    with pytest.raises(NotAllowed):
        add_member_tag(study, "Un de plus", by=person)
    assert add_member_tag(study, "mot 3", by=person).tag.name == "Mot 3"
    assert proposed(study, "Un de plus").tag.name == "Un de plus"
    MemberTag.objects.filter(member=person).update(added_at=timezone.now() - timedelta(days=2))
    assert add_member_tag(study, "Le lendemain", by=person).member == person


def test_tags_are_removed_by_their_author_and_by_organisers():
    study = case_study()
    one, other = proposed(study, "Jury"), proposed(study, "Jury")
    with pytest.raises(NotAllowed):
        remove_member_tag(one, by=other.member)
    remove_member_tag(one, by=one.member)
    remove_member_tag(one, by=one.member)
    remove_member_tag(other, by=organiser())
    assert MemberTag.objects.count() == 0


def test_the_tag_stays_when_the_account_is_erased():
    study = case_study()
    line = proposed(study, "Jury")
    line.member.delete()
    line.refresh_from_db()
    assert (line.member, line.tag.name) == (None, "Jury")


def test_publishing_an_older_version_loses_no_tag_of_members():
    study = tagged("Une étude", "Élus")
    older = study.save_revision()
    study.save_revision().publish()
    proposed(again(study), "Jury")
    older.publish()
    assert [line.tag.name for line in MemberTag.objects.filter(page=study)] == ["Jury"]
    assert list(again(study).tags.names()) == ["Élus"]


def test_tags_of_a_member_are_those_that_readers_see():
    person = member()
    seen, hidden = case_study("Vue"), case_study("Cachée")
    for page in (seen, hidden):
        add_member_tag(page, "Jury", by=person)
    proposed(seen, "Jury")
    hide(hidden, "draft")
    assert [line.page.title for line in tags_of(person)] == ["Vue"]


# ---------------------------------------------------------------- names
def test_a_renamed_tag_keeps_its_former_names():
    tagged("Une étude", "elus")
    renamed = rename_tag(tag("elus"), "Élues locales", by=organiser())
    assert (renamed.name, renamed.slug) == ("Élues locales", "elues-locales")
    assert {known.slug: known.tag.name for known in TagName.objects.all()} == {
        "elus": "Élues locales",
        "elues-locales": "Élues locales",
    }
    assert TagName.objects.tag_of("élu·es") == renamed == TagName.objects.tag_of("elue locale")


def test_renaming_to_another_spelling_and_back():
    tagged("Une étude", "elus")
    by = organiser()
    rename_tag(tag("elus"), "Élues", by=by)
    rename_tag(tag("Élues"), "Élus", by=by)
    assert (tag("Élus").slug, sorted(TagName.objects.values_list("slug", flat=True))) == ("elus", ["elues", "elus"])
    assert TagName.objects.tag_of("élu·es") == tag("Élus")


def test_a_name_leads_to_one_tag_only():
    tagged("Une étude", "Jury", "Panel")
    by = organiser()
    for refused in (lambda: rename_tag(tag("Panel"), "jurys", by=by), lambda: add_synonym(tag("Panel"), "JURY", by=by)):
        with pytest.raises(WrongState) as caught:
            refused()
        assert str(caught.value).endswith("mène déjà à l’étiquette « Jury ». Fusionnez-les plutôt.")
    with pytest.raises(WrongState):
        add_synonym(tag("Jury"), "jurys", by=by)
    with pytest.raises(ActionError):
        rename_tag(tag("Jury"), "👍", by=by)


def test_a_synonym_leads_to_its_tag_until_it_is_forgotten():
    study, by = tagged("Une étude", "Mini-public"), organiser()
    known = add_synonym(tag("Mini-public"), "Panel citoyen", by=by)
    assert proposed(study, "panels citoyens").tag == tag("Mini-public")
    remove_synonym(known, by=by)
    assert TagName.objects.tag_of("panel citoyen") is None
    with pytest.raises(WrongState):
        remove_synonym(TagName.objects.get(slug="mini-public"), by=by)


def test_forgetting_the_name_that_held_the_key_keeps_the_spelling():
    tagged("Une étude", "Élues")
    by = organiser()
    renamed = rename_tag(tag("Élues"), "Élus", by=by)
    remove_synonym(TagName.objects.get(slug="elues"), by=by)
    assert TagName.objects.tag_of("élu·es") == renamed


def test_only_organisers_govern():
    tagged("Une étude", "Jury", "Panel")
    someone = member()
    merge = merge_tags(tag("Panel"), tag("Jury"), by=organiser())
    known = TagName.objects.get(slug="panel")
    for refused in (
        lambda: rename_tag(tag("Jury"), "Autre", by=someone),
        lambda: add_synonym(tag("Jury"), "Autre", by=someone),
        lambda: remove_synonym(known, by=someone),
        lambda: delete_tag(tag("Jury"), by=someone),
        lambda: merge_tags(tag("Jury"), tag("Jury"), by=someone),
        lambda: undo_merge(merge, by=someone),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_only_unused_tags_are_deleted():
    study, by = tagged("Une étude", "Jury"), organiser()
    proposed(study, "Panel")
    draft_with(study, "Brouillon")
    Tag.objects.create(name="Seule")
    for name in ("Jury", "Panel", "Brouillon"):
        with pytest.raises(WrongState):
            delete_tag(tag(name), by=by)
    delete_tag(tag("Seule"), by=by)
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["Brouillon", "Jury", "Panel"]


# ---------------------------------------------------------------- merging
def test_merging_moves_everything_and_undoing_brings_it_back():
    both, one = tagged("Les deux", "Jury", "Panel"), tagged("Une", "Panel")
    person = member("anne@exemple.fr")
    for page, text in [(both, "Jury"), (both, "Panel"), (one, "Panel")]:
        add_member_tag(page, text, by=person)
    add_synonym(tag("Panel"), "Groupe tiré au sort", by=organiser())
    before = editorial(), lines(), sorted(TagName.objects.values_list("slug", "key", "tag__name"))
    moments = set(MemberTag.objects.values_list("added_at", flat=True))
    by, number = organiser(), tag("Panel").pk
    merge = merge_tags(tag("Panel"), tag("Jury"), by=by)
    assert editorial() == [("Les deux", "Jury"), ("Une", "Jury")]
    assert lines() == [("Les deux", "Jury", "anne@exemple.fr"), ("Une", "Jury", "anne@exemple.fr")]
    assert not Tag.objects.filter(name="Panel").exists()
    assert TagName.objects.tag_of("panels") == TagName.objects.tag_of("groupe tiré au sort") == tag("Jury")
    assert undo_merge(merge, by=by).pk == number
    assert (editorial(), lines(), sorted(TagName.objects.values_list("slug", "key", "tag__name"))) == before
    assert set(MemberTag.objects.values_list("added_at", flat=True)) == moments
    with pytest.raises(WrongState):
        undo_merge(merge, by=by)


def test_two_spellings_made_before_are_merged_and_undone():
    tagged("Une", "Élus")
    Tag.objects.create(name="Élues")
    before = sorted(TagName.objects.values_list("slug", "key", "tag__name"))
    assert before == [("elues", None, "Élues"), ("elus", "elu", "Élus")]
    merge = merge_tags(tag("Élus"), tag("Élues"), by=organiser())
    assert TagName.objects.tag_of("elu") == tag("Élues")
    assert editorial() == [("Une", "Élues")]
    undo_merge(merge, by=organiser())
    assert sorted(TagName.objects.values_list("slug", "key", "tag__name")) == before


def test_publishing_a_draft_or_an_older_version_gives_the_merged_tag():
    study = tagged("Une étude", "Panel", "Jury")
    older = study.save_revision()
    study.save_revision().publish()
    draft = draft_with(again(study), "Panel", "Brouillon")
    merge_tags(tag("Panel"), tag("Jury"), by=organiser())
    assert sorted(again(study).tags.names()) == ["Jury"]
    again(draft).get_latest_revision().publish()
    assert sorted(again(study).tags.names()) == ["Brouillon", "Jury"]
    older.publish()
    assert sorted(again(study).tags.names()) == ["Jury"]
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["Brouillon", "Jury"]


def test_a_draft_finds_its_tag_again_when_the_merge_is_undone():
    study = draft_with(tagged("Une étude"), "Panel")
    Tag.objects.create(name="Jury")
    merge = merge_tags(tag("Panel"), tag("Jury"), by=organiser())
    undo_merge(merge, by=organiser())
    again(study).get_latest_revision().publish()
    assert list(again(study).tags.names()) == ["Panel"]


def test_merges_in_a_row_are_followed_and_undone_from_the_last():
    study = tagged("Une étude", "A")
    older = study.save_revision()
    for name in ("B", "C"):
        Tag.objects.create(name=name)
    by = organiser()
    first, second = merge_tags(tag("A"), tag("B"), by=by), merge_tags(tag("B"), tag("C"), by=by)
    older.publish()
    assert list(again(study).tags.names()) == ["C"]
    with pytest.raises(WrongState):
        undo_merge(first, by=by)
    assert TagMerge.objects.in_force().count() == 2
    undo_merge(second, by=by)
    undo_merge(first, by=by)
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["A", "B", "C"]


def test_merging_with_itself_or_with_what_is_gone_is_refused():
    tagged("Une étude", "Jury", "Panel")
    jury, panel, by = tag("Jury"), tag("Panel"), organiser()
    with pytest.raises(ActionError):
        merge_tags(jury, jury, by=by)
    merge_tags(panel, jury, by=by)
    with pytest.raises(WrongState):
        merge_tags(panel, jury, by=by)


def test_undoing_twice_is_refused():
    tagged("Une étude", "Jury", "Panel")
    merge = merge_tags(tag("Panel"), tag("Jury"), by=organiser())
    undo_merge(merge, by=organiser())
    with pytest.raises(WrongState, match="déjà annulée"):
        undo_merge(merge, by=organiser())
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["Jury", "Panel"]


def test_undoing_is_refused_when_the_name_was_taken_again():
    tagged("Une étude", "Jury", "Panel")
    merge = merge_tags(tag("Panel"), tag("Jury"), by=organiser())
    Tag.objects.create(name="Panel")
    with pytest.raises(WrongState):
        undo_merge(merge, by=organiser())
    assert TagMerge.objects.in_force().count() == 1


def test_undoing_survives_pages_and_members_that_are_gone():
    both = tagged("Les deux", "Jury", "Panel")
    person = member()
    for text in ("Jury", "Panel"):
        add_member_tag(both, text, by=person)
    merge = merge_tags(tag("Panel"), tag("Jury"), by=organiser())
    person.delete()
    undo_merge(merge, by=organiser())
    assert lines() == [("Les deux", "Jury", None), ("Les deux", "Panel", None)]
    merge = merge_tags(tag("Panel"), tag("Jury"), by=organiser())
    again(both).delete()
    undo_merge(merge, by=organiser())
    assert (lines(), editorial()) == ([], [])


# ---------------------------------------------------------------- where tags are
def test_usage_counts_pages_drafts_and_members():
    live = tagged("En ligne", "Jury")
    hide(tagged("Jamais parue", "Jury"), "draft")
    changed = draft_with(tagged("Changée", "Panel"), "Jury")
    proposed(live, "Jury")
    use = TagUsage().of(tag("Jury"))
    assert (use.published, use.by_members) == ({live.pk}, 1)
    assert use.drafts == {CaseStudyPage.objects.get(title="Jamais parue").pk, changed.pk}
    assert TagUsage().of(tag("Panel")).published == {changed.pk}
    assert not TagUsage().of(Tag.objects.create(name="Seule")).is_used


def test_variants_are_found():
    for name in ("Élus", "Élues", "indemnisation", "indemnisations", "mandat", "mandataire"):
        Tag.objects.create(name=name)
    names = {number: [other.name for other in others] for number, others in variants(Tag.objects.all()).items()}
    assert names == {
        tag("Élus").pk: ["Élues"],
        tag("Élues").pk: ["Élus"],
        tag("indemnisation").pk: ["indemnisations"],
        tag("indemnisations").pk: ["indemnisation"],
    }


def test_plan_says_what_would_change():
    study = tagged("Une étude", "Panel", "Jury")
    draft = draft_with(tagged("Changée", "Jury"), "Panel")
    line = proposed(study, "Panel")
    plan = MergePlan(tag("Panel"), tag("Jury"))
    assert ([page.pk for page in plan.published], [page.pk for page in plan.drafts]) == ([study.pk], [draft.pk])
    assert (plan.lines, plan.addresses) == ([line], ["panel"])
    assert TagMerge.objects.count() == 0
