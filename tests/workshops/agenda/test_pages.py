"""The calendar page and the workshop page."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.models.signals import post_init

from hub.core.lists import kept
from tests.factories.workshops import authority, partner, theme, workshop
from tests.harness.queries import query_counts
from workshops.models import WorkshopPage

pytestmark = pytest.mark.django_db

BAD_QUERIES = [
    "page=-1",
    "page=abc",
    "page=" + "9" * 40,
    "theme=%00",
    "theme=%FF",
    "theme=inconnu",
    "mois=2027-13",
    "mois=2027",
    "mois=%00",
    "passes=-1",
    "passes=%00",
    "x[]=1&y=;",
]


@pytest.fixture(autouse=True)
def _november(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2026, 11, 22))


def titles(pages) -> list[str]:
    return [page.title for page in pages]


def test_calendar_page_puts_each_workshop_in_one_place(client):
    first = workshop("2027-03-18/2027-03-19", title="Mars")
    workshop("2027-06", title="Juin")
    workshop("2027-11", title="Repli", fallback_for=first)
    workshop("", title="Sans date")
    workshop("2026-05-02", title="Passé")
    workshop("2026-11-22", title="Aujourd’hui")
    workshop("2027-09", title="Annulé", certainty="cancelled")
    context = client.get("/ateliers/").context
    assert titles(context["to_come"]) == ["Aujourd’hui", "Mars", "Juin", "Annulé"]
    assert titles(context["to_define"]) == ["Repli", "Sans date"]
    assert titles(context["past"]) == ["Passé"]


def test_calendar_page_says_what_is_postponed_where_its_new_date_is_awaited(client):
    """Closed workshops stay on their days while these are to come; then only what was postponed is awaited again."""
    for certainty in ("postponed", "cancelled", "void"):
        workshop("2026-11-21", title=f"Hier {certainty}", certainty=certainty)
        workshop("2026-12-01", title=f"Bientôt {certainty}", certainty=certainty)
        workshop("", title=f"Sans date {certainty}", certainty=certainty)
    first = workshop("2027-01-10", title="Premier")
    workshop("2027-02-10", title="Repli fermé", fallback_for=first, certainty="cancelled")
    workshop("2026-11-20", title="Repli d’hier", fallback_for=first, certainty="postponed")
    workshop("", title="Vague")
    workshop("2028-05-01", title="Tenu", certainty="held")
    context = client.get("/ateliers/").context
    assert sorted(titles(context["to_come"])) == [
        "Bientôt cancelled",
        "Bientôt postponed",
        "Bientôt void",
        "Premier",
        "Repli fermé",
    ]
    assert titles(context["to_define"]) == ["Vague", "Repli d’hier", "Hier postponed"]
    assert sorted(titles(context["past"])) == ["Hier cancelled", "Hier void", "Tenu"]


def test_calendar_page_reads_the_workshops_that_it_shows_and_no_other(client):
    """Those of the two pages, and those of the year that is drawn."""
    for year in (2024, 2025, 2028, 2029):
        for number in range(14):
            workshop(f"{year}-06-{number + 1:02}", themes=[])
    workshop("2027-03", title="Mars")
    kept.forget()
    read: list[WorkshopPage] = []

    def on_read(instance: WorkshopPage, **kwargs: object) -> None:
        read.append(instance)

    post_init.connect(on_read, sender=WorkshopPage)
    context = client.get("/ateliers/").context
    assert (len(context["to_come"]), len(context["past"]), context["year_wheel"].count) == (12, 12, 1)
    assert len(read) == 12 + 12 + 1


def test_calendar_page_filters_by_theme(client):
    chosen = theme("Tirage au sort", slug="tirage")
    workshop("2027-06", title="Le bon", themes=[chosen])
    workshop("2027-07", title="Un autre")
    assert titles(client.get("/ateliers/?theme=tirage").context["to_come"]) == ["Le bon"]


def test_calendar_page_tells_twelve_at_a_time_of_each_list(client):
    chosen = theme("Tirage au sort", slug="tirage")
    for number in range(14):
        workshop(f"2027-06-{number + 1:02}", title=f"À venir {number}", themes=[chosen])
        workshop(f"2025-06-{number + 1:02}", title=f"Passé {number}", themes=[chosen])
    counts = {}
    for query in ("", "page=2", "passes=2", "theme=tirage&page=2&passes=2", "passes=x", "passes=99"):
        context = client.get(f"/ateliers/?{query}").context
        counts[query] = (len(context["to_come"]), len(context["past"]))
    assert list(counts.values()) == [(12, 12), (2, 12), (12, 2), (2, 2), (12, 12), (12, 2)]
    both = client.get("/ateliers/?theme=tirage&passes=2").content.decode()
    assert 'rel="next"\n        href="?theme=tirage&amp;passes=2&amp;page=2"' in both
    assert 'rel="prev"\n        href="?theme=tirage&amp;passes=1"' in both


@pytest.mark.parametrize(
    ("month", "found"),
    [("2027-09", ["Automne"]), ("2027-10", ["Automne"]), ("2027-11", []), ("2027-06", ["Juin", "Le 14 juin"])],
)
def test_calendar_page_filters_by_any_overlap_with_a_month(client, month, found):
    workshop("2027-09|2027-10", title="Automne")
    workshop("2027-06", title="Juin")
    workshop("2027-06-14", title="Le 14 juin")
    assert titles(client.get(f"/ateliers/?mois={month}").context["to_come"]) == found


@pytest.mark.parametrize("query", BAD_QUERIES)
@pytest.mark.parametrize("path", ["/ateliers/", "/agenda/"])
def test_calendar_page_answers_any_query_string(client, path, query):
    workshop("2027-06")
    assert client.get(f"{path}?{query}").status_code == 200


def test_calendar_page_queries_do_not_grow_with_workshops(client):
    subject, place = theme(), authority()
    first, *others = query_counts(client, "/ateliers/", lambda: partner(workshop("2027-06", themes=[subject]), place))
    assert others == [first, first]


def test_calendar_page_is_the_same_bytes_without_cookie(client):
    workshop("2027-06")
    first, second = client.get("/ateliers/"), client.get("/ateliers/")
    assert first.content == second.content
    assert first.cookies == {}


@pytest.mark.parametrize(
    ("when", "certainty", "partner_certainty", "words", "kind"),
    [
        ("2027-03-18", "confirmed", None, "", "firm"),
        ("2027-03-18", "proposed", None, "proposé", "unsure"),
        ("2027-03-18", "proposed", "tentative", "proposé", "unsure"),
        ("2027-03-18", "confirmed", "tentative", "", "firm"),
        ("2027-06", "proposed", None, "", "open"),
        ("2027-06", "tentative", None, "sous réserve", "unsure"),
        ("2027-06", "cancelled", None, "annulé", "unsure"),
    ],
)
def test_leaf_has_a_shape_and_a_word_for_each_doubt(client, when, certainty, partner_certainty, words, kind):
    page = workshop(when, slug="lui", certainty=certainty)
    if partner_certainty:
        partner(page, authority(), partner_certainty)
    html = client.get("/ateliers/lui/").content.decode()
    assert f'<p class="leaf {kind} big">' in html
    assert page.doubt == words


def test_workshop_page_leaves_out_a_partner_who_withdrew(client):
    page = workshop("2027-06", slug="lui")
    partner(page, authority("Ville de Paris"), "withdrawn")
    partner(page, authority("Ville de Rouen"))
    html = client.get("/ateliers/lui/").content.decode()
    assert "Ville de Paris" not in html
    assert "Ville de Rouen" in html


def test_workshops_cannot_be_the_fallback_of_one_another():
    first = workshop("2027-03")
    second = workshop("2027-11", fallback_for=first)
    first.fallback_for = second
    with pytest.raises(ValidationError, match="le repli de l’autre"):
        first.clean()
