"""Last pieces of addresses: how they are written, and which ones would break a page."""

import re
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils.text import slugify
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm
from wagtail.admin.widgets.slug import SlugInput
from wagtail.models import Page, Site

from hub.core.suggested import free_slug

NOTHING_LEFT = "Une adresse a au moins une lettre ou un chiffre : par exemple « le-groupe »."
TAKEN = "Cette adresse est déjà celle d’une autre page du site : choisissez un autre mot."
PROPOSED = "Se propose d’après le nom."
#: How a title hands its words to the address while one types: attributes for Wagtail's scripts.
FOLLOWED = {
    "data-controller": "w-sync",
    "data-action": "focus->w-sync#check blur->w-sync#apply change->w-sync#apply keyup->w-sync#apply",
}
_PLAIN = re.compile(r"[-_]*[a-z0-9][-_a-z0-9]*")


def plain_slug(text: str) -> str:
    """`text` as addresses write it: small letters without accents, digits, hyphens; empty when nothing is left."""
    return text if _PLAIN.fullmatch(text) else slugify(text)


def public_path(url_path: str) -> str:
    """The path on the site of a page that the tree knows as `url_path`; nothing outside of the site."""
    for root in Site.get_site_root_paths():
        if url_path.startswith(root.root_path):
            return "/" + url_path.removeprefix(root.root_path)
    return ""


def address_problem(slug: str, parent: Page | None) -> str:
    """Why no page below `parent` may be called `slug`, in a sentence; nothing when one may."""
    if not slug:
        return NOTHING_LEFT
    above = public_path(parent.url_path) if parent else ""
    return TAKEN if above and not _leads_to_a_page(f"{above}{slug}/") else ""


def _leads_to_a_page(path: str) -> bool:
    """Whether the tree of pages is asked for `path`, not a view with an address of its own, nor stored files."""
    if path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
        return False
    try:
        return resolve(path).url_name == "wagtail_serve"
    except Resolver404:
        return False


class SlugLineField(forms.CharField):
    """A slug, typed as one likes: capitals, accents and spaces become what addresses write."""

    default_error_messages = {"required": NOTHING_LEFT}

    def to_python(self, value: Any) -> str:
        return plain_slug((super().to_python(value) or "").strip())


class ProposedSlugField(SlugLineField):
    """One that proposes itself when it is left empty; what is typed and leaves nothing is said."""

    widget = SlugInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 80, "required": False, "help_text": PROPOSED, **kwargs})

    def clean(self, value: Any) -> str:
        if str(value or "").strip() and not self.to_python(value):
            raise ValidationError(NOTHING_LEFT)
        return super().clean(value)


class AddressedPageForm(WagtailAdminPageForm):
    """The editor of a page: its address is made plain, and refused where it would hide the page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"] = _plain(self.fields["slug"], required=False)

    def clean(self) -> dict[str, Any]:
        if "slug" in self.cleaned_data:
            # Without any, Wagtail makes one of the title.
            slug = self.cleaned_data["slug"] or plain_slug(self.cleaned_data.get("title", "-"))
            problem = address_problem(slug, self.parent_page)
            if problem:
                self.add_error("slug", problem)
        return super().clean()


class AddressedCopyForm(CopyForm):
    """The copy of a page: the same, for the address it will have."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_slug"] = _plain(self.fields["new_slug"], required=True)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        parent = data.get("new_parent_page") or self.page.get_parent()
        if "new_slug" in data and (problem := address_problem(data["new_slug"], parent)):
            self.add_error("new_slug", problem)
        return data


def _plain(field: forms.Field, *, required: bool) -> SlugLineField:
    """The field of a slug, as one likes to type it."""
    own = {name: getattr(field, name) for name in ("label", "help_text", "widget", "initial")}
    return SlugLineField(max_length=255, required=required, **own)


class SluggedForm(WagtailAdminModelForm):
    """The editor of what has a slug without being a page: left empty, it is made of the fields of `named_by`."""

    named_by: ClassVar[tuple[str, ...]] = ("name",)
    slug = ProposedSlugField(label="Adresse")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What has been saved keeps its address when its name changes.
        if self.instance.pk is None and "slug" in self.fields and len(self.named_by) == 1:
            self.fields[self.named_by[0]].widget.attrs |= {
                **FOLLOWED,
                "data-w-sync-target-value": f"#{self['slug'].id_for_label}",
            }

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("slug") and "slug" not in self.errors:
            words = " ".join(str(data.get(name) or "") for name in self.named_by)
            data["slug"] = self.instance.slug or free_slug(type(self.instance), words)
            self.instance.slug = data["slug"]  # the form may have no such field
        return data
