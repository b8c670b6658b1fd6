"""Whoever may not decide of a workshop is told so first, whatever they asked for, and nothing is written."""

import pytest

from hub.core.dates.when import When
from hub.core.errors import NotAllowed
from tests.factories.organisers import member
from tests.factories.workshops import authority, partner, workshop
from workshops.models import WorkshopEvent, WorkshopPage
from workshops.planning.actions.copies import duplicate_workshop
from workshops.planning.actions.decisions import (
    activate_fallback,
    fix_date,
    give_other_theme,
    set_certainty,
    set_partner_certainty,
    undo_decision,
)

pytestmark = pytest.mark.django_db
WRONG = "rien"
ASKED = {
    "certainty": lambda page, by: set_certainty(page, WRONG, by=by),
    "date": lambda page, by: fix_date(page, When.parse("2099-03-18"), WRONG, by=by),
    "undone": lambda page, by: undo_decision(page, by=by),
    "fallback": lambda page, by: activate_fallback(page, by=by),
    "other theme": lambda page, by: give_other_theme(page, by=by),
    "partner": lambda page, by: set_partner_certainty(partner(page, authority()), WRONG, by=by),
    "copy": lambda page, by: duplicate_workshop(page, by=by),
}


@pytest.mark.parametrize("asked", ASKED)
def test_right_is_looked_at_before_anything_else(asked):
    page = workshop("2099-03")
    with pytest.raises(NotAllowed):
        ASKED[asked](page, member())
    assert (WorkshopPage.objects.count(), WorkshopEvent.objects.count()) == (1, 0)
