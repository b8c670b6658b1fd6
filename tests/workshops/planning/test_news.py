"""A decision becomes news once nobody can undo it any more, with its public reason and nothing else."""

import pytest

from hub.core.dates.when import When
from hub.core.registries import Day, News
from tests.factories.casestudies import hide
from tests.factories.organisers import organiser
from tests.factories.workshops import theme, workshop
from tests.harness.news import lines_of_source
from tests.workshops.planning.test_announcements import REASON, again, later
from workshops.models import WorkshopChange, WorkshopPage
from workshops.planning.actions.announcing import send_announcements
from workshops.planning.actions.decisions import fix_date, set_certainty, undo_decision
from workshops.planning.news import SOURCES

pytestmark = pytest.mark.django_db

NOTE = "La mairie ne veut pas qu’on le sache."


def told(minutes: int = 16) -> list[News]:
    """What anybody may read of decisions when that many minutes have passed, oldest first."""
    send_announcements(later(minutes))
    return list(SOURCES["décisions"].tell(lines_of_source(SOURCES["décisions"]), None))


def short(minutes: int = 16) -> list[tuple[str, str, str, str]]:
    return [(news.kind, news.old, news.new, news.sentence) for news in told(minutes)]


def test_postponed_workshop_is_news_after_a_quarter_of_an_hour_with_its_public_reason():
    subject = theme("Tirage au sort")
    page = workshop("2099-03-18", title="Mars", certainty="tentative", themes=[subject])
    set_certainty(page, "postponed", by=organiser(first_name="Odile"), reason=REASON, note=NOTE)
    assert short(14) == []
    (news,) = told()
    assert (news.kind, news.title, news.path) == ("Atelier reporté", "Mars", f"/ateliers/{page.slug}/")
    assert (news.old, news.new, news.sentence) == ("18 mars 2099 (sous réserve)", "reporté", REASON)
    assert news.days == (Day(When.parse("2099-03-18"), "sous réserve"), Day(When.parse("2099-03-18"), "reporté"))
    assert (news.line.themes, WorkshopChange.objects.count()) == ({subject.pk}, 1)
    kept = str(WorkshopChange.objects.values().get())
    assert (NOTE in kept, "Odile" in kept) == (False, False)


def test_each_decision_has_its_words():
    by = organiser()
    page = workshop("2099-03", title="Mars", certainty="proposed")
    page = fix_date(page, When.parse("2099-03-18"), "confirmed", by=by)
    send_announcements(later())
    page = fix_date(page, When.parse("2099-04-02"), "confirmed", by=by)
    send_announcements(later())
    set_certainty(page, "cancelled", by=by)
    assert short() == [
        ("Atelier fixé", "mars 2099", "18 mars 2099", ""),
        ("Atelier déplacé", "18 mars 2099", "2 avril 2099", ""),
        ("Atelier annulé", "2 avril 2099", "annulé", ""),
    ]


def test_undone_decision_is_no_news():
    by = organiser()
    page = set_certainty(workshop("2099-03-18", certainty="confirmed"), "cancelled", by=by, reason=REASON)
    undo_decision(page, by=by)
    assert short() == []


def test_two_decisions_in_a_quarter_of_an_hour_are_one_news():
    by = organiser()
    page = fix_date(workshop("2099-03"), When.parse("2099-03-18"), "confirmed", by=by)
    fix_date(page, When.parse("2099-03-19"), "confirmed", by=by)
    assert short() == [("Atelier fixé", "mars 2099", "19 mars 2099", "")]


def test_year_that_was_supposed_says_so():
    page = workshop("2099-03-18", certainty="proposed", year_assumed=True)
    fix_date(page, When.parse("2099-03-18"), "confirmed", by=organiser())
    assert short() == [("Atelier fixé", "18 mars 2099 (proposé, année supposée)", "18 mars 2099", "")]


def test_fallback_says_that_it_was_one():
    page = workshop("2099-11", certainty="tentative", fallback_for=workshop("2099-03-18", certainty="confirmed"))
    set_certainty(page, "cancelled", by=organiser())
    assert short() == [("Atelier annulé", "novembre 2099 (repli)", "annulé", "")]


def test_what_concerns_only_who_comes_is_no_news():
    page = workshop("2099-03-18", certainty="confirmed")
    page.place = "Salle B"
    page.save_revision().publish()
    set_certainty(again(page), "tentative", by=organiser())
    assert short() == []


@pytest.mark.parametrize("way", ["draft", "private", "expired"])
def test_decisions_about_a_hidden_workshop_are_not_told(way):
    page = workshop("2099-03-18", certainty="confirmed")
    set_certainty(page, "cancelled", by=organiser(), reason=REASON)
    assert len(told()) == 1
    hide(WorkshopPage.objects.get(pk=page.pk), way)
    assert told() == []


def test_decision_about_a_workshop_hidden_meanwhile_is_never_written_down():
    page = workshop("2099-03-18", certainty="confirmed")
    set_certainty(page, "cancelled", by=organiser(), reason=REASON)
    hide(again(page), "draft")
    send_announcements(later())
    assert WorkshopChange.objects.count() == 0
