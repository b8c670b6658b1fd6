"""What stands for each parameter of the addresses: keys and slugs of things that exist.

A new address is filled by itself when its view has a model, or its parameters are already known here. Otherwise add
a line: to `common` when the name says it all, to `below` when it depends on what the address begins with.
"""

from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
    Site,
    Task,
    TaskState,
    Workflow,
)

from casestudies.models import AssemblyPage, MemberTag, ReportFile, ReviewLink
from casestudies.tagging.actions import add_member_tag, merge_tags
from glossary.models import EquivalentWords, Term
from hub.community.models import Invitation, Member
from hub.core.cards.actions import card_path
from hub.core.models import SiteIdentity
from hub.search.models import DocumentText, Miss
from tests.factories.canaries import ADDRESS, Planted, file_of
from tests.factories.casestudies import definition, fact, report, source
from tests.factories.forms import picture
from tests.factories.organisers import member
from workshops.conflicts.models import CalendarConstraint, CalendarImport
from workshops.models import Cycle, WorkshopPage


@dataclass
class Parameters:
    """Values by name of parameter: for all addresses, for those that begin alike, and whole paths."""

    common: dict[str, Any]
    below: dict[str, dict[str, Any]]
    whole: dict[str, str] = field(default_factory=dict)

    def value(self, route: str, name: str, model: type[Model] | None) -> Any:
        """The most precise value known; None when nobody knows."""
        beginnings = sorted((start for start in self.below if route.startswith(start)), key=len, reverse=True)
        for start in beginnings:
            if name in self.below[start]:
                return self.below[start][name]
        if name == "pk" and model is not None:
            return model._default_manager.order_by("pk").values_list("pk", flat=True).first()
        return self.common.get(name)


def parameters(planted: Planted, desk: Member) -> Parameters:
    """Make what is still missing, and tell where everything is."""
    _make_more(planted, desk)
    page = planted.study
    document = get_document_model().objects.get()
    below = {**_in_administration(planted, document), **_on_the_site(planted, document)}
    return Parameters(_common(page, document), below, _whole(page, document))


def _common(page: Page, document: Any) -> dict[str, Any]:
    image, reviewed = get_image_model().objects.get(), TaskState.objects.get()
    return {
        "app_label": "wagtailcore",
        "model_name": "page",
        "action": "publish",
        "action_name": "approve",
        "app_name": "core",
        "collection_id": CollectionViewRestriction.objects.get().collection_id,
        "content_type_app_name": "casestudies",
        "content_type_model_name": "casestudypage",
        "destination_id": page.get_parent().pk,
        "doc_id": document.pk,
        "document_id": document.pk,
        "extension": "csv",
        "filter_spec": "max-100x100",
        "image_id": image.pk,
        "kind": "sign-in-code",
        "link": ReviewLink.objects.get().pk,
        "number": 2,
        "object_id": page.pk,
        "page_id": page.pk,
        "page_pk": page.pk,
        "page_to_move_id": page.pk,
        "page_view_restriction_id": PageViewRestriction.objects.get().pk,
        "parent_page_id": page.get_parent().pk,
        "redirect_id": Redirect.objects.get().pk,
        "restriction_id": CollectionViewRestriction.objects.get().pk,
        "revision_id": page.latest_revision_id,
        "session_id": 1,
        "task_id": Task.objects.get().pk,
        "task_state_id": reviewed.pk,
        "uidb64": "MQ",
        "uploaded_file_id": 1,
        "workflow_pk": Workflow.objects.get().pk,
        "workflow_state_id": reviewed.workflow_state_id,
    }


def _in_administration(planted: Planted, document: Any) -> dict[str, dict[str, Any]]:
    page, image = planted.study, get_image_model().objects.get()
    return {
        "admin/api/main/documents/": {"pk": document.pk},
        "admin/api/main/images/": {"pk": image.pk},
        "admin/api/main/pages/": {"pk": page.pk, "action_name": "publish"},
        "admin/ateliers/": {"pk": WorkshopPage.objects.get().pk},
        "admin/ateliers/cycles/": {"pk": Cycle.objects.get().pk},
        "admin/collections/": {"pk": CollectionViewRestriction.objects.get().collection_id},
        "admin/guide/": {"slug": "premiere-semaine"},
        "admin/invitations/": {"pk": Invitation.objects.filter(role="organiser").get().pk},
        "admin/membres/": {"pk": Member.objects.get(email=ADDRESS).pk},
        "admin/pages/create/": {"app_label": "casestudies", "model_name": "casestudypage"},
        "admin/password_reset/": {"token": "exemple"},
        "admin/propositions/": {"pk": planted.proposal.pk},
        "admin/propositions/fichiers/": {"pk": file_of(planted.proposal).pk},
        "admin/settings/": {"app_name": "core", "model_name": "siteidentity", "pk": Site.objects.get().pk},
        "admin/suites/": {"pk": planted.asked.pk, "number": 1, "proposal": planted.asked.proposals.get().pk},
        "admin/tag-autocomplete/": {"app_name": "taggit", "model_name": "tag"},
        "admin/workflows/": {"pk": Workflow.objects.get().pk},
        "admin/workflows/tasks/": {
            "app_label": "wagtailcore",
            "model_name": "groupapprovaltask",
            "pk": Task.objects.get().pk,
        },
    }


def _copied(document: Any) -> int:
    """A source of which `document` is the copy."""
    return source(copy=document, copy_licence="etalab", copy_is_read=True).pk


def _on_the_site(planted: Planted, document: Any) -> dict[str, dict[str, Any]]:
    page, words = planted.study, planted.words
    return {
        "agenda/prive/": {"token": words["private feed"]},
        "agenda/themes/": {"slug": page.themes.get().slug},
        "ateliers/": {"slug": WorkshopPage.objects.get().slug},
        "citer/": {"kind": "etude-de-cas", "slug": page.slug, "extension": "bib"},
        "compte/invitation/": {"token": words["account link"]},
        "compte/second-facteur/": {"pk": Authenticator.objects.get(type="webauthn").pk},
        "documents/": {"pk": document.pk, "name": document.filename},
        "desabonnement/": {"pk": planted.subscription.pk, "token": words["unsubscribe link"]},
        "donnees/": {"name": "faits"},
        "etiquettes/": {"slug": MemberTag.objects.first().tag.slug, "pk": MemberTag.objects.first().pk},
        "etiquettes/proposer/": {"slug": page.slug},
        "glossaire/": {"slug": Term.objects.get().slug},
        "historique/": {"slug": AssemblyPage.objects.get().slug},
        "sondage/": {"pk": planted.invitee.pk, "token": words["poll link"]},
        "intervention/": {"pk": planted.contributor.pk, "token": words["contributor link"]},
        "rejoindre/": {"pk": planted.registration.pk, "token": words["join link"]},
        "rejoindre/intervention/": {"pk": planted.contributor.pk, "token": words["contributor join link"]},
        "inscription/": {"pk": planted.registration.pk, "token": words["registration link"]},
        "ma-proposition/": {
            "pk": planted.proposal.pk,
            "token": words["proposal link"],
            "file_pk": file_of(planted.proposal).pk,
        },
        "nouveautes/": {"slug": page.themes.get().slug},
        "retour/": {"pk": planted.feedback.pk, "token": words["feedback link"]},
        "relecture/": {"token": words["review link"]},
        "sources/": {"pk": _copied(document)},
        "signaler-une-erreur/": {"pk": planted.report.pk, "token": words["report link"]},
        "suites/": {"slug": planted.asked.slug},
        "suites/assemblee/": {"slug": AssemblyPage.objects.get().slug},
        "themes/": {"slug": page.themes.get().slug},
        "verifier/": {"token": words["verification link"], "slug": planted.asked.slug},
    }


def _whole(page: Page, document: Any) -> dict[str, str]:
    """Addresses written as regular expressions."""
    return {
        "cartes/<int:pk>/<slug:digest>.png": card_path(page, SiteIdentity()),
        "admin/bulk/<str:app_label>/<str:model_name>/<str:action>/": (
            f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}"
        ),
        r"admin/pages/^(\d+)/revisions/compare/(live|earliest|\d+)\.\.\.(live|latest|\d+)/$": (
            f"/admin/pages/{page.pk}/revisions/compare/earliest...latest/"
        ),
        r"documents/^(\d+)/(.*)$": f"/documents/{document.pk}/{document.filename}",
        r"^((?:[\w\-]+/)*)$": page.get_url(),
        "admin/^.*/$": "/admin/nulle-part/",
    }


def _make_more(planted: Planted, desk: Member) -> None:
    """What the secrets did not need."""
    fact(AssemblyPage.objects.get(), theme=planted.study.themes.get())
    page = planted.study
    reader = member("etourneau@exemple.fr")
    first, second = (add_member_tag(page, text, by=reader) for text in ("Indemnités", "Défraiement"))
    merge_tags(first.tag, second.tag, by=desk)
    add_member_tag(page, "Tirage au sort", by=reader)
    page.save_revision(user=desk)
    Workflow.objects.get().start(page, desk)
    page.refresh_from_db()
    guide = get_document_model().objects.create(title="Guide", file=ContentFile(b"Guide", name="guide.txt"))
    meeting = report()
    ReportFile.objects.create(report=meeting, label="Guide", document=guide)
    DocumentText.objects.create(document=guide, file=guide.file.name, state="empty", read_on="2026-11-02")
    meeting.save_revision().publish()
    drawn = SimpleUploadedFile("image.jpg", picture())
    get_image_model().objects.create(title="Image", file=drawn, width=40, height=20)
    closed = Collection.get_first_root_node().add_child(instance=Collection(name="Entre nous"))
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="password", password="sésame")  # noqa: S106 -- of tests
    Redirect.objects.create(old_path="/ancienne", redirect_link="/themes/")
    PageViewRestriction.objects.create(page=planted.draft_page, restriction_type="password", password="sésame")  # noqa: S106 -- of tests
    Term.objects.update(definition="Le temps d’un membre.")
    SiteIdentity.objects.create(site=Site.objects.get())
    definition("Mandat")
    Authenticator.objects.create(user=reader, type=Authenticator.Type.WEBAUTHN, data={"name": "clé", "credential": {}})
    EquivalentWords.objects.create(word="zinnia", others="pivoine")
    Miss.objects.create(print="0", text="dahlia", days=3, last_day="2026-11-02")
    imported = CalendarImport.objects.create(name="Élections")
    CalendarConstraint.objects.create(
        title="Élections", first_day="2027-06-01", last_day="2027-06-02", imported=imported
    )
