"""Searches without result and documents read in the menu of the administration."""

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from hub.search.viewsets import DocumentTextViewSet, MissViewSet


@hooks.register("register_admin_viewset")
def viewsets() -> list[ViewSet]:
    return [MissViewSet(), DocumentTextViewSet()]
