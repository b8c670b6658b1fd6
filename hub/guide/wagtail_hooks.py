"""The guide in the menu of the administration."""

from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from hub.guide import views


@hooks.register("register_admin_urls")
def guide_urls() -> list[URLPattern]:
    return [
        path("guide/", views.guide, name="guide"),
        path("guide/<slug:slug>/", views.chapter, name="guide_chapter"),
    ]


@hooks.register("register_admin_menu_item")
def guide_item() -> MenuItem:
    return MenuItem("Guide", reverse("guide"), name="guide", icon_name="help", order=90)
