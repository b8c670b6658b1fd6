"""The frame of the administration: home panels, order of the menu, icons, look."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from hub.home.panels import organiser_panels

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


@hooks.register("insert_global_admin_css")
def own_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_global_admin_js")
def names_of_windows() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static("js/windows.js"))
