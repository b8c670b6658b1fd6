"""Governance of tags in the administration."""

import pytest
from django.contrib.auth.models import Permission
from taggit.models import Tag

from casestudies.models import CaseStudyTag, MemberTag, TagMerge, TagName
from casestudies.tagging.actions import merge_tags
from tests.factories.organisers import member, organiser
from tests.factories.pages import home_page
from tests.factories.tags import draft_with, proposed, tagged
from tests.harness.queries import query_counts

pytestmark = pytest.mark.django_db

LIST, MERGES = "/admin/etiquettes/", "/admin/fusions-etiquettes/"


@pytest.fixture
def office(client):
    """A browser in which an organiser is signed in."""
    home_page()
    client.force_login(organiser("odile@exemple.fr"))
    return client


def tag(name: str) -> Tag:
    return Tag.objects.get(name=name)


def address(name: str) -> str:
    return f"{LIST}inspect/{tag(name).pk}/"


def rows(answer) -> dict[str, list]:
    """What the list shows of each tag."""
    table = answer.context["table"]
    columns = [column for name, column in table.columns.items() if name != "name"]
    return {each.name: [column.get_value(each) for column in columns] for each in table.data}


def told(answer) -> list[str]:
    return [str(message).strip() for message in answer.context["messages"]]


def test_list_counts_where_each_tag_is(office):
    study = tagged("Une étude", "Jury")
    draft_with(tagged("Changée", "Jury"), "Brouillon")
    proposed(study, "Panel")
    proposed(study, "Panel")
    assert rows(office.get(LIST)) == {"Brouillon": [0, 1, 0], "Jury": [2, 0, 0], "Panel": [0, 0, 2]}


def test_list_calls_tags_by_their_name(office):
    tagged("Une étude", "Jury", "Élus")
    assert office.get(LIST).context["paginator"].items_count_label == "2 étiquettes"


def test_list_is_searched_by_every_name_and_filtered(office):
    tagged("Une étude", "Élus", "Jury")
    draft_with(tagged("Changée"), "Brouillon")
    for name in ("Élues", "Seule"):
        Tag.objects.create(name=name)
    merge_tags(tag("Seule"), tag("Jury"), by=organiser())
    Tag.objects.create(name="Inutile")
    assert list(rows(office.get(f"{LIST}?q=seule"))) == ["Jury"]
    assert rows(office.get(f"{LIST}?look=variants")) == {"Élues": [0, 0, 0, "Élus"], "Élus": [1, 0, 0, "Élues"]}
    assert list(rows(office.get(f"{LIST}?look=drafts"))) == ["Brouillon"]
    assert list(rows(office.get(f"{LIST}?look=unused"))) == ["Élues", "Inutile"]


@pytest.mark.parametrize("path", [LIST, f"{LIST}?look=variants", f"{LIST}?look=unused"])
def test_list_queries_do_not_grow(office, path):
    numbers = iter(range(100))

    def more() -> None:
        number = next(numbers)
        study = tagged("Une étude", f"{number} mot")
        draft_with(study, f"{number} autre")
        proposed(study, f"{number} membre")
        Tag.objects.create(name=f"{number} mots")

    first, *others = query_counts(office, path, more)
    assert others == [first, first]


def test_merges_queries_do_not_grow(office):
    by, numbers = organiser(), iter(range(100))
    target = Tag.objects.create(name="Jury")

    def more() -> None:
        merge_tags(Tag.objects.create(name=f"Mot {next(numbers)}"), target, by=by)

    first, *others = query_counts(office, MERGES, more)
    assert others == [first, first]


@pytest.mark.parametrize("query", ["?q=%00&p=-1", "?look=zz&ordering=zz&p=" + "9" * 19, "?avec=zz", "?avec=%00"])
def test_any_query_answers(office, query):
    tagged("Une étude", "Jury")
    assert [office.get(path + query).status_code for path in (LIST, MERGES, address("Jury"))] == [200, 200, 200]


def test_one_tag_says_who_put_it_and_where(office):
    study = tagged("Une étude", "Jury")
    proposed(study, "Jury", email="anne@exemple.fr")
    draft_with(tagged("Changée"), "Jury")
    html = office.get(address("Jury")).content.decode()
    for words in ("Une étude", "Changée", "par anne@exemple.fr"):
        assert words in html


def test_merging_shows_everything_first_and_changes_nothing(office):
    study = tagged("Une étude", "Panel")
    Tag.objects.create(name="Jury")
    draft_with(tagged("Changée"), "Panel")
    proposed(study, "Panel", email="anne@exemple.fr")
    answer = office.get(f"{address('Panel')}?avec={tag('Jury').pk}")
    plan = answer.context["plan"]
    assert [page.title for page in plan.published] == ["Une étude"]
    assert [page.title for page in plan.drafts] == ["Changée"]
    assert plan.addresses == ["panel"]
    assert "/etiquettes/panel/" in answer.content.decode()
    assert TagMerge.objects.count() == 0


def test_merging_and_undoing_by_buttons(office):
    tagged("Une étude", "Panel")
    Tag.objects.create(name="Jury")
    answer = office.post(address("Panel"), {"decision": "merge", "number": tag("Jury").pk}, follow=True)
    assert told(answer) == ["Les étiquettes sont fusionnées. La fusion peut être annulée."]
    merge = TagMerge.objects.get()
    assert [line.tag.name for line in CaseStudyTag.objects.all()] == ["Jury"]
    page = f"{MERGES}inspect/{merge.pk}/"
    assert "Annuler la fusion" in office.get(page).content.decode()
    answer = office.post(page, follow=True)
    assert told(answer) == ["La fusion est annulée : « Panel » existe de nouveau."]
    assert [line.tag.name for line in CaseStudyTag.objects.all()] == ["Panel"]
    again = office.post(page)
    assert (again.status_code, told(again)) == (409, ["Cette fusion est déjà annulée."])


def test_names_lines_and_the_tag_are_governed_by_buttons(office):
    study = tagged("Une étude", "Jury")
    line = proposed(study, "Jury")
    for data in (
        {"decision": "synonym", "text": "Panel"},
        {"decision": "rename", "text": "Jury citoyen"},
        {"decision": "remove", "number": line.pk},
    ):
        path = f"{LIST}inspect/{line.tag_id}/"
        assert (office.post(path, data).status_code, data) == (302, data)
    assert (MemberTag.objects.count(), tag("Jury citoyen").slug) == (0, "jury-citoyen")
    forgotten = TagName.objects.get(slug="panel")
    assert office.post(path, {"decision": "forget", "number": forgotten.pk}).status_code == 302
    assert sorted(TagName.objects.values_list("slug", flat=True)) == ["jury", "jury-citoyen"]
    assert office.post(path, {"decision": "delete"}).status_code == 409
    CaseStudyTag.objects.all().delete()
    assert office.post(path, {"decision": "delete"})["Location"] == LIST
    assert Tag.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({}, 422),
        ({"decision": "zz"}, 422),
        ({"decision": "merge", "number": "zz"}, 422),
        ({"decision": "merge"}, 409),
        ({"decision": "merge", "number": "9" * 30}, 409),
        ({"decision": "remove", "number": "1"}, 409),
        ({"decision": "forget", "number": "1000000"}, 409),
        ({"decision": "rename", "text": "a" * 200_000}, 409),
        ({"decision": "synonym", "text": "\x00👍"}, 409),
    ],
)
def test_bad_decisions_are_explained(office, data, status):
    tagged("Une étude", "Jury")
    answer = office.post(address("Jury"), data)
    assert (answer.status_code, len(told(answer)), Tag.objects.get().name) == (status, 1, "Jury")


def test_a_refused_name_is_still_there(office):
    tagged("Une étude", "Jury", "Panel")
    answer = office.post(address("Jury"), {"decision": "rename", "text": "panels"})
    assert told(answer) == ["« panels » mène déjà à l’étiquette « Panel ». Fusionnez-les plutôt."]
    assert 'value="panels"' in answer.content.decode()


def test_who_may_only_look_decides_nothing(client):
    tagged("Une étude", "Jury", "Panel")
    watcher = member()
    codes = ("access_admin", "view_tag", "view_tagmerge")
    watcher.user_permissions.add(*Permission.objects.filter(codename__in=codes))
    client.force_login(watcher)
    html = client.get(address("Jury")).content.decode()
    assert ("Voir ce qui changera" in html, "Renommer" in html) == (False, False)
    answer = client.post(address("Jury"), {"decision": "merge", "number": tag("Panel").pk})
    assert (answer.status_code, TagMerge.objects.count()) == (403, 0)


def test_plain_members_see_nothing_of_it(client):
    tagged("Une étude", "Jury")
    client.force_login(member())
    assert [client.get(path).status_code for path in (LIST, MERGES, address("Jury"))] == [302, 302, 302]
