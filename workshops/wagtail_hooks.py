"""Workshops in the menu of the administration."""

from wagtail.snippets.models import register_snippet

from workshops.viewsets import WorkshopViewSetGroup

register_snippet(WorkshopViewSetGroup)
