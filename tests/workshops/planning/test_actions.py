"""Decisions about a workshop: each is an action with its line of history; nothing changes by itself."""

import pytest

from hub.core.errors import NotAllowed, WrongState
from tests.factories.organisers import member, organiser
from tests.factories.workshops import authority, partner, theme, workshop
from workshops.models import WorkshopPage
from workshops.planning.actions.copies import duplicate_workshop
from workshops.planning.actions.decisions import (
    TRANSITIONS,
    activate_fallback,
    give_other_theme,
    set_certainty,
    set_partner_certainty,
)
from workshops.workshop.enums import Certainty

pytestmark = pytest.mark.django_db


def again(page: WorkshopPage) -> WorkshopPage:
    return WorkshopPage.objects.get(pk=page.pk)


def history(page: WorkshopPage) -> list[str]:
    return [event.text for event in page.events.all()]


@pytest.mark.parametrize("before", Certainty.values)
@pytest.mark.parametrize("after", Certainty.values)
def test_certainty_moves_only_as_the_table_says(before, after):
    page, by = workshop("2027-06", certainty=before), organiser()
    if after in TRANSITIONS[before]:
        set_certainty(page, after, by=by, note="Décidé ensemble.")
        words = f"{Certainty(before).label.lower()} → {Certainty(after).label.lower()}"
        assert (again(page).certainty, history(page)) == (after, [words])
        assert page.events.get().note == "Décidé ensemble."
    else:
        with pytest.raises(WrongState):
            set_certainty(page, after, by=by)
        assert (again(page).certainty, history(page)) == (before, [])


def test_certainty_is_decided_by_organisers_only():
    page = workshop("2027-06")
    with pytest.raises(NotAllowed):
        set_certainty(page, Certainty.CONFIRMED, by=member())
    assert again(page).certainty == Certainty.PROPOSED


def test_second_organiser_is_told_and_overwrites_nothing():
    seen_by_both, first, second = workshop("2027-06"), organiser(), organiser()
    other_window = again(seen_by_both)
    set_certainty(seen_by_both, Certainty.CONFIRMED, by=first)
    with pytest.raises(WrongState, match="Quelqu’un d’autre"):
        set_certainty(other_window, Certainty.CANCELLED, by=second)
    assert again(seen_by_both).certainty == Certainty.CONFIRMED


def test_decision_keeps_the_text_of_a_draft_unpublished():
    page, by = workshop("2027-06", title="Publié"), organiser()
    page.save_revision().publish()
    page = again(page)
    page.title = "En cours d’écriture"
    page.save_revision()
    set_certainty(again(page), Certainty.CONFIRMED, by=by)
    now = again(page)
    draft = now.get_latest_revision_as_object()
    assert (now.title, now.certainty, now.has_unpublished_changes) == ("Publié", Certainty.CONFIRMED, True)
    assert (draft.title, draft.certainty) == ("En cours d’écriture", Certainty.CONFIRMED)


def test_decision_on_a_draft_page_does_not_publish_it():
    page = workshop("2027-06", live=False)
    set_certainty(page, Certainty.CONFIRMED, by=organiser())
    assert (again(page).live, again(page).certainty) == (False, Certainty.CONFIRMED)


def test_fallback_is_activated_only_when_the_other_will_not_take_place():
    march, by = workshop("2027-03-18", title="Mars"), organiser()
    november = workshop("2027-11", fallback_for=march)
    with pytest.raises(WrongState, match="n’est ni annulé ni reporté"):
        activate_fallback(november, by=by)
    set_certainty(march, Certainty.CANCELLED, by=by)
    assert again(november).fallback_for == march
    activate_fallback(again(november), by=by)
    assert again(november).fallback_for is None
    assert history(november) == ["repli activé : « Mars » n’a pas lieu"]


def test_fallback_may_take_another_theme():
    march = workshop("2027-03-18")
    november = workshop("2027-11", fallback_for=march, themes=[theme()])
    give_other_theme(november, by=organiser())
    now = again(november)
    assert (now.fallback_for, now.theme_open, list(now.themes.all())) == (None, True, [])


def test_partner_who_withdraws_leaves_the_page_but_not_the_history():
    page, by = workshop("2027-06"), organiser()
    paris = partner(page, authority("Ville de Paris"))
    set_partner_certainty(paris, "withdrawn", by=by)
    assert again(page).shown_partners == []
    assert history(page) == ["partenaire Paris : retiré"]
    with pytest.raises(WrongState):
        set_partner_certainty(paris, "confirmed", by=by)


def test_deleting_the_other_workshop_keeps_the_condition_as_text():
    march = workshop("2027-03-18")
    november = workshop("2027-11", fallback_for=march, fallback_condition="en cas d’absence d’atelier aux REP")
    march.delete()
    now = again(november)
    assert (now.fallback_for, now.fallback_condition) == (None, "en cas d’absence d’atelier aux REP")


def test_duplicate_is_an_undated_draft_with_an_identity_of_its_own():
    page, by = workshop("2027-06", title="Juin", slug="juin", certainty="held", themes=[theme()]), organiser()
    partner(page, authority("Ville de Rouen"))
    copies = [duplicate_workshop(page, by=by) for _ in range(2)]
    assert [(copy.slug, copy.title, str(copy.when), copy.certainty, copy.live) for copy in copies] == [
        ("juin-2", "Juin (copie)", "", Certainty.IDEA, False),
        ("juin-3", "Juin (copie)", "", Certainty.IDEA, False),
    ]
    assert len({page.uid, *(copy.uid for copy in copies)}) == 3
    assert [each.authority.name for each in copies[0].partners.all()] == ["Ville de Rouen"]
    assert list(copies[0].themes.all()) == list(page.themes.all())


def test_older_revision_brings_back_no_older_decision():
    page = workshop("2099-03-18", certainty="confirmed")
    older = page.save_revision()
    set_certainty(page, "cancelled", by=organiser(), reason="La salle est fermée.")
    older.publish()
    assert (again(page).certainty, again(page).closing_reason) == ("cancelled", "La salle est fermée.")
