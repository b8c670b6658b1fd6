"""News by theme: choosing, the digests under a frozen clock, one-click unsubscription."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from hub.community.models import Member
from hub.core.errors import ActionError
from hub.core.private_links import token_for
from hub.core.registries import jobs
from hub.home.models import NewsSubscription
from hub.home.my_space.actions.news import resume_news, send_digests, stop_news, subscribe_to_news
from hub.home.my_space.links import unsubscribe_url
from hub.mail.models import OutgoingMail
from tests.factories.casestudies import case_study, hide, report, witness
from tests.factories.organisers import member
from tests.factories.pages import home_page
from tests.factories.workshops import theme, workshop
from tests.harness.dump import dump
from tests.harness.queries import CaptureQueriesContext, connection

pytestmark = pytest.mark.django_db
FORM = "/mon-espace/nouvelles/"
MONDAY = datetime(2027, 3, 1, 9, tzinfo=UTC)
DAY, WEEK = timedelta(days=1), timedelta(days=7)


def subscribed(*themes, since: datetime = MONDAY, rhythm: str = "weekly", **fields: object) -> NewsSubscription:
    line = subscribe_to_news(member(**fields), themes=themes, rhythm=rhythm)
    NewsSubscription.objects.update(last_sent_at=since)
    line.refresh_from_db()
    return line


def appeared(make, at: datetime, *themes, **fields: object):
    page = make(themes=list(themes), **fields)
    type(page).objects.filter(pk=page.pk).update(first_published_at=at, last_published_at=at)
    return page


def subjects() -> list[str]:
    return list(OutgoingMail.objects.order_by("pk").values_list("subject", flat=True))


@pytest.fixture
def owner(client) -> Member:
    home_page()
    person = member()
    client.force_login(person)
    return person


def test_digest_tells_what_appeared_on_the_chosen_themes():
    mine, other = theme("Indemnisation"), theme("Mandat")
    line = subscribed(mine)
    appeared(case_study, MONDAY + DAY, mine, other, title="Étude neuve", introduction="En bref.")
    appeared(witness, MONDAY + DAY, mine, title="Témoignage neuf")
    appeared(report, MONDAY + DAY, mine, title="Compte-rendu neuf")
    appeared(workshop, MONDAY + DAY, mine, title="Atelier neuf")
    appeared(case_study, MONDAY - DAY, mine, title="Étude d’avant")
    appeared(case_study, MONDAY + DAY, other, title="Autre thème")
    for way in ("draft", "private", "expired"):
        hide(appeared(case_study, MONDAY + DAY, mine, title=f"Caché : {way}"), way)
    assert send_digests(MONDAY + WEEK) == 1
    mail = OutgoingMail.objects.get()
    told = [row for row in mail.text.splitlines() if " : " in row]
    assert told == [
        "Étude publiée : Étude neuve",
        "Témoignage publié : Témoignage neuf",
        "Compte-rendu publié : Compte-rendu neuf",
        "Atelier annoncé : Atelier neuf",
    ]
    assert (mail.subject, mail.recipient) == ("4 nouveautés sur vos thèmes", line.member.email)
    assert mail.unsubscribe_url == unsubscribe_url(line)
    assert mail.unsubscribe_url in mail.text


def test_long_digest_tells_the_latest_and_where_the_others_are():
    chosen = theme()
    subscribed(chosen)
    for number in range(32):
        appeared(case_study, MONDAY + timedelta(hours=number), chosen, title=f"Étude {number}")
    send_digests(MONDAY + WEEK)
    mail = OutgoingMail.objects.get()
    told = [row.removeprefix("Étude publiée : ") for row in mail.text.splitlines() if row.startswith("Étude")]
    assert (mail.subject, told) == ("31 nouveautés sur vos thèmes", [f"Étude {number}" for number in range(31, 1, -1)])
    assert "Et 1 de plus, ici :\nhttp://testserver/nouveautes/\n" in mail.text


def test_digest_leaves_once_a_week_however_often_it_is_asked():
    chosen = theme()
    subscribed(chosen)
    appeared(case_study, MONDAY + DAY, chosen)
    counts = [send_digests(MONDAY + delay) for delay in (2 * DAY, 6 * DAY, WEEK, WEEK, 10 * DAY)]
    appeared(case_study, MONDAY + WEEK + DAY, chosen)
    counts += [send_digests(MONDAY + WEEK + 2 * DAY), send_digests(MONDAY + 2 * WEEK)]
    assert (counts, subjects()) == ([0, 0, 1, 0, 0, 0, 1], ["Une nouveauté sur vos thèmes"] * 2)


def test_digest_leaves_once_a_month_and_catches_up_after_a_stop():
    chosen = theme()
    subscribed(chosen, rhythm="monthly")
    appeared(case_study, MONDAY + DAY, chosen)
    appeared(case_study, MONDAY + 40 * DAY, chosen)
    assert [send_digests(MONDAY + delay) for delay in (30 * DAY, 65 * DAY, 66 * DAY)] == [0, 1, 0]
    assert subjects() == ["2 nouveautés sur vos thèmes"]


def test_nothing_new_writes_nothing():
    subscribed(theme())
    appeared(case_study, MONDAY + DAY, theme("Mandat"))
    assert (send_digests(MONDAY + WEEK), subjects()) == (0, [])


def test_digest_is_told_once_when_two_schedulers_run(monkeypatch):
    chosen = theme()
    line = subscribed(chosen)
    appeared(case_study, MONDAY + DAY, chosen)
    send_digests(MONDAY + WEEK)
    NewsSubscription.objects.filter(pk=line.pk).update(last_sent_at=MONDAY)
    send_digests(MONDAY + WEEK + timedelta(seconds=1))
    assert len(subjects()) == 1


@pytest.mark.parametrize("closed", [True, False])
def test_stopped_or_closed_accounts_get_nothing(closed):
    chosen = theme()
    line = subscribed(chosen, is_active=not closed)
    if not closed:
        stop_news(line)
    appeared(case_study, MONDAY + DAY, chosen)
    assert (send_digests(MONDAY + WEEK), subjects()) == (0, [])


def test_resuming_does_not_tell_what_appeared_meanwhile():
    chosen = theme()
    line = stop_news(subscribed(chosen))
    appeared(case_study, MONDAY + DAY, chosen)
    stopped_at = line.stopped_at
    resumed = resume_news(line)
    assert (resumed.stopped_at, resumed.last_sent_at >= stopped_at) == (None, True)


def test_digests_read_the_pages_once_for_everybody():
    chosen = theme()
    counts = []
    for week in (1, 2, 3):
        start = MONDAY + (week - 1) * WEEK
        for _ in range(week):
            appeared(case_study, start + DAY, chosen)
        subscribed(chosen, since=start)
        with CaptureQueriesContext(connection) as captured:
            assert send_digests(start + WEEK) == week
        reads = [query["sql"] for query in captured if "casestudies_" in query["sql"]]
        counts.append(len(reads))
    assert counts == [counts[0]] * 3


def test_job_is_registered():
    assert jobs()["nouvelles par thème"] is send_digests


def test_form_stores_themes_and_rhythm_and_changes_them(client, owner):
    first, second = theme(), theme("Mandat")
    client.post(FORM, {"themes": [first.pk, second.pk], "rhythm": "weekly"})
    response = client.post(FORM, {"themes": [second.pk], "rhythm": "monthly"})
    line = NewsSubscription.objects.get()
    assert (response.status_code, response["Location"]) == (302, "/mon-espace/#nouvelles")
    assert (line.member, line.rhythm, list(line.themes.all())) == (owner, "monthly", [second])


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"themes": ["999999"], "rhythm": "weekly"},
        {"themes": ["\0"], "rhythm": "weekly"},
        {"themes": ["x" * 200_000], "rhythm": "weekly"},
        {"themes": ["9" * 60], "rhythm": "weekly"},
        {"themes": ["1"], "rhythm": "hourly"},
    ],
)
def test_form_refuses_unknown_themes_and_rhythms_in_french(client, owner, typed):
    theme()
    response = client.post(FORM, typed)
    html = response.content.decode()
    assert (response.status_code, "<title>Erreur" in html, NewsSubscription.objects.count()) == (200, True, 0)


def test_subscription_needs_a_theme(owner):
    with pytest.raises(ActionError):
        subscribe_to_news(owner, themes=[], rhythm="weekly")


def test_stop_and_resume_from_the_space_are_idempotent(client, owner):
    client.post("/mon-espace/nouvelles/arreter/")
    client.post("/mon-espace/nouvelles/reprendre/")
    assert NewsSubscription.objects.count() == 0
    client.post(FORM, {"themes": [theme().pk], "rhythm": "weekly"})
    stopped = []
    for path in ("arreter", "arreter", "reprendre", "reprendre"):
        client.post(f"/mon-espace/nouvelles/{path}/")
        stopped.append(NewsSubscription.objects.get().stopped_at is not None)
    assert stopped == [True, True, False, False]


def path_of(line: NewsSubscription) -> str:
    return unsubscribe_url(line).removeprefix("http://testserver")


def test_unsubscribing_by_reading_changes_nothing(client):
    home_page()
    line = subscribed(theme())
    client.get(path_of(line))
    before = dump()
    statuses = [client.get(path_of(line)).status_code, client.head(path_of(line)).status_code]
    assert (statuses, dump() == before) == ([200, 200], True)


def test_one_click_stops_this_digest_only_and_answers_the_same_twice():
    home_page()
    line, other = subscribed(theme()), subscribed(theme("Mandat"))
    strict = Client(enforce_csrf_checks=True)
    answers = [strict.post(path_of(line), {"List-Unsubscribe": "One-Click"}) for _ in range(2)]
    for read in (line, other):
        read.refresh_from_db()
    assert (line.stopped_at is not None, other.stopped_at, line.member.is_active) == (True, None, True)
    assert ([answer.status_code for answer in answers], answers[0].content == answers[1].content) == ([200, 200], True)
    assert [answer.cookies for answer in answers] == [{}, {}]


def test_unsubscribing_after_the_account_was_erased_is_done_already(client):
    home_page()
    line = subscribed(theme())
    path = path_of(line)
    line.member.delete()
    assert "C’est fait" in client.post(path).content.decode()


def test_unsubscribing_with_the_link_of_another_is_not_found(client):
    home_page()
    line, other = subscribed(theme()), subscribed(theme("Mandat"))
    wrong = [
        path_of(line).replace(f"/{line.pk}/", f"/{other.pk}/"),
        f"/desabonnement/{line.pk}/{token_for('proposal', line.pk)}/",
        f"/desabonnement/{line.pk}/x/",
        f"/desabonnement/{'9' * 30}/x/",
        f"/desabonnement/{line.pk}/é%00/",
    ]
    assert [client.post(path).status_code for path in wrong] == [404] * 5
    assert NewsSubscription.objects.filter(stopped_at=None).count() == 2
