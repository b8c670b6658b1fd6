"""«Ce qui a changé»: the page, the home page, the feeds and the digests tell one thing."""

import itertools
import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casestudies.models import AssemblyPage, CaseStudyPage, SheetChange
from hub.core.lists import kept
from hub.core.models import ContentState
from hub.core.registries import news_sources
from hub.home.my_space.actions.news import send_digests, subscribe_to_news
from hub.home.news import IN_FEED, ON_PAGE, between, latest, lines_of, newest_first, told, with_themes
from hub.mail.models import OutgoingMail
from tests.casestudies.news.test_changes import published
from tests.factories.casestudies import assembly, case_study, fact, hide, source, witness
from tests.factories.followups import recommendation, state
from tests.factories.organisers import member, organiser
from tests.factories.pages import home_page
from tests.factories.workshops import authority, theme, workshop
from tests.harness.queries import growing, query_counts_of
from tests.workshops.planning.test_announcements import later
from workshops.models import WorkshopChange
from workshops.planning.actions.announcing import send_announcements
from workshops.planning.actions.decisions import set_certainty

pytestmark = pytest.mark.django_db

PAGE = "/nouveautes/"
ATOM = "{http://www.w3.org/2005/Atom}"
APRIL = datetime(2027, 4, 21, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    kept.forget()


def dated(page, at: datetime = APRIL):
    """Published for the first time `at`."""
    type(page).objects.filter(pk=page.pk).update(first_published_at=at)
    kept.forget()
    return page


def entries(client, path: str = "/nouveautes.atom") -> list[tuple[str, str, str]]:
    """Title, address and words of each, arrows as they are seen."""
    root = ET.fromstring(client.get(path).content)  # noqa: S314 -- reads what we wrote ourselves
    return [
        (
            entry.findtext(f"{ATOM}title"),
            entry.find(f"{ATOM}link").get("href"),
            re.sub("</?span[^>]*>", "", entry.findtext(f"{ATOM}summary")),
        )
        for entry in root.iter(f"{ATOM}entry")
    ]


def shown(client, path: str = PAGE) -> list[tuple[str, str]]:
    """Kind and title of each row of the page."""
    html = " ".join(client.get(path).content.decode().split())
    return re.findall(r'<p class="kind-of">(.*?)</p>.*?<h3><a href="[^"]*">(.*?)</a></h3>', html)


def all_kinds(subject) -> None:
    """One news of every kind, on one theme."""
    paris = assembly("Assemblée", authority=authority("Ville de Paris"), themes=[subject])
    published(paris, fact(paris, "compensation", "44 €", theme=subject), at="2027-04-21T12:00:00+00:00", value="45 €")
    published(paris, at="2027-04-21T13:00:00+00:00", status="ended")
    case_study("Étude", themes=[subject], introduction="En bref.")
    witness("Témoignage", themes=[subject])
    state(recommendation("Trois textes", page=AssemblyPage.objects.get(pk=paris.pk)))
    page = workshop("2099-03-18", title="Mars", certainty="confirmed", themes=[subject])
    set_certainty(page, "cancelled", by=organiser(), reason="La salle est fermée.")
    send_announcements(later())


def test_page_home_feed_and_digest_tell_the_same(client):
    home_page()
    subject = theme("Indemnisation", slug="indemnisation")
    person = member()
    line = subscribe_to_news(person, themes=[subject], rhythm="weekly")
    type(line).objects.update(last_sent_at=datetime(2026, 1, 1, tzinfo=UTC))
    all_kinds(subject)
    expected = [f"{kind} : {title}" for kind, title in shown(client)]
    assert sorted(expected) == [
        "Assemblée publiée : Assemblée",
        "Atelier annoncé : Mars",
        "Atelier annulé : Mars",
        "Fait corrigé : Paris, indemnisation",
        "Statut corrigé : Assemblée",
        "Suites : Trois textes, Assemblée",
        "Témoignage publié : Témoignage",
        "Étude publiée : Étude",
    ]
    found = entries(client)
    assert [title for title, _, _ in found] == expected
    assert [title for title, _, _ in entries(client, "/nouveautes/themes/indemnisation.atom")] == expected
    home = client.get("/").context["news"]
    assert [f"{news.kind} : {news.title}" for news in home] == expected[:5]
    send_digests(datetime(2099, 1, 1, tzinfo=UTC))
    mail = OutgoingMail.objects.get(subject="8 nouveautés sur vos thèmes").text
    assert [row for row in mail.splitlines() if row in set(expected)] == expected
    assert all(words in mail and link in mail for _, link, words in found)


def test_feed_says_old_new_and_why(client):
    paris = assembly("Assemblée", authority=authority("Ville de Paris"))
    pay = fact(paris, "compensation", "44 € par jour")
    published(paris, pay, value="44 € par demi-journée", because="Un site <b>tiers</b> disait « par jour ».")
    (changed, *_) = entries(client)
    assert changed == (
        "Fait corrigé : Paris, indemnisation",
        f"http://testserver/assemblees/{paris.slug}/#fait-{pay.pk}",
        "44 € par jour → 44 € par demi-journée. Un site &lt;b&gt;tiers&lt;/b&gt; disait « par jour ».",
    )


def test_page_strikes_what_was_said_and_escapes_what_people_typed(client):
    paris = assembly("Assemblée <i>libre</i>", authority=authority("Ville de Paris"))
    cited = source(title="<script>alert(1)</script>")
    pay = fact(paris, "compensation", "44 €", source=cited)
    published(paris, pay, value="Selon <script>alert(1)</script>", because="<b>Faute</b>")
    html = " ".join(client.get(PAGE).content.decode().split())
    assert "<del>44 €</del>" in html.replace("\u202f", " ").replace("\xa0", " ")
    assert "<ins>Selon &lt;script&gt;alert(1)&lt;/script&gt;</ins>" in html
    assert ("<script>alert" in html, "<b>Faute" in html, "<i>libre" in html) == (False, False, False)


def test_months_are_told_apart_newest_first(client):
    dated(case_study("En avril"))
    dated(case_study("Fin mars"), datetime(2027, 3, 31, 21, 59, tzinfo=UTC))
    dated(case_study("Début avril"), datetime(2027, 3, 31, 22, 1, tzinfo=UTC))  # midnight has struck in Paris
    months = client.get(PAGE).context["months"]
    assert [(month["label"], month["count"], [news.title for news, _ in month["news"]]) for month in months] == [
        ("Avril 2027", 2, ["En avril", "Début avril"]),
        ("Mars 2027", 1, ["Fin mars"]),
    ]
    assert shown(client, f"{PAGE}?mois=2027-03") == [("Étude publiée", "Fin mars")]


def test_page_tells_eight_at_a_time(client):
    for number in range(10):
        dated(case_study(f"Étude {number}"), APRIL + timedelta(minutes=number))
    first, second = shown(client), shown(client, f"{PAGE}?page=2")
    assert [title for _, title in (*first, *second)] == [f"Étude {number}" for number in range(9, -1, -1)]
    assert (len(first), client.get(PAGE).context["months"][0]["count"]) == (8, 10)
    assert 'href="?mois=2027-04&amp;page=2"' in client.get(f"{PAGE}?mois=2027-04").text


def test_theme_narrows_the_page_and_announces_its_feed(client):
    pay, draw = theme("Indemniser", slug="pay"), theme("Tirer", slug="draw")
    case_study("Payée", themes=[pay])
    case_study("Tirée", themes=[draw])
    html = client.get(f"{PAGE}?theme=pay").text
    assert shown(client, f"{PAGE}?theme=pay") == [("Étude publiée", "Payée")]
    assert 'href="/nouveautes/themes/pay.atom"' in html
    assert 'href="/nouveautes.atom"' in html
    assert '<a href="?theme=pay" aria-current="true">' in html


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("theme=lune", "Thème : « lune »"),
        ("theme=%00%3Cscript%3E", "Thème : « &lt;script&gt; »"),
        ("mois=2027-13", "Mois : « 2027-13 »"),
        ("mois=0000-01", "Mois : « 0000-01 »"),
        ("mois=avril", "Mois : « avril »"),
        ("mois=٢٠٢٧-٠٤", "Mois : « ٢٠٢٧-٠٤ »"),
    ],
)
def test_what_is_not_understood_is_left_out_and_said(client, asked, said):
    case_study("Étude")
    response = client.get(f"{PAGE}?{asked}")
    html = response.content.decode().replace("\u202f", " ").replace("\xa0", " ")
    assert (response.status_code, f"Laissé de côté, car inconnu ici : {said}." in html) == (200, True)
    assert shown(client, f"{PAGE}?{asked}") == [("Étude publiée", "Étude")]


def test_newest_of_all_sources_come_first_and_each_once():
    subject, subjects = theme("Indemnisation"), count(1)
    for each in range(5):
        dated(case_study(themes=[subject, theme(f"Autre {each}")]), APRIL + timedelta(days=each % 3))
    for add in (partial(_changed, lambda page: fact(page, "size", "9"), subjects), _decided):
        add(subject)
    rows = [(getattr(row, each.at), name, row.pk) for name, each in news_sources().items() for row in each.rows(None)]
    assert [(each.line.at, each.source, each.line.number) for each in lines_of(newest_first())] == sorted(
        rows, reverse=True
    )
    assert (len(rows), latest(3)) == (7, latest(IN_FEED)[:3])


def test_news_on_a_theme_are_those_that_have_it():
    subject, other = theme("Indemnisation", slug="indemnisation"), theme("Tirer", slug="tirage-au-sort")
    all_kinds(subject)
    place = _silent(assembly("lyon", themes=[subject, other]))
    for key, marked in (("compensation", None), ("compensation", other), ("creation", None), ("size", other)):
        row = fact(place, key, "9", theme=marked)
        SheetChange.objects.create(page=place, fact=row, day=APRIL.date(), at=APRIL, new="9")
    SheetChange.objects.create(page=place, day=APRIL.date(), at=APRIL, new="9")
    everything = with_themes(lines_of(newest_first()))
    for asked in (subject, other):
        about = [each for each in everything if asked.pk in each.line.themes]
        assert with_themes(lines_of(newest_first(asked))) == about
    assert len(everything) == 13


def test_page_asks_the_database_for_what_it_shows(client):
    """Eight lines and their words, two counts: no list of all that ever changed."""
    for number in range(ON_PAGE + 4):
        dated(case_study(f"Étude {number}"), APRIL + timedelta(minutes=number))
    kept.forget()
    with CaptureQueriesContext(connection) as captured:
        context = client.get(PAGE).context
    unions = [query["sql"] for query in captured if "UNION ALL" in query["sql"]]
    limited = [f"LIMIT {ON_PAGE}" in sql for sql in unions if "ORDER BY" in sql]
    counted = ["COUNT(" in sql for sql in unions if "ORDER BY" not in sql]
    assert (limited, counted, context["items"].paginator.count) == ([True], [True, True], ON_PAGE + 4)


def test_home_reads_a_few_news_however_many_there_are(client):
    home_page()
    for _ in range(IN_FEED + 3):
        case_study()
    kept.forget()
    client.get("/")
    assert len(kept.kept("latest news", list)) == IN_FEED


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 40, "99999"])
def test_page_that_does_not_exist_gives_one_that_does(client, page):
    case_study("Étude")
    assert shown(client, f"{PAGE}?page={page}") == [("Étude publiée", "Étude")]


def test_nothing_to_tell_still_helps(client):
    home_page()
    theme("Indemniser", slug="pay")
    assert "la première nouvelle paraîtra ici" in client.get(PAGE).text
    assert "Rien n’a encore changé sur ce thème" in client.get(f"{PAGE}?theme=pay").text
    assert "Rien n’a changé ce mois-là" in client.get(f"{PAGE}?mois=2020-01").text
    assert "Rien n’a changé sur ce thème ce mois-là" in client.get(f"{PAGE}?theme=pay&mois=2020-01").text
    assert "Tout ce qui a changé" not in client.get("/").text


@pytest.mark.parametrize("way", ["draft", "private", "expired"])
def test_study_hidden_after_it_was_announced_disappears_everywhere(client, way):
    home_page()
    page = case_study("Étude")
    assert shown(client) == [("Étude publiée", "Étude")]
    announced = lines_of(newest_first())
    hide(CaseStudyPage.objects.get(pk=page.pk), way)
    assert (shown(client), entries(client), client.get("/").context["news"]) == ([], [], [])
    assert between(datetime(2026, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)) == []
    assert told(announced) == []


def test_republished_study_is_no_news_and_keeps_its_identity(client):
    page = dated(case_study("Étude"))
    before = client.get("/nouveautes.atom").content
    CaseStudyPage.objects.get(pk=page.pk).save_revision().publish()
    assert client.get("/nouveautes.atom").content == before
    assert f"urn:uuid:{page.translation_key}" in before.decode()


def test_rectified_state_says_both_and_why(client):
    asked = recommendation("Trois textes")
    wrong = state(asked, "taken")
    state(asked, "partly", rectifies=wrong, because="L’acte n’en reprend que deux.")
    (rectified, first) = [entry for entry in entries(client) if entry[0].startswith("Suites")]
    assert (rectified[0], rectified[2]) == (
        f"Suites rectifiées : Trois textes, {asked.assembly.title}",
        "Reprise, juillet 2024 → Reprise en partie, juillet 2024. L’acte n’en reprend que deux.",
    )
    assert first[2] == "Reprise, juillet 2024. Une délibération."


def _silent(page):
    """Published, and no news by itself."""
    type(page).objects.filter(pk=page.pk).update(first_published_at=None)
    return page


def _changed(fact_of, days, subject) -> None:
    paris = _silent(assembly(themes=[subject]))
    at = APRIL + timedelta(days=next(days))
    SheetChange.objects.create(page=paris, fact=fact_of(paris), day=at.date(), at=at, old="44 €", new="45 €")


def _decided(subject) -> None:
    page = _silent(workshop("2099-03-18", certainty="confirmed", themes=[subject]))
    WorkshopChange.objects.create(workshop=page, at=APRIL, kind="cancelled", when_before=page.when, when=page.when)


@pytest.mark.parametrize(
    "add",
    [
        lambda subject: case_study(themes=[subject]),
        lambda subject: workshop("2020-06", themes=[subject]),
        lambda subject: state(recommendation(page=_silent(assembly(themes=[subject])))),
        partial(_changed, lambda page: fact(page, "compensation", "45 €"), itertools.count()),
        partial(_changed, lambda page: None, itertools.count()),
        _decided,
    ],
    ids=["study", "workshop", "state", "fact", "status", "decision"],
)
def test_queries_do_not_grow_with_news_of_any_kind(client, add):
    home_page()
    subject = theme("Indemnisation", slug="indemnisation")
    paths = [PAGE, f"{PAGE}?theme=indemnisation", "/nouveautes.atom", "/"]
    assert growing(query_counts_of(client, paths, lambda: add(subject))) == {}


def test_whatever_becomes_news_moves_the_token(client):
    paris = assembly("Assemblée")
    pay = fact(paris, "compensation", "44 €")
    page = workshop("2099-03-18", certainty="confirmed")
    set_certainty(page, "cancelled", by=organiser())
    tokens = [ContentState.objects.get().token]
    for write in (
        lambda: SheetChange.objects.create(page=paris, fact=pay, day=APRIL.date(), at=APRIL, new="45 €"),
        lambda: SheetChange.objects.get().delete(),
        lambda: published(paris, pay, value="45 €"),
        lambda: send_announcements(later()),
        lambda: WorkshopChange.objects.get().delete(),
    ):
        write()
        tokens.append(ContentState.objects.get().token)
    assert len(set(tokens)) == 6


def test_address_is_in_the_sitemap_and_at_the_foot(client):
    home_page()
    assert "http://testserver/nouveautes/" in client.get("/sitemap.xml").text
    assert '<a href="/nouveautes/">Ce qui a changé</a>' in client.get("/").text
