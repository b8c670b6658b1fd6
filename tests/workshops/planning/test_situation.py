"""A workshop that fails and its fallback know each other, in sentences that link them, whatever is decided."""

import re

import pytest

from tests.factories.organisers import organiser
from tests.factories.workshops import theme, workshop
from tests.harness.queries import query_counts
from workshops.models import WorkshopPage
from workshops.planning.actions.decisions import activate_fallback, set_certainty

pytestmark = pytest.mark.django_db


def again(page: WorkshopPage) -> WorkshopPage:
    return WorkshopPage.objects.get(pk=page.pk)


def said(client, page: WorkshopPage) -> str:
    """What the page says of its situation, links between brackets."""
    html = client.get(f"/ateliers/{page.slug}/").content.decode()
    found = re.search(r'<p class="specimen">(.*?)</p>', html, re.DOTALL)
    text = re.sub(r'<a href="/ateliers/([\w-]+)/">(.*?)</a>', r"\2 [\1]", found[1] if found else "")
    return " ".join(text.replace("\u202f", " ").replace("\xa0", " ").split())


@pytest.fixture
def pair():
    march = workshop("2027-03-18", title="Mars", slug="mars", certainty="confirmed")
    return march, workshop("2027-11", title="Novembre", slug="novembre", fallback_for=march)


def test_nothing_is_said_while_all_goes_as_planned(client, pair):
    assert [said(client, page) for page in pair] == ["", ""]


def test_both_pages_say_what_happened_before_and_after_activation(client, pair):
    (march, november), by = pair, organiser()
    set_certainty(march, "cancelled", by=by)
    assert said(client, march) == (
        "Cet atelier est annulé. "
        "Son atelier de repli, « Novembre » [novembre] (novembre 2027), n’est pas encore décidé."
    )
    assert said(client, november) == (
        "« Mars » [mars] est annulé. Le groupe n’a pas encore décidé si cet atelier de repli a lieu."
    )
    activate_fallback(again(november), by=by)
    assert said(client, march) == (
        "Cet atelier est annulé. Il est remplacé par « Novembre » [novembre] (novembre 2027)."
    )
    assert said(client, november) == "Il remplace « Mars » [mars], annulé."


def test_first_one_put_back_is_said_on_both_pages(client, pair):
    (march, november), by = pair, organiser()
    set_certainty(march, "cancelled", by=by)
    activate_fallback(again(november), by=by)
    set_certainty(again(march), "proposed", by=by)
    assert said(client, march) == (
        "L’atelier activé pour le remplacer, « Novembre » [novembre] (novembre 2027), est toujours annoncé."
    )
    assert said(client, november) == "Il devait remplacer « Mars » [mars], qui est de nouveau annoncé."


def test_deleting_the_first_one_confirms_nothing(client, pair):
    march, november = pair
    set_certainty(november, "confirmed", by=organiser())
    march.delete()
    now = again(november)
    assert (now.fallback_for, now.fallback_lost, now.is_waiting_fallback, now.doubt) == (None, "Mars", True, "repli")
    assert said(client, now) == (
        "« Mars », qu’il devait remplacer, est retiré. Le groupe n’a pas encore décidé si cet atelier de repli a lieu."
    )
    published = now.get_latest_revision_as_object()
    published.save_revision().publish()
    assert again(november).doubt == "repli"
    activate_fallback(again(november), by=organiser())
    assert (again(november).doubt, said(client, november)) == ("", "")


def test_fallback_of_a_fallback_waits_for_the_one_before_it(client, pair):
    (march, november), by = pair, organiser()
    december = workshop("2027-12", title="Décembre", slug="decembre", fallback_for=november)
    set_certainty(march, "held", by=by)
    set_certainty(november, "void", by=by)
    assert said(client, december) == ""
    assert again(december).fallback_for.has_failed is False
    set_certainty(again(november), "proposed", by=by)
    set_certainty(again(november), "cancelled", by=by)
    assert said(client, december) == (
        "« Novembre » [novembre] est annulé. Le groupe n’a pas encore décidé si cet atelier de repli a lieu."
    )


def test_workshop_nobody_may_read_is_not_named(client, pair):
    march, _ = pair
    set_certainty(march, "cancelled", by=organiser())
    march.refresh_from_db()
    again(march).unpublish()
    for path in ("/ateliers/novembre/", "/ateliers/"):
        assert "Mars" not in client.get(path).content.decode()


def test_lists_say_it_too_in_the_same_number_of_queries(client, pair):
    set_certainty(pair[0], "cancelled", by=organiser())
    body = client.get("/ateliers/").content.decode()
    assert "n’est pas encore décidé" in body

    def one_more() -> None:
        original = workshop("2027-03-18", certainty="cancelled")
        workshop("2027-11", fallback_for=original)
        workshop("2027-11", replaces=original)

    first, *others = query_counts(client, "/ateliers/", one_more)
    assert others == [first, first]


def test_active_fallback_that_fails_too_replaces_nothing_any_more(client, pair):
    (march, november), by = pair, organiser()
    set_certainty(march, "cancelled", by=by)
    activate_fallback(again(november), by=by)
    set_certainty(again(november), "cancelled", by=by)
    assert said(client, november) == "Cet atelier est annulé. Il devait remplacer « Mars » [mars], annulé."


def test_first_one_held_after_all_is_not_announced(client, pair):
    (march, november), by = pair, organiser()
    set_certainty(march, "cancelled", by=by)
    activate_fallback(again(november), by=by)
    set_certainty(again(march), "proposed", by=by)
    set_certainty(again(march), "held", by=by)
    assert said(client, november) == "Il devait remplacer « Mars » [mars], qui a eu lieu."


def test_hour_between_brackets_opens_no_others(client):
    march = workshop("2027-03-18", slug="mars", certainty="cancelled")
    workshop("2027-11-05T14:00/2027-11-05T16:00", title="Novembre", slug="novembre", replaces=march)
    assert said(client, march) == (
        "Cet atelier est annulé. Il est remplacé par « Novembre » [novembre] "
        "(vendredi 5 novembre 2027, de 14 h à 16 h, heure de Paris)."
    )


def test_pointless_fallback_names_the_one_it_was_for(client, pair):
    _, november = pair
    set_certainty(november, "void", by=organiser())
    assert (
        said(client, november) == "Cet atelier de repli est sans objet. Il devait remplacer « Mars » [mars] au besoin."
    )


def test_list_says_no_condition_of_what_is_settled(client, pair):
    march, november = pair
    by = organiser()

    def row() -> list[bool]:
        html = client.get("/ateliers/").content.decode()
        return ["n’a pas lieu" in html, "repli possible" in html]

    assert row() == [True, True]
    set_certainty(november, "void", by=by)
    assert row() == [False, False]
    set_certainty(again(november), "proposed", by=by)
    set_certainty(march, "held", by=by)
    assert row() == [False, False]


def test_postponed_workshop_still_awaits_its_date_once_its_days_have_passed(client):
    subject = theme()
    workshop("2020-03-18", title="Lui", slug="lui", certainty="postponed", themes=[subject])
    to_define = client.get("/ateliers/").content.decode().partition("<h2>À préciser</h2>")[2]
    assert "Lui" in to_define.partition("</section>")[0]
    assert "Lui" not in to_define.partition("<h2>Passés</h2>")[2]
    assert "La nouvelle date paraîtra ici." in client.get(subject.get_absolute_url()).content.decode()
    client.force_login(organiser())
    dashboard = client.get("/admin/").content.decode()
    assert "Reportés : une nouvelle date est attendue" in dashboard


@pytest.mark.parametrize("certainty", ["postponed", "cancelled"])
def test_page_of_a_theme_says_what_does_not_take_place(client, certainty):
    subject = theme()
    workshop("2099-03-18", title="Lui", certainty=certainty, themes=[subject])
    assert "Lui" in client.get(subject.get_absolute_url()).content.decode()


def test_fallback_of_a_fallback_takes_over_when_both_failed(client, pair):
    (march, november), by = pair, organiser()
    december = workshop("2027-12", title="Décembre", slug="decembre", fallback_for=november)
    set_certainty(march, "cancelled", by=by)
    activate_fallback(again(november), by=by)
    set_certainty(again(november), "cancelled", by=by)
    activate_fallback(again(december), by=by)
    assert (again(december).replaces, again(december).doubt) == (november, "")
    assert said(client, march) == (
        "Cet atelier est annulé. L’atelier qui devait le remplacer, « Novembre » [novembre], est annulé."
    )
    assert said(client, december) == "Il remplace « Novembre » [novembre], annulé."
