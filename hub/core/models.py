"""What every page and the whole site share."""

from collections.abc import Sequence
from http import HTTPMethod
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.models import Orderable, Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.search import index

from hub.core.dates.moments import in_words
from hub.core.expiring import ExpiringPageForm
from hub.core.http import mark_public
from hub.core.identity import SiteIdentity
from hub.core.lines import VisibleLines
from hub.core.reading import once
from hub.core.rows import CountedRows
from hub.core.slugs import AddressedCopyForm, AddressedPageForm, address_problem, plain_slug

__all__ = [
    "BasePage",
    "BasePageManager",
    "BasePageQuerySet",
    "CacheEntry",
    "ContentState",
    "FormerAddress",
    "OpenKey",
    "Ordered",
    "RateCount",
    "SiteIdentity",
    "StarterSheet",
    "VisibleLines",
]


def restricted_paths() -> list[str]:
    """Where the pages stand that are not for everybody: asked at each request, once."""
    return once("restricted paths", lambda: list(PageViewRestriction.objects.values_list("page__path", flat=True)))


class BasePageQuerySet(PageQuerySet):
    """Queries in the words of the site. Every list, feed, search and export starts with `visible_to_all`."""

    def visible_to_all(self) -> "BasePageQuerySet":
        """Pages anybody may read: published, not expired, without access restriction.

        Lists are the same for every reader, signed in or not (decision 0019): a restricted page has its own address.
        """
        return self.live().public().filter(Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now()))

    def private_q(self) -> Q:
        """What stands under a restricted page, asked by its path alone: Wagtail loads each such page whole."""
        private = Q(pk__in=[])
        for path in restricted_paths():
            private |= Q(path__startswith=path)
        return private


BasePageManager = PageManager.from_queryset(BasePageQuerySet)


class PageForm(CountedRows, AddressedPageForm, ExpiringPageForm):
    """The editor of every page."""


class PageCopyForm(AddressedCopyForm):
    """Without Wagtail's alias: two pages with one identity would be two events, or one case counted twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)


#: The former addresses of what is edited, in words.
FORMER_ADDRESSES = HelpPanel(template="core/admin/former_addresses.html")


class Ordered(Orderable):
    """A row that organisers put in order. Two of the same place come in the order in which they were made."""

    class Meta(Orderable.Meta):
        abstract = True
        ordering = ["sort_order", "pk"]


class BasePage(VisibleLines, Page):
    """Parent of every page type: an introduction, and panels in French."""

    introduction = models.TextField(
        "introduction", blank=True, max_length=600, help_text="Une ou deux phrases, affichées sous le titre."
    )

    objects = BasePageManager()

    base_form_class = PageForm
    copy_form_class = PageCopyForm
    #: Pages are read; whatever is sent goes to addresses of its own.
    allowed_http_methods = (HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS)
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    promote_panels = [
        MultiFieldPanel(
            [FORMER_ADDRESSES, FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            heading="Adresse et moteurs de recherche",
        )
    ]
    #: `visible_to_all` filters on it, in searches too.
    search_fields = [*Page.search_fields, index.SearchField("introduction"), index.FilterField("expire_at")]
    show_in_menus_default = False

    class Meta:
        abstract = True

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.slug: str = plain_slug(self.slug)
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """What a draft is checked for: it must have an address too."""
        self.slug = plain_slug(self.slug)
        super().minimal_clean()
        self._check_address()

    def clean(self) -> None:
        super().clean()
        self._check_address()

    def _check_address(self) -> None:
        """Nothing to check before the page has its place in the tree: forms do it there."""
        problem = address_problem(self.slug, self.get_parent()) if self.path else ""
        if problem:
            raise ValidationError({"slug": problem})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "trail": self.trail(request)}

    #: The pages above it, home page first, where its address was followed to find it.
    above: Sequence[Page] = ()
    #: Until `get_view_restrictions` has been asked, which Wagtail does before a page is served.
    is_restricted = True

    def get_view_restrictions(self) -> QuerySet:
        """One query for a page that anybody may read; otherwise Wagtail's, about every page above."""
        self.is_restricted = any(self.path.startswith(path) for path in restricted_paths())
        return super().get_view_restrictions() if self.is_restricted else PageViewRestriction.objects.none()

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().serve(request, *args, **kwargs)
        return response if self.is_restricted else mark_public(response)

    def trail(self, request: HttpRequest) -> list[tuple[str, str]]:
        """Label and path of each page from below the home page down to this one, whose path is empty."""
        above = self.above[1:] if self.above else self._ancestors()
        return [*((page.title, page.get_url(request) or "") for page in above), (self.title, "")]

    def _ancestors(self) -> PageQuerySet | list[Page]:
        return self.get_ancestors().filter(depth__gt=2) if (self.depth or 0) > 3 else []


class StarterSheet(models.Model):
    """A page made from the starter facts: it says so until somebody has read it again."""

    is_starter = models.BooleanField(
        "fiche de démarrage, à relire",
        default=False,
        help_text="La page porte la mention « fiche de démarrage, à relire ». Décochez après relecture.",
    )

    class Meta:
        abstract = True


class RateCount(models.Model):
    """How often something was done under one key in one window of time; see `hub.core.limits`."""

    key = models.CharField(max_length=64, unique=True)
    ends_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.count} jusqu’au {in_words(self.ends_at)}"


class CacheEntry(models.Model):
    """The table of Django's `DatabaseCache`, which reads and writes it by itself: the columns are as it wants them."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.cache_key


class ContentState(models.Model):
    """One row. `token` is another one after each change of what lists are narrowed with: see `hub.core.lists.kept`."""

    token = models.CharField(max_length=32, default="")

    class Meta:
        verbose_name = "état du contenu"
        verbose_name_plural = "état du contenu"

    def __str__(self) -> str:
        return self.token


class FormerAddress(models.Model):
    """An address that something had: whoever asks for it is sent where it is now (decision 0040).

    `kind` is the label of a model, and `key` a slug that one of its objects had; of `Page`, `key` is a whole path.
    `number` is the object; nothing when it was retired.
    """

    kind = models.CharField(max_length=60)
    #: A database indexes no more than 2 700 bytes.
    key = models.CharField(max_length=600)
    number = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="former_address_unique")]
        indexes = [models.Index(fields=["kind", "number"], name="former_address_of")]

    def __str__(self) -> str:
        return self.key


class OpenKey(models.Model):
    """The identifier in the open data of what changed its address: that of its first one, for ever."""

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=300)
    number = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="open_key_unique"),
            models.UniqueConstraint(fields=["kind", "number"], name="open_key_one"),
        ]

    def __str__(self) -> str:
        return self.key
