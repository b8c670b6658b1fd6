"""Members and authorities in the administration."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, Table
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction
from wagtail.users.views.users import CreateView, DeleteView, EditView, IndexView, UserColumn, UserViewSet

from hub.community.actions.erasing import erase_member
from hub.community.actions.members import set_active
from hub.community.authority_forms import AuthorityForm, NewAuthorityForm
from hub.community.forms import MemberEditForm, MemberForm
from hub.community.models import Authority, Member, SecurityEvent
from hub.core.choosers import Create, ThingChooserViewSet
from hub.core.french_order import InFrenchOrder
from hub.core.viewsets import ReadOnlyPolicy, ThingListViewSet
from hub.mail.returns import with_returns


class MemberList(InFrenchOrder, IndexView):
    """People with an account."""

    page_title = "Membres"
    add_item_label = "Ajouter un membre"

    @cached_property
    def columns(self) -> list[Column]:
        name = self._get_title_column_class(UserColumn)
        return [
            name("name", accessor=str, label="Nom", sort_key="name", get_url=self.get_edit_url, classname="name"),
            Column(
                "email", label="Adresse électronique", sort_key="email", accessor=_address, classname="wrap-anywhere"
            ),
            Column("authority", label="Collectivité", sort_key="authority__short_name"),
            Column("roles", label="Rôle", accessor=_roles),
            BooleanColumn("is_active", label="Compte ouvert", sort_key="is_active"),
            DateColumn("last_login", label="Dernière connexion", sort_key="last_login"),
        ]

    def get_base_queryset(self) -> QuerySet[Member]:
        return super().get_base_queryset().select_related("authority").prefetch_related("groups", "authenticator_set")

    def get_table(self, object_list: Iterable[Member]) -> Table:
        return super().get_table(with_returns(object_list))


def _address(member: Any) -> str:
    """And what came back from it: `get_table` gives each member that sentence."""
    if not member.came_back:
        return member.email
    return format_html("{}<br><strong>{}</strong>", member.email, member.came_back)


def _roles(member: Member) -> str:
    names = ["Administration"] if member.is_superuser else []
    return ", ".join(names + [group.name for group in member.groups.all()]) or "Membre"


class MemberCreate(CreateView):
    page_title = "Ajouter un membre"
    success_message = "%(object)s peut se connecter avec un code envoyé à son adresse."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}


class MemberEdit(EditView):
    success_message = "%(object)s : modifications enregistrées."
    error_message = "Rien n’est enregistré : corrigez les champs signalés."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}


class MemberDelete(DeleteView):
    """Erases the person as their own button does: published testimonies stay, without the name."""

    def delete_action(self) -> None:
        with transaction.atomic():
            log(instance=self.object, action="wagtail.delete")
            erase_member(self.object, keep_published=True, at=timezone.now())


class DeleteMembers(DeleteBulkAction):
    """The same for several: Wagtail's own would remove the rows, and leave what hangs on the addresses."""

    @classmethod
    def execute_action(cls, objects: list[Member], **kwargs: Any) -> tuple[int, int]:
        for member in objects:
            erase_member(member, keep_published=True, at=timezone.now())
        return len(objects), 0


class MemberViewSet(UserViewSet):
    """Wagtail's users, as members: an address instead of a user name, no password, no administrator's box."""

    menu_label = "Membres"
    add_to_settings_menu = False
    copy_view_enabled = False
    #: Wagtail's user forms have tabs for fields that members don't have.
    template_prefix = ""
    index_view_class = MemberList
    add_view_class = MemberCreate
    edit_view_class = MemberEdit
    delete_view_class = MemberDelete

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        return MemberEditForm if for_update else MemberForm


class AssignRole(AssignRoleBulkAction):
    """Through the list, any role could be given: administrators only."""

    def check_perm(self, obj: Member) -> bool:
        return self.request.user.is_superuser


class SetActiveState(SetActiveStateBulkAction):
    """An organiser can't close the account of an administrator."""

    def check_perm(self, obj: Member) -> bool:
        return super().check_perm(obj) and (self.request.user.is_superuser or not obj.is_superuser)

    @classmethod
    def execute_action(cls, objects: list[Member], **kwargs: Any) -> tuple[int, int]:
        """Wagtail's own writes to the table, and would let sessions live."""
        return set_active(objects, kwargs["mark_as_active"], by=kwargs["user"]), 0


class CreateAuthority(Create):
    """What the form that adds an authority sends: a new one, or the choice of the one there is."""

    def get_reshow_creation_form_response(self) -> HttpResponse:
        existing = self.form.taken_instead if self.form.is_bound else None
        return self.get_chosen_response(existing) if existing else super().get_reshow_creation_form_response()


class AuthorityChooser(ThingChooserViewSet):
    """An authority is added from the page that needs it."""

    create_view_class = CreateAuthority
    creation_form_class = NewAuthorityForm
    creation_tab_label = "Nouvelle collectivité"
    create_action_label = "Ajouter cette collectivité"


class AuthorityViewSet(ThingListViewSet):
    """Public authorities, chosen by pages."""

    model = Authority
    icon = "site"
    add_item_label = "Ajouter une collectivité"
    chooser_viewset_class = AuthorityChooser
    edit_handler = ObjectList(Authority.panels, base_form_class=AuthorityForm)
    menu_item_is_registered = True
    list_display = ["name", "kind", "department_code", "country"]
    list_filter = ["kind", "country"]


class SecurityLogViewSet(ModelViewSet):
    """«Journal de sécurité»: what happened to accounts, the latest first."""

    model = SecurityEvent
    name = "security_log"
    url_prefix = "journal-de-securite"
    icon = "history"
    menu_label = "Journal de sécurité"
    permission_policy = ReadOnlyPolicy(SecurityEvent)
    form_fields: list[str] = []
    list_display = [
        Column("kind", label="Quoi", accessor="get_kind_display"),
        DateColumn("at", label="Quand", sort_key="at"),
        Column("member", label="Compte"),
        Column("by", label="Par"),
        Column("network", label="Réseau"),
        Column("detail", label="Précision"),
    ]
    list_filter = ["kind"]
    ordering = ["-at", "-pk"]
    list_per_page = 50
    inspect_view_enabled = False
    copy_view_enabled = False

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        lines = SecurityEvent.objects.select_related("member", "by")
        return {**super().get_index_view_kwargs(**kwargs), "queryset": lines}
