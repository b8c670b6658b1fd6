"""On the organiser's home: what is to be done for the site to go on, with what to do; nothing when all is well."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.ui.components import Component

from hub.operations.health import lines, to_do

#: They have panels of their own, with more to say.
TOLD_ELSEWHERE = {"mail"}


class HealthPanel(Component):
    name = "health"
    order = 12
    template_name = "operations/admin/health_panel.html"

    def __init__(self, request: HttpRequest) -> None:
        # On the machine of who develops, nothing is backed up and no timer runs.
        found = [] if settings.SHOW_MAILS else to_do(lines(timezone.now()))
        self.to_do = [line for line in found if line.key not in TOLD_ELSEWHERE]

    def get_context_data(self, parent_context: Mapping[str, Any] | None) -> dict[str, Any]:
        return {"to_do": self.to_do}
