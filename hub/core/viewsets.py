"""Lists in the administration, shared by all apps."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import IntegrityError
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.text import capfirst
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.choose_parent import ChooseParentView
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.search.backends import get_search_backend
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet, UsageView
from wagtail.snippets.views.snippets import IndexView as SnippetList

from hub.core.choosers import AT_ONCE, ThingChooserViewSet
from hub.core.dates.when import When
from hub.core.french_order import InFrenchOrder
from hub.core.usage import users
from hub.french.sorting import sort_key

#: Type of page → name of the address of its list.
LISTS: dict[type[Page], str] = {}


def joined(values: Iterable[object]) -> str:
    """Several values in one cell."""
    return ", ".join(map(str, values))


class DayColumn(Column):
    """A day in words. Wagtail's own column counts from now: of a day to come, it says «il y a 0 minute»."""

    def get_value(self, instance: Any) -> str:
        day = super().get_value(instance)
        return When.parse(day.isoformat()).french() if day else ""


def _numbers_found(model: Any, text: str) -> list[int]:
    return [each.pk for each in get_search_backend().autocomplete(text, model.objects.only("pk"))]


class PageList(InFrenchOrder, IndexView):
    """A flat list of the pages of one type; `related` names what its cells read, so that it is loaded at once."""

    related: ClassVar[tuple[str, ...]] = ()

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().prefetch_related(*self.related)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """A filter through a relation may give a page twice; the search index can't filter by relations at all."""
        if not self.is_filtering:
            return queryset
        found = super().filter_queryset(self.model.objects.order_by())
        return queryset.filter(pk__in=found.values("pk"))

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """Wagtail's search gives keys only: its results can't be sorted by columns that are not indexed."""
        if not self.is_searching:
            return queryset
        return queryset.filter(pk__in=_numbers_found(self.model, self.search_query))


class PageListViewSet(PageListingViewSet):
    """An item of the main menu that lists the pages of one type."""

    index_view_class = PageList
    choose_parent_view_class = ChooseParentView
    add_to_admin_menu = True
    #: Columns between the title and the date of change.
    own_columns: ClassVar[list] = []
    filterset_class = WagtailFilterSet

    def on_register(self) -> None:
        super().on_register()
        LISTS[self.model] = self.get_url_name("index")

    def get_index_view_kwargs(self, **kwargs: object) -> dict:
        columns = [
            BulkActionsColumn("bulk_actions"),
            PageTitleColumn("title", label="Titre", sort_key="title", classname="title", width="28%"),
            *self.own_columns,
            DateColumn("latest_revision_created_at", label="Modifié", sort_key="latest_revision_created_at"),
            PageStatusColumn("status", label="Publication", sort_key="live"),
        ]
        return super().get_index_view_kwargs(**{"columns": columns, **kwargs})


class ThingList(InFrenchOrder, SnippetList):
    """The list of the things of one kind."""

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """Wagtail's search sorts by relevance only, or by columns that are indexed: an error for all others."""
        if self.is_searching and self.is_explicitly_ordered:
            return queryset.filter(pk__in=_numbers_found(self.model, self.search_query))
        return super().search_queryset(queryset)


class ThingUsage(UsageView):
    """Where a thing is used, relations that Wagtail's index of references leaves out included."""

    columns: ClassVar[list] = [
        TitleColumn("name", label="Nom", accessor="label", get_url=lambda row: row["edit_url"]),
        Column("kind", label="Type", accessor=lambda row: capfirst(row["object"]._meta.verbose_name)),
    ]

    def found(self) -> Iterable[Any]:
        return users(self.object)

    def get_queryset(self) -> list[tuple[Any, list]]:
        """What Wagtail lists: objects, each with its references, of which this list needs none."""
        return [(user, []) for user in sorted(set(self.found()), key=lambda user: (sort_key(str(user)), user.pk))]


class SentAtOnce:
    """For pages that save: what somebody else has just saved too is refused with a sentence."""

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]  # mixed into views
        except IntegrityError:
            form.add_error(None, AT_ONCE)
            self.produced_error_code, self.produced_error_message = "validation_error", AT_ONCE
            return self.form_invalid(form)  # type: ignore[attr-defined]  # the same


class AddThing(SentAtOnce, CreateView):
    """The page that adds a thing."""


class EditThing(SentAtOnce, EditView):
    """The page that changes one."""


class ThingListViewSet(SnippetViewSet):
    """Things that are not pages: listed, chosen from pages, deleted only when nothing relies on them."""

    #: What the button says; Wagtail's own words have «un(e)».
    add_item_label = ""
    #: What the cells of the list read, so that it is loaded at once.
    related: ClassVar[tuple[str, ...]] = ()
    list_per_page = 50
    copy_view_enabled = False
    index_view_class = ThingList
    add_view_class = AddThing
    edit_view_class = EditThing
    usage_view_class = ThingUsage
    chooser_viewset_class = ThingChooserViewSet

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return self.model._default_manager.prefetch_related(*self.related)

    def get_index_view_kwargs(self, **kwargs: object) -> dict:
        return super().get_index_view_kwargs(**{"add_item_label": self.add_item_label, **kwargs})


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Things are seen; everything else goes through actions, which check rights themselves, even for administrators."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)


class ReadOnlyViewSet(ModelViewSet):
    """A list and a page for each; nothing is added, edited or deleted there. Outside the index of references."""

    add_to_reference_index = False
    inspect_view_enabled = True
    copy_view_enabled = False
    list_per_page = 50

    @property
    def permission_policy(self) -> ReadOnlyPolicy:
        return ReadOnlyPolicy(self.model)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        absent = dict.fromkeys(f"{name}_url_name" for name in ("add", "edit", "delete", "usage", "history"))
        return super().get_common_view_kwargs(**{**absent, **kwargs})

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
        ]
