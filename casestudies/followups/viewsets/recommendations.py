"""«Suites» in the menu: the recommendations, each with a way to its states."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import RadioSelect
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.permission_policies import ModelPermissionPolicy

from casestudies.evidence.admin_lists import starter_filter
from casestudies.evidence.source import source_panel
from casestudies.followups.enums import ProposedState, Standing
from casestudies.followups.forms import RecommendationForm
from casestudies.followups.recommendation import Recommendation
from casestudies.followups.state import StateProposal
from hub.core.models import FORMER_ADDRESSES
from hub.core.panels import QuestionPanel
from hub.core.viewsets import AddThing, ThingListViewSet

PANELS = [
    QuestionPanel("sure", heading="Est-ce bien cela ?"),
    MultiFieldPanel(
        [
            FieldPanel("assembly"),
            FieldPanel("generation"),
            FieldPanel("title"),
            FieldPanel("wording"),
            FieldPanel("summary"),
            FieldPanel("topics"),
        ],
        heading="Ce qui est demandé",
    ),
    MultiFieldPanel(
        [FieldPanel("made_on"), FieldPanel("addressed_to"), FieldPanel("due_on")], heading="À qui, et quand"
    ),
    source_panel(),
    MultiFieldPanel(
        [FORMER_ADDRESSES, FieldPanel("slug"), FieldRowPanel([FieldPanel("is_public"), FieldPanel("is_starter")])],
        heading="Publication",
    ),
]


class NeverDeleted(ModelPermissionPolicy):
    """What entered the register is hidden, at most: it is cited elsewhere."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)


class RecommendationFilterSet(WagtailFilterSet):
    standing = django_filters.ChoiceFilter(
        label="Où elle en est",
        method="by_standing",
        choices=Standing.choices,
        empty_label="Partout",
        widget=RadioSelect,
    )
    is_starter = starter_filter()

    class Meta:
        model = Recommendation
        fields: list[str] = []

    def by_standing(self, found: Any, name: str, value: str) -> QuerySet:
        today = timezone.localdate()
        read = Recommendation.objects.standing()
        return found.filter(pk__in=[each.pk for each in read if each.standing(today) == value])


class AddRecommendation(AddThing):
    """Its states come next."""

    def get_success_url(self) -> str:
        return reverse("follow_up_states", args=[self.object.pk])


class FollowUpsMenuItem(MenuItem):
    """«Suites», with the number of states that authorities propose."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("casestudies.view_recommendation")

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        component = super().render_component(request)
        waiting = StateProposal.objects.filter(status=ProposedState.WAITING).count()
        component.label = f"{self.label} ({waiting})" if waiting else self.label
        return component


class RecommendationViewSet(ThingListViewSet):
    """What assemblies asked for."""

    model = Recommendation
    icon = "list-ul"
    menu_label = "Suites"
    menu_order = 35
    menu_item_class = FollowUpsMenuItem
    add_to_admin_menu = True
    add_item_label = "Inscrire une recommandation"
    related = ("states", "assembly")
    edit_handler = ObjectList(PANELS, base_form_class=RecommendationForm)
    add_view_class = AddRecommendation
    filterset_class = RecommendationFilterSet
    list_display = [
        "title",
        Column("assembly", label="Assemblée", accessor="assembly.title", sort_key="assembly__title"),
        TitleColumn(
            "standing",
            label="Où elle en est",
            accessor=lambda each: each.standing().label,
            get_url=lambda each: reverse("follow_up_states", args=[each.pk]),
        ),
        Column("check", label="À vérifier", accessor=lambda each: each.needs_check(timezone.localdate())),
        BooleanColumn("is_public", label="Montrée", sort_key="is_public"),
    ]

    @property
    def permission_policy(self) -> NeverDeleted:
        return NeverDeleted(self.model)
