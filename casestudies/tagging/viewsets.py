"""Tags in the administration: where each is used, which look alike, merging with a preview, undoing."""

from collections.abc import Callable
from functools import cached_property
from http import HTTPStatus
from typing import Any, cast

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from taggit.models import Tag
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton

from casestudies.publications.case_study import CaseStudyPage
from casestudies.tagging import actions as actions
from casestudies.tagging.forms import MergeQuery, TagDecisionForm
from casestudies.tagging.usage import MergePlan, TagUsage, near_tags, variants
from casestudies.tags.models import MemberTag, TagMerge, TagName
from hub.community.models import Member
from hub.core.errors import ActionError, NotAllowed
from hub.core.french_order import InFrenchOrder
from hub.core.viewsets import ReadOnlyViewSet, joined

#: What is said when a decision is taken.
DONE = {
    "rename": "L’étiquette est renommée. Son ancienne adresse mène à la nouvelle.",
    "synonym": "Le synonyme est ajouté.",
    "forget": "Ce nom ne mène plus à l’étiquette.",
    "remove": "L’étiquette de ce membre est retirée.",
    "merge": "Les étiquettes sont fusionnées. La fusion peut être annulée.",
    "delete": "L’étiquette est supprimée.",
}


class TagFilterSet(WagtailFilterSet):
    look = django_filters.ChoiceFilter(
        label="À regarder",
        method="by_look",
        choices=[("variants", "Variantes trouvées"), ("drafts", "Brouillons seulement"), ("unused", "Inutilisées")],
        empty_label="Toutes",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Tag
        fields: list[str] = []

    def by_look(self, tags: QuerySet, name: str, value: str) -> QuerySet:
        if value == "variants":
            return tags.filter(pk__in=variants(Tag.objects.all()))
        usage = TagUsage()
        if value == "unused":
            return tags.filter(pk__in=[tag.pk for tag in tags if not usage.of(tag).is_used])
        return tags.filter(pk__in=[tag.pk for tag in tags if usage.of(tag).is_only_in_drafts])


class TagPaginator(WagtailPaginator):
    """Says «étiquettes» under the list: the tag belongs to a library, which calls it otherwise."""

    verbose_name = "étiquette"
    verbose_name_plural = "étiquettes"


class TagList(InFrenchOrder, generic.IndexView):
    """Every tag with its counts; with a filter, those that look like each."""

    page_title = "Étiquettes"
    paginator_class = TagPaginator
    verbose_name_plural = "étiquettes"

    @cached_property
    def usage(self) -> TagUsage:
        return TagUsage()

    @cached_property
    def alike(self) -> dict[int, list[Tag]]:
        return variants(Tag.objects.all()) if self.is_filtering else {}

    @cached_property
    def columns(self) -> list:
        counts = [
            Column("published", label="Études publiées", accessor=lambda tag: len(self.usage.of(tag).published)),
            Column("drafts", label="Brouillons", accessor=lambda tag: len(self.usage.of(tag).drafts)),
            Column("members", label="Par des membres", accessor=lambda tag: self.usage.of(tag).by_members),
        ]
        alike = Column("alike", label="Proches", accessor=lambda tag: joined(self.alike.get(tag.pk, [])))
        return [*super().columns, *counts, *([alike] if self.is_filtering else [])]

    @cached_property
    def header_buttons(self) -> list:
        merges = HeaderButton("Fusions passées", url=reverse("fusions-etiquettes:index"), icon_name="history")
        return [*super().header_buttons, merges]


class TagInspect(generic.InspectView):
    """One tag: where it is, who put it, its names, and what may be decided."""

    page_title = "Étiquette"
    template_name = "casestudies/admin/tag.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decide. A refused decision shows the page as it now is, with the text that was typed."""
        form = TagDecisionForm(request.POST)
        if not form.is_valid():
            messages.error(request, "La décision n’est pas comprise : choisissez-la de nouveau.")
            return self._show(form, HTTPStatus.UNPROCESSABLE_ENTITY)
        decision = form.cleaned_data["decision"]
        try:
            _take(self.object, form.cleaned_data, cast("Member", request.user))
        except ActionError as refusal:
            messages.error(request, str(refusal))
            denied = isinstance(refusal, NotAllowed)
            return self._show(form, HTTPStatus.FORBIDDEN if denied else HTTPStatus.CONFLICT)
        messages.success(request, DONE[decision])
        if decision == "merge":
            return HttpResponseRedirect(reverse("fusions-etiquettes:index"))
        return HttpResponseRedirect(reverse("etiquettes:index") if decision == "delete" else request.path)

    def _show(self, form: TagDecisionForm, status: HTTPStatus) -> HttpResponse:
        self.object = self.get_object()
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def get_fields_context(self) -> list:
        """The template lays the fields out itself."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tag, query = self.object, MergeQuery(self.request.GET, source=self.object)
        target, use, user = query.target(), TagUsage().of(self.object), self.request.user
        return {
            **super().get_context_data(**{"form": TagDecisionForm(), **kwargs}),
            "tag": tag,
            "pages": CaseStudyPage.objects.filter(pk__in=use.published).order_by("title__french", "pk"),
            "drafts": CaseStudyPage.objects.filter(pk__in=use.drafts).order_by("title__french", "pk"),
            "lines": MemberTag.objects.filter(tag=tag).select_related("page", "member"),
            "names": tag.names.exclude(slug=tag.slug),
            "alike": near_tags(tag.name, Tag.objects.exclude(pk=tag.pk).order_by("name__french", "pk")),
            "choices": query.fields["avec"].queryset,  # type: ignore[attr-defined]  # a field of a choice of rows
            "plan": MergePlan(tag, target) if target else None,
            "is_used": use.is_used,
            "may_govern": user.has_perm("taggit.change_tag"),
            "may_delete": user.has_perm("taggit.delete_tag"),
            "may_remove": user.has_perm("casestudies.delete_membertag"),
        }


def _take(tag: Tag, data: dict[str, Any], by: Member) -> None:
    number = data["number"] or 0
    decisions: dict[str, Callable[[], object]] = {
        "rename": lambda: actions.rename_tag(tag, data["text"], by=by),
        "synonym": lambda: actions.add_synonym(tag, data["text"], by=by),
        "forget": lambda: actions.remove_synonym(_one(TagName.objects.filter(tag=tag), number), by=by),
        "remove": lambda: actions.remove_member_tag(_one(MemberTag.objects.filter(tag=tag), number), by=by),
        "merge": lambda: actions.merge_tags(tag, _one(Tag.objects.all(), number), by=by),
        "delete": lambda: actions.delete_tag(tag, by=by),
    }
    decisions[data["decision"]]()


def _one(among: QuerySet, number: int) -> Any:
    found = among.filter(pk=number).first()
    if found is None:
        raise ActionError("Ce que vous avez choisi n’est plus là. Rechargez la page.")
    return found


class ShownToReaders(MenuItem):
    """An item for those who may see tags."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("taggit.view_tag")


class TagViewSet(ReadOnlyViewSet):
    """«Étiquettes»: governance of the free words of the case base."""

    name = "etiquettes"
    model = Tag
    icon = "tag"
    menu_label = "Étiquettes"
    menu_order = 75
    menu_item_class = ShownToReaders
    add_to_admin_menu = True
    index_view_class = TagList
    inspect_view_class = TagInspect
    inspect_template_name = TagInspect.template_name
    filterset_class = TagFilterSet
    search_fields = ["name", "names__name"]
    ordering = ["name__french", "pk"]
    list_display = ["name"]


class TagMergeInspect(generic.InspectView):
    """One merge, what it moved, and its undoing."""

    page_title = "Fusion"
    object: TagMerge
    template_name = "casestudies/admin/tag_merge.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            source = actions.undo_merge(self.object, by=cast("Member", request.user))
        except ActionError as refusal:
            messages.error(request, str(refusal))
            self.object = self.get_object()
            denied = isinstance(refusal, NotAllowed)
            status = HTTPStatus.FORBIDDEN if denied else HTTPStatus.CONFLICT
            return self.render_to_response(self.get_context_data(), status=status)
        messages.success(request, f"La fusion est annulée : « {source.name} » existe de nouveau.")
        return HttpResponseRedirect(reverse("etiquettes:inspect", args=[source.pk]))

    def get_fields_context(self) -> list:
        """The template lays the fields out itself."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        moved = self.object.moved
        return {
            **super().get_context_data(**kwargs),
            "merge": self.object,
            "pages": len(moved["pages"]) + len(moved["double_pages"]),
            "lines": len(moved["lines"]) + len(moved["double_lines"]),
            "names": moved["names"],
            "may_govern": self.request.user.has_perm("taggit.change_tag"),
        }


class TagMergeViewSet(ReadOnlyViewSet):
    """Past merges, the latest first."""

    name = "fusions-etiquettes"
    model = TagMerge
    icon = "history"
    menu_label = "Fusions d’étiquettes"
    inspect_view_class = TagMergeInspect
    inspect_template_name = TagMergeInspect.template_name
    list_display = [
        "source_name",
        Column("target_name", label="Devenue"),
        DateColumn("at", label="Le", sort_key="at"),
        Column("by", label="Par"),
        DateColumn("undone_at", label="Annulée le", sort_key="undone_at"),
    ]

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(**{"queryset": TagMerge.objects.select_related("by"), **kwargs})
