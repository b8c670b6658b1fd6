"""Organisers who decide at the same instant: one decision stands, the others are told, one mail leaves."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections
from django.utils import timezone

from hub.core.errors import WrongState
from hub.home.my_space.actions.news import subscribe_to_news
from hub.mail.models import OutgoingMail
from tests.factories.organisers import administrator, member
from tests.factories.workshops import theme, workshop
from workshops.models import Announcement, WorkshopPage
from workshops.planning.actions.announcing import send_announcements
from workshops.planning.actions.decisions import set_certainty, undo_decision

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], object]) -> Counter[str]:
    """What becomes of acts that begin at the same instant, each with its own connection."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        barrier.wait(20)
        try:
            act()
        except WrongState:
            return "told"
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(run, acts))


@pytest.fixture
def page():
    subject = theme()
    subscribe_to_news(member("lectrice@exemple.fr"), themes=[subject], rhythm="weekly")
    return workshop("2099-03-18", certainty="confirmed", themes=[subject])


def again(page: WorkshopPage) -> WorkshopPage:
    return WorkshopPage.objects.get(pk=page.pk)


def test_only_one_of_several_decisions_stands(page):
    by = administrator()
    screens = [again(page) for _ in range(4)]
    acts = [
        lambda screen=screen, to=to: set_certainty(screen, to, by=by, reason="La salle est fermée.")
        for screen, to in zip(screens, ["cancelled", "postponed", "tentative", "cancelled"], strict=True)
    ]
    assert together(*acts) == {"done": 1, "told": 3}
    assert page.events.count() == 1


def test_decision_is_either_undone_or_told(page):
    by = administrator()
    set_certainty(page, "cancelled", by=by, reason="La salle est fermée.")
    due = Announcement.objects.get().due_at
    screen = again(page)
    outcome = together(
        lambda: undo_decision(screen, by=by),
        lambda: send_announcements(due + timedelta(seconds=1)),
        lambda: send_announcements(due + timedelta(seconds=1)),
    )
    mails = OutgoingMail.objects.count()
    assert (outcome["told"], again(page).certainty) == ((1, "cancelled") if mails else (0, "confirmed"))
    assert mails <= 1
    assert due > timezone.now()
