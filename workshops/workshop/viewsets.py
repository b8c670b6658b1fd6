"""Cycles and outside events in the administration."""

from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import SnippetChooserViewSet

from hub.core.viewsets import ThingListViewSet
from workshops.workshop.cycle import Cycle
from workshops.workshop.event import OutsideEvent


class FewChoices(SnippetChooserViewSet):
    """So few of them that a plain list is quicker than a window to choose from."""

    register_widget = False


class NextCycleColumn(Column):
    """A button that begins the next cycle from this one."""

    cell_template_name = "workshops/admin/next_cycle_cell.html"


class CycleViewSet(ThingListViewSet):
    """The cycles that group workshops."""

    model = Cycle
    icon = "history"
    chooser_viewset_class = FewChoices
    add_item_label = "Ajouter un cycle"
    list_display = [
        "label",
        Column("period", label="Période", accessor=lambda cycle: cycle.period.french(), sort_key="period"),
        NextCycleColumn("next_cycle", label="Suite", accessor="pk"),
    ]


class OutsideEventViewSet(ThingListViewSet):
    """Events that others organise."""

    model = OutsideEvent
    icon = "globe"
    chooser_viewset_class = FewChoices
    add_item_label = "Ajouter un événement"
    list_display = [
        "name",
        "edition",
        Column("when", label="Quand", accessor=lambda event: event.when.french(), sort_key="when"),
    ]
