"""Mails in the menu of the administration."""

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.ui.sidebar import SubMenuItem
from wagtail.admin.viewsets.base import ViewSet

from hub.mail.enums import MailState
from hub.mail.models import OutgoingMail
from hub.mail.viewsets import MailViewSet


@hooks.register("register_admin_viewset")
def viewsets() -> list[ViewSet]:
    return [MailViewSet()]


class MailItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("mail.view_outgoingmail")


class MailMenuItem(SubmenuMenuItem):
    """«Messages», with the number of those that failed."""

    def render_component(self, request: HttpRequest) -> SubMenuItem:
        component = super().render_component(request)
        failed = OutgoingMail.objects.filter(state=MailState.FAILED).count()
        component.label = f"{self.label} ({failed})" if failed else self.label
        return component


@hooks.register("register_admin_menu_item")
def mail_menu() -> MailMenuItem:
    items = [
        MailItem("Tous les messages", reverse("messages:index"), name="mails", icon_name="mail", order=1),
        MailItem(
            "Modèles de messages", reverse("messages:examples"), name="mail-models", icon_name="doc-full", order=2
        ),
        MailItem(
            "Les mails arrivent-ils ?", reverse("messages:arrival"), name="mail-arrival", icon_name="globe", order=3
        ),
    ]
    return MailMenuItem("Messages", Menu(items=items), name="messages", icon_name="mail", order=85)
