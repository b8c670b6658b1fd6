"""Proposals in the administration: a board to see them all, a screen to handle one. Buttons act, nothing by GET."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.viewsets.base import ViewSet

from casestudies.moderating.viewsets.board import board
from casestudies.moderating.viewsets.link import revoke
from casestudies.moderating.viewsets.one_proposal import download, sheet
from casestudies.proposals.models import Proposal


class ProposalsMenuItem(MenuItem):
    """«Propositions», with the number of those that wait."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("casestudies.view_proposal")

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        component = super().render_component(request)
        waiting = Proposal.objects.received().waiting().count()
        component.label = f"{self.label} ({waiting})" if waiting else self.label
        return component


class ProposalViewSet(ViewSet):
    """What people send. No list of the framework: nobody adds, edits or deletes a proposal, even as administrator."""

    name = "propositions"
    icon = "mail"
    menu_label = "Propositions"
    menu_order = 40
    menu_item_class: Any = ProposalsMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", board, name="index"),
            path("inspect/<int:pk>/", sheet, name="inspect"),
            path("fichiers/<int:pk>/", download, name="file"),
            path("lien/<int:pk>/", revoke, name="link"),
        ]
