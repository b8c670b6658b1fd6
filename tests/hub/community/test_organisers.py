"""The group of organisers, and what it may do with accounts."""

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.apps.registry import Apps
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import Collection, GroupApprovalTask, Page, Workflow, WorkflowPage

from hub.community.actions.members import save_member
from hub.community.models import Member
from hub.community.organisers import ORGANISERS, grant_organiser_rights, on_migrated
from hub.core.errors import NotAllowed
from hub.mail.models import OutgoingMail
from tests.factories.organisers import administrator, member, organiser
from tests.factories.pages import home_page
from tests.factories.workshops import authority
from tests.harness.mails import deliver, sign_in_code
from tests.harness.queries import query_counts

pytestmark = pytest.mark.django_db


def rights_of(group: Group) -> tuple[set, set, set]:
    return (
        set(group.permissions.values_list("content_type__app_label", "codename")),
        set(group.page_permissions.values_list("page__depth", "permission__codename")),
        set(group.collection_permissions.values_list("collection__depth", "permission__codename")),
    )


def sign_in_by_code(client, email: str):
    client.post("/connexion/", {"email": email})
    code = sign_in_code()
    return client.post("/connexion/code/", {"code": code})


#: What organisers may, said a second time: a right that is given or forgotten must be wanted twice.
RIGHTS = {
    "view add change delete": """glossary.theme glossary.term glossary.equivalentwords glossary.definitionversion
        casestudies.source community.authority workshops.cycle workshops.outsideevent workshops.calendarconstraint""",
    "view change delete": "taggit.tag",
    "view add change": "casestudies.recommendation community.member community.invitation",
    "view change": "casestudies.proposal casestudies.factreport casestudies.stateproposal mail.outgoingmail",
    "view delete": "workshops.calendarimport casestudies.membertag",
    "view add": "casestudies.verificationrequest casestudies.recommendationstate",
    "view": """casestudies.proposalevent casestudies.tagmerge casestudies.proposalnote casestudies.proposalvisit
        community.securityevent hub_search.documenttext hub_search.miss""",
    "change": "core.siteidentity",
    "access": "wagtailadmin.admin",
}


def test_migrating_gives_the_group_its_rights():
    on_models = {
        (label.partition(".")[0], f"{right}_{label.partition('.')[2]}")
        for rights, labels in RIGHTS.items()
        for label in labels.split()
        for right in rights.split()
    }
    pages = {(1, f"{right}_page") for right in ("add", "change", "publish", "lock", "unlock")}
    files = {(1, f"{right}_{kind}") for right in ("add", "change", "choose") for kind in ("image", "document")}
    assert rights_of(Group.objects.get(name=ORGANISERS)) == (on_models, pages, files)


def test_granting_again_changes_nothing():
    before = rights_of(Group.objects.get(name=ORGANISERS))
    assert rights_of(grant_organiser_rights()) == before


def test_group_and_review_that_are_gone_are_made_again():
    before = rights_of(Group.objects.get(name=ORGANISERS))
    Group.objects.all().delete()
    Workflow.objects.all().delete()
    GroupApprovalTask.objects.all().delete()
    Page.objects.filter(depth=1).update(title="Root")
    Collection.objects.filter(depth=1).update(name="Root")
    assert rights_of(grant_organiser_rights()) == before
    test_only_french_names_are_left()
    test_review_is_by_organisers_on_the_whole_tree()


def test_tables_that_are_not_there_yet_are_waited_for():
    Group.objects.all().delete()
    on_migrated(Apps())
    assert Group.objects.count() == 0


def test_granting_again_keeps_rights_added_by_hand():
    group = Group.objects.get(name=ORGANISERS)
    extra = Permission.objects.get(codename="add_redirect")
    group.permissions.add(extra)
    grant_organiser_rights()
    assert group.permissions.filter(pk=extra.pk).exists()


def test_only_french_names_are_left():
    assert list(Group.objects.values_list("name", flat=True)) == ["Organisation"]
    assert list(Workflow.objects.values_list("name", flat=True)) == ["Relecture"]
    assert [page.title for page in Page.objects.filter(depth=1)] == ["Racine"]
    assert [collection.name for collection in Collection.objects.filter(depth=1)] == ["Racine"]


def test_review_is_by_organisers_on_the_whole_tree():
    task = GroupApprovalTask.objects.get()
    assert [group.name for group in task.groups.all()] == [ORGANISERS]
    assert list(WorkflowPage.objects.values_list("page__depth", "workflow__name")) == [(1, "Relecture")]


def test_review_changed_by_hand_is_not_changed_back():
    Workflow.objects.update(active=False)
    GroupApprovalTask.objects.get().groups.clear()
    grant_organiser_rights()
    assert list(Workflow.objects.values_list("active", flat=True)) == [False]
    assert list(GroupApprovalTask.objects.get().groups.all()) == []


def test_default_group_that_has_members_is_kept():
    Group.objects.filter(name=ORGANISERS).delete()
    for name in ("Editors", "Moderators"):
        Group.objects.create(name=name)
    member().groups.add(Group.objects.get(name="Editors"))
    grant_organiser_rights()
    assert set(Group.objects.values_list("name", flat=True)) == {"Editors", ORGANISERS}


def test_password_form_of_wagtail_is_closed(client):
    assert client.get("/admin/login/")["Location"].startswith("/connexion/acces/")
    answer = client.post("/admin/login/", {"username": "x@exemple.fr", "password": "x"})
    assert answer["Location"].startswith("/connexion/acces/")
    client.force_login(organiser())
    assert client.get("/admin/login/")["Location"] == "/admin/"


@pytest.fixture
def office(client):
    """A browser in which an organiser is signed in."""
    home_page()
    client.force_login(organiser("odile@exemple.fr"))
    return client


FORM = {"email": "Nina@Exemple.fr", "first_name": "Nina", "last_name": "Neuve"}


def test_member_created_in_the_admin_signs_in_by_code(office, django_user_model):
    office.post("/admin/users/new/", FORM)
    person = django_user_model.objects.get(email_key="nina@exemple.fr")
    assert not person.has_usable_password()
    addresses = EmailAddress.objects.filter(user=person)
    assert list(addresses.values_list("email", "verified", "primary")) == [("nina@exemple.fr", True, True)]
    office.logout()
    assert sign_in_by_code(office, "nina@exemple.fr")["Location"] == "/mon-espace/"
    assert office.get("/admin/", follow=True).status_code == 403


def test_role_of_organiser_opens_the_administration(office):
    group = Group.objects.get(name=ORGANISERS)
    office.post("/admin/users/new/", {**FORM, "groups": [group.pk]})
    office.force_login(Member.objects.get(email_key="nina@exemple.fr"))
    assert office.get("/admin/").status_code == 200


@pytest.mark.parametrize("email", ["odile@exemple.fr", "ODILE@exemple.FR", " odile@exemple.fr "])
def test_address_in_use_is_refused_however_it_is_written(office, email):
    answer = office.post("/admin/users/new/", {**FORM, "email": email})
    assert answer.context["form"].errors == {"email": ["Un membre a déjà cette adresse."]}
    assert Member.objects.count() == 1


def test_changed_address_replaces_the_former_one(office):
    person = member("avant@exemple.fr", first_name="Nina", last_name="Neuve")
    office.post(f"/admin/users/edit/{person.pk}/", {**FORM, "email": "apres@exemple.fr", "is_active": "on"})
    assert list(EmailAddress.objects.filter(user=person).values_list("email", "verified")) == [
        ("apres@exemple.fr", True)
    ]


def test_changed_address_leaves_no_mail_to_the_former_one(office):
    person = member("avant@exemple.fr", first_name="Nina", last_name="Neuve")
    Client().post("/connexion/", {"email": "avant@exemple.fr"})
    mails = [len(deliver())]
    office.post(f"/admin/users/edit/{person.pk}/", {**FORM, "email": "apres@exemple.fr", "is_active": "on"})
    mails.append(OutgoingMail.objects.filter(recipient="avant@exemple.fr").count())
    assert mails == [1, 0]


def test_organiser_gives_no_other_role_and_takes_none_away(office):
    other = Group.objects.create(name="Comptabilité")
    person = member("nina@exemple.fr")
    person.groups.add(other)
    address = f"/admin/users/edit/{person.pk}/"
    form = office.get(address).context["form"]
    assert list(form.fields) == ["email", "first_name", "last_name", "authority", "groups", "is_active"]
    assert [group.name for group in form.fields["groups"].queryset] == [ORGANISERS]
    office.post(address, {**FORM, "is_active": "on", "is_superuser": "on"})
    person.refresh_from_db()
    assert (list(person.groups.all()), person.is_superuser) == ([other], False)


def test_organiser_does_not_touch_an_administrator(office):
    person = administrator()
    for answer in (
        office.get(f"/admin/users/edit/{person.pk}/"),
        office.post(f"/admin/users/edit/{person.pk}/", FORM),
        office.post(f"/admin/bulk/community/member/set_active_state/?id={person.pk}", {"mark_as_active": "False"}),
        office.post(f"/admin/users/delete/{person.pk}/"),
    ):
        assert answer.status_code == 302
    assert Member.objects.filter(pk=person.pk, is_active=True, email=person.email).exists()


def test_organiser_gives_no_role_through_the_list(office):
    other, person = Group.objects.create(name="Comptabilité"), member()
    office.post(f"/admin/bulk/community/member/assign_role/?id={person.pk}", {"role": other.pk})
    assert list(person.groups.all()) == []


def test_saving_a_member_asks_for_the_permission():
    with pytest.raises(NotAllowed):
        save_member(Member(email="nina@exemple.fr"), by=member())
    with pytest.raises(NotAllowed):
        save_member(administrator(), by=organiser())
    assert not Member.objects.filter(email="nina@exemple.fr").exists()


def test_list_of_members_queries_do_not_grow(office):
    place = authority()
    first, *others = query_counts(office, "/admin/users/", lambda: organiser(authority=place))
    assert others == [first, first]


def test_review_of_wagtail_becomes_that_of_the_organisers_and_another_one_stays():
    """What a site has gone through under the former name keeps its history."""
    others = [Workflow.objects.create(name="Une autre"), GroupApprovalTask.objects.create(name="Une autre étape")]
    Workflow.objects.filter(name="Relecture").update(name="Moderators approval")
    task = GroupApprovalTask.objects.exclude(pk=others[1].pk).get()
    GroupApprovalTask.objects.filter(pk=task.pk).update(name="Moderators approval")
    kept = WorkflowPage.objects.get().workflow_id
    grant_organiser_rights()
    review = WorkflowPage.objects.get().workflow
    assert (review.pk, review.name, [each.pk for each in review.tasks]) == (kept, "Relecture", [task.pk])
    assert GroupApprovalTask.objects.get(pk=task.pk).name == "Relecture par l’organisation"
    assert [type(each).objects.get(pk=each.pk).name for each in others] == ["Une autre", "Une autre étape"]


def test_new_review_has_its_step():
    Workflow.objects.all().delete()
    GroupApprovalTask.objects.all().delete()
    grant_organiser_rights()
    assert [task.name for task in WorkflowPage.objects.get().workflow.tasks] == ["Relecture par l’organisation"]


def test_rights_come_back_with_each_migration():
    before = rights_of(Group.objects.get(name=ORGANISERS))
    Group.objects.get(name=ORGANISERS).permissions.clear()
    on_migrated(apps)
    assert rights_of(Group.objects.get(name=ORGANISERS)) == before
