"""What organisers type about cycles and outside events."""

from wagtail.admin.forms.models import formfield_for_dbfield

from hub.core.slugs import ProposedSlugField, SluggedForm
from workshops.workshop.cycle import Cycle
from workshops.workshop.event import OutsideEvent

IDENTIFIER = "Nomme cette ligne dans les données ouvertes. Se propose d’après le nom."


class IdentifiedForm(SluggedForm):
    """What has no page of its own, and a name in the open data."""

    slug = ProposedSlugField(label="Identifiant", help_text=IDENTIFIER)


class CycleForm(IdentifiedForm):
    """A cycle."""

    named_by = ("label",)


class NewCycleForm(CycleForm):
    """A cycle added from the workshop that begins it."""

    slug = None  # type: ignore[assignment]  # how a form leaves out a field it inherits

    class Meta:
        model = Cycle
        fields = ["label", "period"]
        formfield_callback = formfield_for_dbfield


class EventForm(IdentifiedForm):
    """An outside event: one name may have several editions."""

    named_by = ("name", "edition")


class NewEventForm(EventForm):
    """An event added from the page that needs it."""

    slug = None  # type: ignore[assignment]  # how a form leaves out a field it inherits

    class Meta:
        model = OutsideEvent
        fields = ["name", "acronym", "edition", "when", "url"]
        formfield_callback = formfield_for_dbfield
