"""Views of Wagtail that differ from its own."""

from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe
from django.views.i18n import JavaScriptCatalog
from wagtail import hooks
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, AvatarSettingsPanel
from wagtail.documents import get_document_model
from wagtail.images.views.images import DeleteView
from wagtail.models import Page

from hub.core.attachments import as_attachment
from hub.core.cards.actions import card_of, card_path, drawn_card
from hub.core.examiner import MEDIA_TYPES
from hub.core.models import BasePageQuerySet
from hub.core.sites import identity_for
from hub.core.usage import kept_because_used


class AccountWithoutPicture(AccountView):
    """A portrait would come in unchecked and stand at a public address; nobody needs it here."""

    def get_panels(self) -> list[Any]:
        return [panel for panel in super().get_panels() if not isinstance(panel, AvatarSettingsPanel)]


class ScriptWords(JavaScriptCatalog):
    """What Wagtail's scripts say, with our better words (hub/locale); nobody need be signed in for its frame."""

    packages = ["wagtail.admin"]

    def get_paths(self, packages: list[str]) -> list[Any]:
        return [*super().get_paths(packages), *settings.LOCALE_PATHS]


account = require_admin_access(AccountWithoutPicture.as_view())


class UnusedPictureDeletion(DeleteView):
    """A page would be left with a hole."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if kept_because_used(request, [self.object]):
            return redirect("wagtailimages:edit", self.object.pk)
        return super().dispatch(request, *args, **kwargs)


picture_deletion = require_admin_access(UnusedPictureDeletion.as_view())


@require_safe
def card(request: HttpRequest, pk: int, digest: str) -> HttpResponseBase:
    """The card of a page that anybody may read. What it says now has one address; former ones lead there."""
    page: Page = get_object_or_404(BasePageQuerySet(Page).visible_to_all(), pk=pk, depth__gt=1).specific
    identity = identity_for(request)
    if card_of(page, identity).digest != digest:
        return redirect(card_path(page, identity))
    response = HttpResponse(drawn_card(page, card_of(page, identity)), content_type="image/png")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@require_safe
def public_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """A size of a picture, a card, the logo: where no proxy reads them. Another content has another name."""
    media_type = MEDIA_TYPES.get(PurePath(name).suffix.lower())
    if media_type is None:
        raise Http404
    try:
        stream = storages["public"].open(name)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError, SuspiciousOperation):
        raise Http404 from None
    response = FileResponse(stream, content_type=media_type)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def document(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """A document of the administration, after the rules of who may read it. Wagtail shows some kinds in the browser.

    No cache keeps one that is not for everybody.
    """
    found = get_object_or_404(get_document_model(), pk=pk)
    if found.filename != name:
        raise Http404
    for rule in hooks.get_hooks("before_serve_document"):
        refusal = rule(found, request)
        if isinstance(refusal, HttpResponse):
            return refusal
    response = as_attachment(found.file, name)
    if found.collection.get_view_restrictions():
        add_never_cache_headers(response)
    return response
