"""Addresses of sources: looked at politely, dead after two failures a week apart, never a fact less."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from wagtail.documents import get_document_model

from casestudies.checking import looking
from casestudies.checking.actions.looking import MONTH, WEEK, look_at_sources, note_look
from casestudies.checking.looking import Look, Seen, look_at
from casestudies.models import Source
from hub.core import fetching
from hub.core.models import ContentState
from tests.factories.casestudies import assembly, fact, source
from tests.factories.organisers import organiser
from tests.harness.distant_site import Site, distant_site, moved, send

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PAGE = "http://rep.example/page"
PRIVATE = "Cette adresse mène à un réseau privé : seuls les sites publics sont acceptés."


@pytest.fixture
def site(monkeypatch) -> Iterator[Site]:
    cache.clear()
    with distant_site(monkeypatch) as made:
        made.answers["/robots.txt"] = send(b"", 404)
        yield made


@pytest.fixture
def at_work(settings) -> None:
    settings.LOOK_AT_SOURCES = True


def page(title: str) -> Callable:
    return send(f"<html><title>{title}</title>".encode())


def endless(handler) -> None:
    """Two gigabytes, sent until the reader has enough."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(2 * 1024**3))
    handler.end_headers()
    while handler.command == "GET":
        handler.wfile.write(b"x" * 65536)


# ---------------------------------------------------------------- one look
@pytest.mark.parametrize(
    ("answer", "seen", "words"),
    [
        (page("Délibération"), Seen.ALIVE, ""),
        (endless, Seen.ALIVE, ""),
        (moved("/ailleurs", 301), Seen.ALIVE, ""),
        (send(b"", 404), Seen.FAILING, "Le site répond par l’erreur 404."),
        (send(b"", 410), Seen.FAILING, "Le site répond par l’erreur 410."),
        (send(b"", 503), Seen.FAILING, "Le site répond par l’erreur 503."),
        (send(b"", 403), Seen.UNKNOWN, "Le site refuse les programmes (réponse 403)."),
        (send(b"", 429), Seen.UNKNOWN, "Le site refuse les programmes (réponse 429)."),
        (page("Page introuvable"), Seen.FAILING, "La page s’intitule « Page introuvable »."),
        (page("Erreur 404 | Ville"), Seen.FAILING, "La page s’intitule « Erreur 404 | Ville »."),
        (page("Les 404 jours du budget"), Seen.ALIVE, ""),
        (moved("/"), Seen.FAILING, "L’adresse mène à la page d’accueil du site."),
        (moved("/page"), Seen.FAILING, "Cette adresse redirige plus de 3 fois."),
        (moved("http://interne.example/"), Seen.FAILING, PRIVATE),
    ],
)
def test_look_says_what_an_address_answers(site, answer, seen, words):
    site.names["interne.example"] = ["10.0.0.7"]
    site.answers.update({"/page": answer, "/": page("Accueil"), "/ailleurs": page("Ailleurs")})
    assert look_at(PAGE) == Look(seen, words)


def test_private_network_is_never_dialled(site):
    site.names["interne.example"] = ["10.0.0.7"]
    site.answers["/page"] = moved("http://interne.example/")
    look_at(PAGE)
    assert "10.0.0.7" not in [address for address, _ in site.dialled]


def test_address_that_never_answers_fails(site, monkeypatch):
    monkeypatch.setattr(looking, "TIMEOUT", 0.3)
    site.answers["/page"] = lambda handler: handler.rfile.read()
    assert look_at(PAGE) == Look(Seen.FAILING, "Ce site met trop de temps à répondre.")


def test_head_is_asked_first_and_robots_once(site):
    site.answers["/page"] = page("Délibération")
    look_at(PAGE)
    look_at(PAGE)
    assert (site.methods, [path for _, path in site.asked]) == (
        ["GET", "HEAD", "GET", "HEAD", "GET"],
        ["/robots.txt", "/page", "/page", "/page", "/page"],
    )


def test_address_that_robots_refuse_is_not_asked_for(site):
    site.answers["/robots.txt"] = send(b"User-agent: *\nDisallow: /")
    assert look_at(PAGE) == Look(Seen.UNKNOWN, "Le site ne veut pas être lu par des programmes.")
    assert [path for _, path in site.asked] == ["/robots.txt"]


def test_certificate_that_proves_nothing_fails(site):
    """The server of this machine speaks no TLS: as for an expired certificate, nobody is proved."""
    assert look_at("https://rep.example/page") == Look(Seen.FAILING, "La connexion sécurisée à ce site a échoué.")


# ---------------------------------------------------------------- what is kept of looks
def seen(cited: Source) -> tuple:
    cited.refresh_from_db()
    return cited.failing_since, cited.dead_since, cited.look_next_at


FAILURE, ANSWER, REFUSAL = Look(Seen.FAILING, "non"), Look(Seen.ALIVE, ""), Look(Seen.UNKNOWN, "refus")


@pytest.mark.django_db
def test_link_is_dead_after_two_failures_a_week_apart():
    cited = source(url=PAGE)
    note_look(cited, FAILURE, NOW)
    assert seen(cited) == (NOW, None, NOW + WEEK)
    note_look(cited, FAILURE, NOW + WEEK - timedelta(seconds=1))
    assert seen(cited)[:2] == (NOW, None)
    note_look(cited, FAILURE, NOW + WEEK)
    assert seen(cited) == (NOW, date(2026, 11, 22), NOW + 2 * WEEK)


@pytest.mark.django_db
def test_link_that_answers_again_lives():
    cited = source(url=PAGE, failing_since=NOW - MONTH, dead_since=date(2026, 10, 23))
    note_look(cited, ANSWER, NOW)
    assert seen(cited) == (None, None, NOW + MONTH)


@pytest.mark.django_db
def test_refusal_neither_kills_nor_revives():
    dead, alive = source(url=PAGE, dead_since=date(2026, 10, 23)), source(url=PAGE)
    for cited in (dead, alive):
        note_look(cited, REFUSAL, NOW)
    assert [seen(cited)[1] for cited in (dead, alive)] == [date(2026, 10, 23), None]


@pytest.mark.django_db
def test_look_at_a_former_address_is_not_kept():
    cited = source(url=PAGE)
    Source.objects.update(url="http://rep.example/autre")
    note_look(cited, FAILURE, NOW)
    assert seen(cited)[0] is None


@pytest.mark.django_db
def test_public_pages_change_when_a_link_dies_only():
    def token() -> str:
        return ContentState.objects.values_list("token", flat=True).first() or ""

    cited = source(url=PAGE)
    before = token()
    note_look(cited, FAILURE, NOW)
    assert token() == before
    cited.refresh_from_db()
    note_look(cited, FAILURE, NOW + WEEK)
    assert token() != before


# ---------------------------------------------------------------- the job
@pytest.mark.django_db
def test_job_looks_at_one_address_a_pass_and_at_each_in_turn(site, at_work):
    for number in range(3):
        site.answers[f"/{number}"] = page("Page")
        source(url=f"http://rep.example/{number}", look_next_at=NOW - timedelta(days=3 - number))
    source(url="", look_next_at=NOW - MONTH)
    assert [look_at_sources(NOW) for _ in range(4)] == [1, 1, 1, 0]
    assert [path for _, path in site.asked if path != "/robots.txt"] == ["/0", "/0", "/1", "/1", "/2", "/2"]


@pytest.mark.django_db
def test_job_is_off_unless_asked(site, settings):
    source(url=PAGE, look_next_at=NOW - MONTH)
    assert (settings.LOOK_AT_SOURCES, look_at_sources(NOW), site.asked) == (False, 0, [])


@pytest.mark.django_db
def test_address_is_looked_at_by_one_process_only(site, at_work, monkeypatch):
    cited = source(url=PAGE, look_next_at=NOW - MONTH)
    site.answers["/page"] = page("Page")
    inner = []

    def look(url: str) -> Look:
        inner.append(look_at_sources(NOW))
        return ANSWER

    monkeypatch.setattr("casestudies.checking.actions.looking.look_at", look)
    assert (look_at_sources(NOW), inner, seen(cited)[2]) == (1, [0], NOW + MONTH)


# ---------------------------------------------------------------- what people see
@pytest.mark.django_db
def test_page_says_that_a_link_is_dead_and_keeps_the_fact(client):
    cited = source(
        url=PAGE, title="A page", language="en", dead_since=date(2027, 3, 3), archived_url="https://archive.example/1"
    )
    sheet = assembly()
    fact(sheet, value="44 € par demi-journée", source=cited)
    html = client.get(sheet.get_url()).content.decode().replace("\xa0", " ")
    wanted = ("44 € par", "Lien mort depuis le 3 mars 2027.", "https://archive.example/1")
    assert [words for words in wanted if words not in html] == []
    assert f'<a href="{PAGE}" lang="en">' in html


def kept_copy(**fields: object) -> Source:
    found = get_document_model().objects.create(title="Délibération", file=ContentFile(b"%PDF-1.4", name="d.pdf"))
    return source(copy=found, copy_licence="etalab", copy_is_read=True, **fields)


@pytest.mark.django_db
def test_copy_is_taken_away_never_shown_in_the_name_of_the_site(client):
    answer = client.get(f"/sources/{kept_copy().pk}/copie/")
    answer.close()
    assert (answer.status_code, answer["Content-Disposition"].split(";")[0], answer["X-Content-Type-Options"]) == (
        200,
        "attachment",
        "nosniff",
    )


@pytest.mark.django_db
def test_source_without_copy_has_no_address_for_one(client):
    assert client.get(f"/sources/{source().pk}/copie/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("missing", [{"copy_licence": ""}, {"copy_is_read": False}])
def test_database_refuses_a_copy_that_is_not_open_or_not_read(missing):
    cited = kept_copy()
    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.filter(pk=cited.pk).update(**missing)


@pytest.mark.django_db
def test_another_address_is_looked_at_anew(client):
    cited = source(url=PAGE, dead_since=date(2026, 10, 23), looked_at=NOW, look_words="non", look_next_at=NOW + MONTH)
    client.force_login(organiser())
    edit = f"/admin/snippets/casestudies/source/edit/{cited.pk}/"
    typed = {name: getattr(cited, name) for name in ("publisher", "title", "kind", "key", "language")}
    client.post(edit, {**typed, "url": PAGE})
    assert seen(cited)[1] == date(2026, 10, 23)
    client.post(edit, {**typed, "url": "http://rep.example/autre"})
    assert (seen(cited)[1], cited.look_words) == (None, "")
    assert cited.looked_at is None


@pytest.mark.django_db
def test_organisers_find_dead_links(client):
    source(title="Morte", url=PAGE, dead_since=date(2026, 10, 23), failing_since=NOW, looked_at=NOW)
    source(title="Qui échoue", url=PAGE, failing_since=NOW, looked_at=NOW, look_words="Erreur.")
    source(title="Jamais vue", url=PAGE)
    client.force_login(organiser())

    def shown(link: str) -> list[str]:
        html = client.get(f"/admin/snippets/casestudies/source/?link={link}").content.decode()
        return [title for title in ("Morte", "Qui échoue", "Jamais vue") if title in html]

    assert [shown(link) for link in ("dead", "failing", "never")] == [["Morte"], ["Qui échoue"], ["Jamais vue"]]


@pytest.mark.django_db
def test_doi_is_preferred_to_an_address():
    assert source(url=PAGE, doi="10.1000/182").address == "https://doi.org/10.1000/182"


def test_timeout_is_that_of_every_fetch():
    assert looking.TIMEOUT == fetching.TIMEOUT
