"""Who: members and authorities in the menu of the administration."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.views.generic import RedirectView
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from hub.community import giving_back, inviting, leaving, suggesting_names
from hub.community.models import Authority, Member
from hub.community.viewsets import AssignRole, AuthorityViewSet, DeleteMembers, SecurityLogViewSet, SetActiveState

register_snippet(AuthorityViewSet)
security_log = SecurityLogViewSet()
# The last one registered for a name is kept: ours after Wagtail's.
hooks.register("register_bulk_action", AssignRole, order=1)
hooks.register("register_bulk_action", SetActiveState, order=1)
hooks.register("register_bulk_action", DeleteMembers, order=1)


class MembersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("community.change_member")


class InviteMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("community.add_invitation")


@hooks.register("register_admin_viewset")
def log_of_accounts() -> SecurityLogViewSet:
    return security_log


@hooks.register("register_admin_urls")
def people_urls() -> list[URLPattern]:
    return [
        path("collectivites/suggestions/", suggesting_names.suggest, name="authority_suggestions"),
        path("invitations/", inviting.invite, name="invite"),
        path("invitations/<int:pk>/retirer/", inviting.revoke, name="revoke_invitation"),
        path("quitter-lequipe/", leaving.leave, name="leave_team"),
        path("membres/<int:pk>/second-facteur/", giving_back.give_back, name="give_back_factor"),
    ]


@hooks.register("register_user_listing_buttons")
def give_back_button(user: Member, request_user: Member) -> Iterator[Button]:
    """For whoever has a second factor (loaded by the list), in front of somebody else."""
    factors = user.authenticator_set.all()  # type: ignore[attr-defined]  # a relation that allauth's types leave out
    if user.pk != request_user.pk and factors:
        yield Button("Rendre le second facteur", reverse("give_back_factor", args=[user.pk]), icon_name="key")


@hooks.register("register_admin_menu_item")
def people_menu() -> SubmenuMenuItem:
    members = MembersMenuItem("Membres", reverse("wagtailusers_users:index"), name="members", icon_name="user", order=1)
    authorities = Authority.snippet_viewset.get_menu_item(order=2)
    inviting_item = InviteMenuItem("Inviter une personne", reverse("invite"), name="invite", icon_name="mail", order=3)
    log = security_log.get_menu_item(order=4)
    leaving_item = MenuItem("Quitter l’équipe", reverse("leave_team"), name="leave", icon_name="logout", order=5)
    items = [members, authorities, inviting_item, log, leaving_item]
    return SubmenuMenuItem("Membres", Menu(items=items), name="people", icon_name="group", order=80)


@hooks.register("register_admin_urls")
def sign_in_by_code_only() -> list[URLPattern]:
    """Wagtail's own form asks for a password and for no second factor: its address leads to ours instead.

    These addresses come first, and the administration sends strangers to the sign-in page.
    """
    return [path("login/", RedirectView.as_view(pattern_name="wagtailadmin_home"))]
