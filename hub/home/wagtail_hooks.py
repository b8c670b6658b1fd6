"""The frame of the administration: home panels, order of the menu, icons, look."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from hub.home.panels import organiser_panels
from hub.home.site_settings import views
from hub.home.site_settings.actions import PERMISSION

#: Wagtail's own items: where they stand after ours, and their French name when another says it better.
PLACES = {"explorer": 100, "images": 110, "documents": 120, "reports": 130, "settings": 140}
NAMES = {"explorer": "Arborescence", "settings": "Réglages"}
#: Links to wagtail.org, in English.
FOREIGN_HELP = ("whats-new", "editor-guide")


@hooks.register("construct_homepage_panels")
def put_ours_first(request: HttpRequest, panels: list[Component]) -> None:
    panels[:0] = organiser_panels(request)


@hooks.register("construct_main_menu")
def order_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Ours first, by what organisers do; then Wagtail's. The help menu holds shortcuts only, and stays last."""
    for item in items:
        item.order = PLACES.get(item.name, item.order)
        item.label = NAMES.get(item.name, item.label)


@hooks.register("construct_help_menu")
def keep_help_in_french(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if not item.name.startswith(FOREIGN_HELP)]


@hooks.register("register_icons")
def own_icons(icons: list[str]) -> list[str]:
    return [*icons, "home/admin/icons/hemicycle.svg"]


class SettingsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)


@hooks.register("register_settings_menu_item")
def site_settings_item() -> SettingsItem:
    return SettingsItem("Réglages du site", reverse("site_settings"), name="site-settings", icon_name="site", order=1)


@hooks.register("register_admin_urls")
def site_settings_urls() -> list[URLPattern]:
    return [
        path("reglages/", views.SettingsScreen.as_view(), name="site_settings"),
        path("reglages/apparence/", views.LookScreen.as_view(), name="site_look"),
        path("reglages/courrier/", views.MailScreen.as_view(), name="site_mail"),
        path("reglages/courrier/essai/", views.trial, name="site_mail_trial"),
        path("reglages/menus/", views.MenusScreen.as_view(), name="site_menus"),
        path("reglages/accueil/", views.HomeScreen.as_view(), name="site_home"),
        path("reglages/hebergement/", views.hosting, name="site_hosting"),
    ]


@hooks.register("register_permissions")
def settings_permission() -> QuerySet[Permission]:
    """Shown among the rights of a group."""
    return Permission.objects.filter(content_type__app_label="core", codename="change_siteidentity")


@hooks.register("insert_global_admin_css")
def own_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_global_admin_js")
def names_of_windows_and_fields() -> SafeString:
    scripts = [(static(f"js/{name}.js"),) for name in ("windows", "names")]
    return format_html_join("", '<script type="module" src="{}"></script>', scripts)
