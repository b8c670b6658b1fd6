"""The health of the site on the organiser's home."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

from hub.operations.panels import HealthPanel


@hooks.register("construct_homepage_panels", order=1)
def show_what_is_to_do(request: HttpRequest, panels: list[Component]) -> None:
    panel = HealthPanel(request)
    if panel.to_do:
        panels.insert(0, panel)
