"""Rules of the administration, and of what is not open to everybody, that hold for all apps."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin import messages
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import BaseViewRestriction, Page

from hub.core.forms import WayBack
from hub.core.slugs import address_problem
from hub.core.usage import kept_because_used
from hub.core.viewsets import LISTS


@hooks.register("before_delete_snippet")
def keep_what_is_used(request: HttpRequest, instances: list[models.Model]) -> HttpResponse | None:
    """Whatever something else relies on is not deleted; the message says what relies on it."""
    if not kept_because_used(request, instances):
        return None
    first: Any = instances[0]
    if len(instances) == 1:
        return redirect(first.snippet_viewset.get_url_name("edit"), first.pk)
    return redirect(first.snippet_viewset.get_url_name("list"))


@hooks.register("before_bulk_action")
def keep_pictures_that_pages_show(
    request: HttpRequest, action_type: str, instances: Iterable[models.Model], action: Any
) -> HttpResponse | None:
    """The same for pictures chosen together; `hub.core.views` has the screen of one."""
    pictures = [instance for instance in instances if isinstance(instance, AbstractImage)]
    if action_type != "delete" or not kept_because_used(request, pictures):
        return None
    return redirect("wagtailimages:index")


@hooks.register("insert_editor_js")
def own_editor() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static("js/editor.js"))


@hooks.register("before_copy_page")
def keep_copies_under_a_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Wagtail takes for granted that the parent which was sent exists."""
    if request.method != "POST" or ParentForm(request.POST).is_valid():
        return None
    messages.error(request, "La copie n’est pas faite : choisissez la page sous laquelle elle va.")
    return redirect("wagtailadmin_pages:copy", page.pk)


class ParentForm(forms.Form):
    """Under which page a copy goes."""

    new_parent_page = forms.ModelChoiceField(Page.objects.all())


@hooks.register("before_move_page")
def keep_addresses_of_views(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """A page is not moved where a view of the same address would hide it."""
    problem = address_problem(page.slug, destination)
    if not problem:
        return None
    messages.error(request, f"« {page} » n’est pas déplacée là. {problem} Changez-la d’abord dans la page.")
    return redirect("wagtailadmin_pages:move", page.pk)


@hooks.register("after_create_page", order=200)
@hooks.register("after_edit_page", order=200)
def back_to_the_list(request: HttpRequest, page: Page) -> HttpResponse | None:
    """After publishing: the list one came from, or that of the type, or the place in the tree."""
    if "action-publish" not in request.POST:
        return None
    if back := WayBack(request.POST).address():
        return redirect(back)
    listed = LISTS.get(type(page))
    return redirect(listed) if listed else redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_serve_page")
def refuse_page_of_other_groups(page: Page, request: HttpRequest, args: list, kwargs: dict) -> None:
    """Before Wagtail's own rule, which sends to sign in those who already are."""
    if _is_signed_in(request):
        _refuse_other_groups(page.get_view_restrictions(), request)


@hooks.register("before_serve_document", order=-1)
def refuse_document_of_other_groups(document: AbstractDocument, request: HttpRequest) -> None:
    """The same for documents; `order` puts it before Wagtail's rule."""
    if _is_signed_in(request):
        _refuse_other_groups(document.collection.get_view_restrictions(), request)


@hooks.register("insert_editor_js")
def keep_what_is_pressed() -> SafeString:
    """What is pressed while a draft is being kept is sent once it is kept."""
    return format_html('<script src="{}"></script>', static("js/admin-autosave.js"))


@hooks.register("get_avatar_url")
def same_portrait_for_all(user: Any, size: int) -> str:
    """Portraits sent to an older version have no address any more."""
    return static("wagtailadmin/images/default-user-avatar.png")


def _is_signed_in(request: HttpRequest) -> bool:
    """Without the cookie of a session nobody is looked for: asking makes an answer vary by its cookie."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def _refuse_other_groups(restrictions: Iterable[BaseViewRestriction], request: HttpRequest) -> None:
    for restriction in restrictions:
        if restriction.restriction_type == BaseViewRestriction.GROUPS and not restriction.accept_request(request):
            raise PermissionDenied
