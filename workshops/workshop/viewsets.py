"""Cycles and outside events in the administration."""

from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column

from hub.core.choosers import FewChoices
from hub.core.viewsets import ThingListViewSet
from workshops.workshop.cycle import Cycle
from workshops.workshop.event import OutsideEvent
from workshops.workshop.forms import CycleForm, EventForm, NewCycleForm, NewEventForm


class NextCycleColumn(Column):
    """A button that begins the next cycle from this one."""

    cell_template_name = "workshops/admin/next_cycle_cell.html"


class CycleChooser(FewChoices):
    """A cycle is added from the workshop that begins it."""

    creation_form_class = NewCycleForm
    creation_tab_label = "Nouveau cycle"
    create_action_label = "Ajouter ce cycle"


class CycleViewSet(ThingListViewSet):
    """The cycles that group workshops."""

    model = Cycle
    icon = "history"
    chooser_viewset_class = CycleChooser
    edit_handler = ObjectList(Cycle.panels, base_form_class=CycleForm)
    add_item_label = "Ajouter un cycle"
    list_display = [
        "label",
        Column("period", label="Période", accessor=lambda cycle: cycle.period.french(), sort_key="period"),
        NextCycleColumn("next_cycle", label="Suite", accessor="pk"),
    ]


class EventChooser(FewChoices):
    """An event is added from the workshop or the report that belongs to it."""

    creation_form_class = NewEventForm
    creation_tab_label = "Nouvel événement"
    create_action_label = "Ajouter cet événement"


class OutsideEventViewSet(ThingListViewSet):
    """Events that others organise."""

    model = OutsideEvent
    icon = "globe"
    chooser_viewset_class = EventChooser
    edit_handler = ObjectList(OutsideEvent.panels, base_form_class=EventForm)
    add_item_label = "Ajouter un événement"
    list_display = [
        "name",
        "edition",
        Column("when", label="Quand", accessor=lambda event: event.when.french(), sort_key="when"),
    ]
