"""The group of organisers: what its members may do in the administration, and the review before publication."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from django.utils.translation import override
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

#: Name of the group of the people who run the site.
ORGANISERS = "Organisation"
#: Name of the review that a page may go through before it is published.
REVIEW = "Relecture"
REVIEW_TASK = "Relecture par l’organisation"

EVERYTHING = ("view", "add", "change", "delete")
#: For each model, named as in `app_label.model`, what an organiser may do. Pages and files have rules of their own.
MODEL_RIGHTS: dict[str, tuple[str, ...]] = {
    "glossary.theme": EVERYTHING,
    "glossary.term": EVERYTHING,
    "glossary.equivalentwords": EVERYTHING,
    "glossary.definitionversion": EVERYTHING,
    "casestudies.source": EVERYTHING,
    "community.authority": EVERYTHING,
    "workshops.cycle": EVERYTHING,
    "workshops.outsideevent": EVERYTHING,
    "workshops.calendarconstraint": EVERYTHING,
    "workshops.calendarimport": ("view", "delete"),
    "casestudies.proposal": ("view", "change"),
    "casestudies.proposalevent": ("view",),
    "casestudies.membertag": ("view", "delete"),
    "casestudies.tagmerge": ("view",),
    "taggit.tag": ("view", "change", "delete"),
    "mail.outgoingmail": ("view", "change"),
    "casestudies.factreport": ("view", "change"),
    "casestudies.verificationrequest": ("view", "add"),
    "casestudies.recommendation": ("view", "add", "change"),
    "casestudies.recommendationstate": ("view", "add"),
    "casestudies.stateproposal": ("view", "change"),
    "casestudies.proposalnote": ("view",),
    "casestudies.proposalvisit": ("view",),
    "community.member": ("view", "add", "change"),
    "community.invitation": ("view", "add", "change"),
    "community.securityevent": ("view",),
    "hub_search.documenttext": ("view",),
    "hub_search.miss": ("view",),
    "core.siteidentity": ("change",),
    "wagtailadmin.admin": ("access",),
}
#: Deleting a page with everything below it («bulk_delete») stays with administrators.
PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
FILE_RIGHTS = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")
#: What each right is called in the screens of groups.
RIGHTS = {
    "view": "Voir",
    "add": "Ajouter",
    "change": "Modifier",
    "delete": "Supprimer",
    "choose": "Choisir",
    "publish": "Publier",
    "lock": "Verrouiller",
    "unlock": "Déverrouiller",
    "bulk_delete": "Supprimer avec ce qui est dessous",
}
#: Wagtail's own English groups and review, made by its migrations.
DEFAULT_GROUPS = ("Editors", "Moderators")
DEFAULT_REVIEW = "Moderators approval"


@transaction.atomic
def grant_organiser_rights() -> Group:
    """Create the group and the review, and give the group what it lacks. Rights added by hand are kept."""
    group, created = Group.objects.get_or_create(name=ORGANISERS)
    group.permissions.add(*_permissions_on_models())
    root = Page.get_first_root_node()
    if root is not None:
        _grant_pages(group, root)
        _set_up_review(group, root)
    _grant_files(group)
    _name_roots_in_french()
    _name_rights_in_french()
    if created:
        Group.objects.filter(name__in=DEFAULT_GROUPS, user__isnull=True).delete()
    return group


def on_migrated(apps: Any, **kwargs: Any) -> None:
    """Receiver of `post_migrate`; does nothing while the tables of some apps are missing."""
    try:
        apps.get_model("casestudies", "Proposal")
    except LookupError:
        return
    grant_organiser_rights()


def _permissions_on_models() -> list[Permission]:
    wanted = Q()
    for label, rights in MODEL_RIGHTS.items():
        app, model = label.split(".")
        codenames = [f"{right}_{model}" for right in rights]
        wanted |= Q(content_type__app_label=app, content_type__model=model, codename__in=codenames)
    return list(Permission.objects.filter(wanted))


def _grant_pages(group: Group, root: Page) -> None:
    rights = Permission.objects.filter(
        content_type__app_label="wagtailcore", content_type__model="page", codename__in=PAGE_RIGHTS
    )
    lines = [GroupPagePermission(group=group, page=root, permission=right) for right in rights]
    GroupPagePermission.objects.bulk_create(lines, ignore_conflicts=True)


def _name_roots_in_french() -> None:
    """Wagtail's migrations name the tops of the trees in English."""
    Page.objects.filter(depth=1, title="Root").update(title="Racine", draft_title="Racine")
    Collection.objects.filter(depth=1, name="Root").update(name="Racine")


def _name_rights_in_french() -> None:
    """Django writes «Can add page» in the database, whatever the language of the site."""
    rights = Permission.objects.select_related("content_type").filter(codename__regex=f"^({'|'.join(RIGHTS)})_")
    named = {}
    with override("fr"):
        for right in rights:
            verb = RIGHTS[right.codename.rpartition("_")[0]]
            named[right] = f"{verb} : {right.content_type.name}"
    changed = [right for right, name in named.items() if right.name != name]
    for right in changed:
        right.name = named[right]
    Permission.objects.bulk_update(changed, ["name"])


def _grant_files(group: Group) -> None:
    root = Collection.get_first_root_node()
    rights = Permission.objects.filter(
        content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename__in=FILE_RIGHTS
    )
    if root is not None:
        lines = [GroupCollectionPermission(group=group, collection=root, permission=right) for right in rights]
        GroupCollectionPermission.objects.bulk_create(lines, ignore_conflicts=True)


def _set_up_review(group: Group, root: Page) -> None:
    """Once: an organiser who changes the review afterwards must not find it changed back."""
    if Workflow.objects.filter(name=REVIEW).exists():
        return
    workflow = Workflow.objects.filter(name=DEFAULT_REVIEW).first() or Workflow()
    workflow.name = REVIEW
    workflow.save()
    task = GroupApprovalTask.objects.filter(name=DEFAULT_REVIEW).first() or GroupApprovalTask()
    task.name = REVIEW_TASK
    task.save()
    task.groups.set([group])
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
