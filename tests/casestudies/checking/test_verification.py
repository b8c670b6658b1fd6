"""Sheets to verify again: confirmed by organisers, asked to authorities by a link that works once."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageLogEntry

from casestudies.checking.actions.verification import (
    KEPT_FOR,
    LINK_LASTS,
    answer_verification,
    ask_for_verification,
    confirm_assemblies,
    find_request,
)
from casestudies.checking.views import verification as verify
from casestudies.models import AssemblyPage, FactReport, VerificationRequest
from hub.community.models import Authority
from hub.core.errors import NotAllowed, WrongState
from hub.core.private_links import hash_of
from hub.core.registries import Erasure, Person, personal_data, purges
from hub.home.open_data import DATA_TABLES
from hub.mail.models import OutgoingMail
from tests.factories.casestudies import assembly, case_study, fact, hide
from tests.factories.organisers import member, organiser
from tests.factories.pages import home_page
from tests.factories.workshops import authority, partner, workshop
from tests.harness.queries import query_counts

pytestmark = pytest.mark.django_db

LIST, CONFIRM, ASK = "/admin/a-reverifier/", "/admin/a-reverifier/confirmer/", "/admin/a-reverifier/demander/"
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CONTACT = "participation@ville.example"


@pytest.fixture(autouse=True)
def _november(monkeypatch):
    home_page()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def office(client):
    client.force_login(organiser("odile@exemple.fr", first_name="Odile", last_name="Organise"))
    return client


def sheet(title: str = "Assemblée de Rouen", **fields: object) -> AssemblyPage:
    """A published assembly whose authority can be asked."""
    return assembly(title, authority=authority(contact_email=CONTACT), **fields)


def asked(page: AssemblyPage | None = None) -> tuple[VerificationRequest, str]:
    """A request, and the address in its mail."""
    request = ask_for_verification(page or sheet(), by=organiser())
    text = OutgoingMail.objects.get(dedup_key=f"verification-{request.pk}").text
    return request, re.search(r"https?://[^/]+(/verifier/\S+)", text)[1]


def later(monkeypatch, by: timedelta) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + by)


def told(answer) -> list[str]:
    return [str(message).strip() for message in answer.context["messages"]]


def page_of(page: AssemblyPage) -> AssemblyPage:
    return AssemblyPage.objects.get(pk=page.pk)


# ---------------------------------------------------------------- confirming
def test_confirming_dates_the_published_sheet():
    page = sheet()
    fact(page, value="55 membres.")
    odile = organiser()
    confirm_assemblies([page], by=odile, on=TODAY)
    now = page_of(page)
    assert (now.verified_on, now.live, now.has_unpublished_changes) == (TODAY, True, False)
    assert [each.value for each in now.facts.all()] == ["55 membres."]
    assert now.get_latest_revision_as_object().verified_on == TODAY
    line = PageLogEntry.objects.get(action="casestudies.confirm")
    assert (line.page_id, line.user, line.data["on"]) == (page.pk, odile, "2026-11-22")


def test_confirming_keeps_a_draft_in_progress_and_shows_nothing_of_it():
    page = sheet("Ancien titre")
    page.title = "Titre en préparation"
    page.save_revision()
    confirm_assemblies([page], by=organiser(), on=TODAY)
    now = page_of(page)
    draft = now.get_latest_revision_as_object()
    assert (now.title, now.verified_on, now.has_unpublished_changes) == ("Ancien titre", TODAY, True)
    assert (draft.title, draft.verified_on) == ("Titre en préparation", TODAY)
    draft.save_revision().publish()
    assert (page_of(page).title, page_of(page).verified_on) == ("Titre en préparation", TODAY)


def test_confirming_a_draft_leaves_it_unpublished():
    page = hide(sheet(), "draft")
    page.save_revision()
    confirm_assemblies([page], by=organiser(), on=TODAY)
    now = page_of(page)
    assert (now.live, now.verified_on, now.get_latest_revision_as_object().verified_on) == (False, TODAY, TODAY)


def test_scheduled_revision_published_later_keeps_the_date():
    page = sheet()
    page.title = "Demain"
    scheduled = page.save_revision(approved_go_live_at=NOW + timedelta(days=1))
    confirm_assemblies([page], by=organiser(), on=TODAY)
    scheduled.refresh_from_db()
    scheduled.publish()
    assert page_of(page).verified_on == TODAY


def test_confirming_is_for_those_who_publish_and_all_or_nothing():
    pages = [sheet(), sheet()]
    with pytest.raises(NotAllowed):
        confirm_assemblies(pages, by=member(), on=TODAY)
    assert [page_of(page).verified_on for page in pages] == [None, None]


# ---------------------------------------------------------------- the screen
def test_screen_lists_what_nobody_verified_for_a_year(office):
    sheet("Jamais")
    sheet("Ancienne", verified_on=TODAY - timedelta(days=366))
    sheet("Récente", verified_on=TODAY - timedelta(days=365))
    page = office.get(LIST)
    assert [row["page"].title for row in page.context["rows"]] == ["Jamais", "Ancienne"]


def test_empty_screen_says_so(office):
    assert "Toutes les fiches ont été vérifiées" in office.get(LIST).content.decode()


def test_chosen_sheets_are_previewed_then_confirmed(office):
    first, second, other = sheet("Une"), sheet("Deux"), sheet("Trois")
    query = f"?pages={first.pk}&pages={second.pk}"
    preview = office.get(CONFIRM + query)
    assert [page.title for page in preview.context["pages"]] == ["Deux", "Une"]
    assert [page_of(page).verified_on for page in (first, second)] == [None, None]
    done = office.post(CONFIRM, {"pages": [first.pk, second.pk]}, follow=True)
    assert told(done) == ["2 fiches sont confirmées : vérifié aujourd’hui."]
    assert [page_of(page).verified_on for page in (first, second, other)] == [TODAY, TODAY, None]


@pytest.mark.parametrize("value", ["", "abc", "\x00", "-1", "9" * 50, "999999999", "²", "x" * 200_000])
def test_unknown_sheets_are_left_out(office, value):
    sheet()
    for address in (CONFIRM, ASK):
        assert office.post(address, {"pages": [value]}).headers["Location"] == LIST
    assert (VerificationRequest.objects.count(), OutgoingMail.objects.count()) == (0, 0)


@pytest.mark.parametrize("query", ["?page=-1", "?page=%00", "?page=" + "9" * 30, "?q=%FF"])
def test_screen_answers_any_query(office, query):
    sheet()
    assert office.get(LIST + query).status_code == 200


def test_screen_is_for_organisers(client):
    client.force_login(member())
    page = sheet()
    statuses = [
        client.get(LIST).status_code,
        client.post(CONFIRM, {"pages": [page.pk]}).status_code,
        client.post(ASK, {"pages": [page.pk]}).status_code,
    ]
    assert [status in (302, 403) for status in statuses] == [True] * 3
    assert (page_of(page).verified_on, OutgoingMail.objects.count()) == (None, 0)


def test_screen_queries_do_not_grow(office):
    def add():
        request, _ = asked()
        answer_verification(request, answer="to_correct", comment="Non.")

    first, *others = query_counts(office, LIST, add)
    assert others == [first, first]


def test_asking_only_by_button(office):
    page = sheet()
    assert office.get(f"{ASK}?pages={page.pk}").status_code == 405
    done = office.post(ASK, {"pages": page.pk}, follow=True)
    assert told(done) == [f"La question part à {CONTACT}."]
    html = done.content.decode()
    assert ("Demandé le 22/11/2026." in html, "Pas encore de réponse." in html) == (True, True)
    again = office.post(ASK, {"pages": page.pk}, follow=True)
    assert told(again) == ["La question est déjà posée. Attendez la réponse, ou la fin des trente jours."]
    assert OutgoingMail.objects.count() == 1


def test_answers_are_shown_and_confirmed_in_one_click(office):
    page, other = sheet("Une"), sheet("Deux")
    answer_verification(asked(page)[0], answer="still_exact")
    answer_verification(asked(other)[0], answer="to_correct", comment="Non.")
    html = office.get(LIST).content.decode()
    assert "Réponse : toujours exact, le 22/11/2026." in html
    assert "Réponse : à corriger, le 22/11/2026." in html
    assert f"/admin/signalements/inspect/{FactReport.objects.get().pk}/" in html
    assert re.findall(r'form="one" name="pages" value="(\d+)"', html) == [str(page.pk)]


# ---------------------------------------------------------------- asking
def test_mail_holds_facts_and_sources_and_the_link_is_not_stored():
    page = sheet()
    line = fact(page, value="55 membres.")
    request, path = asked(page)
    mail = OutgoingMail.objects.get()
    token = path.removeprefix("/verifier/").rstrip("/")
    assert (mail.recipient, mail.is_confidential, mail.not_after) == (CONTACT, True, NOW + LINK_LASTS)
    assert "- Taille : 55 membres." in mail.text
    assert f"Source : Ville, « {line.source.title} »" in mail.text
    assert len(token) >= 43
    assert (request.token_hash, find_request(token)) == (hash_of(token), request)
    assert token not in str(VerificationRequest.objects.values().get())


def test_authority_without_address_or_page_not_published_is_not_asked():
    for page, words in [
        (assembly(authority=authority("Ville de Rouen")), "Rouen n’a pas d’adresse de contact"),
        (hide(sheet("Cachée"), "draft"), "n’est pas publiée"),
        (hide(sheet("Privée"), "private"), "n’est pas publiée"),
    ]:
        with pytest.raises(WrongState, match=words):
            ask_for_verification(page, by=organiser())
    with pytest.raises(NotAllowed):
        ask_for_verification(sheet(), by=member())
    assert OutgoingMail.objects.count() == 0


def test_corrected_address_can_be_asked_at_once_and_the_old_link_stops(client):
    page = sheet()
    _, old = asked(page)
    Authority.objects.update(contact_email="autre@ville.example")
    _, new = asked(page)
    assert [client.get(path).status_code for path in (old, new)] == [410, 200]


def test_question_can_be_asked_again_after_thirty_days(monkeypatch):
    page = sheet()
    asked(page)
    later(monkeypatch, LINK_LASTS)
    assert ask_for_verification(page, by=organiser()).expires_at == NOW + 2 * LINK_LASTS


# ---------------------------------------------------------------- answering
def test_opening_the_link_changes_nothing(client):
    page = sheet()
    fact(page, value="55 membres.")
    request, path = asked(page)
    for _ in range(3):
        shown = client.get(path)
        assert client.head(path).status_code == 200
    html = re.sub(r"[\u202f\u00a0]", " ", shown.content.decode())
    assert (shown.status_code, shown.headers["Cache-Control"]) == (200, "private, no-cache")
    assert ("55 membres" in html, "noindex" in html) == (True, True)
    request.refresh_from_db()
    assert (request.answer, request.answered_at) == ("", None)


def test_too_many_answers_from_one_place_wait_and_lose_nothing(client, monkeypatch):
    monkeypatch.setattr(verify, "ANSWERS_PER_HOUR", 0)
    request, path = asked()
    reply = client.post(path, {"answer": "to_correct", "comment": "60 membres."})
    request.refresh_from_db()
    assert (reply.status_code, "60 membres." in reply.content.decode(), request.answer) == (429, True, "")


def test_still_exact_is_recorded_and_nothing_is_published(client):
    request, path = asked()
    reply = client.post(path, {"answer": "still_exact"})
    assert (reply.status_code, reply.headers["Location"]) == (303, "/verifier/merci/")
    request.refresh_from_db()
    assert (request.answer, request.answered_at) == ("still_exact", NOW)
    assert (page_of(request.assembly).verified_on, FactReport.objects.count()) == (None, 0)


def test_to_correct_makes_one_report(client):
    request, path = asked()
    statuses = [client.post(path, {"answer": "to_correct", "comment": "60 membres\x00."}).status_code for _ in "12"]
    assert statuses == [303, 410]
    report = FactReport.objects.get()
    assert (report.verification, report.page_id, report.message, report.email) == (
        request,
        request.assembly_id,
        "60 membres.",
        CONTACT,
    )
    mail = OutgoingMail.objects.get(kind="error-reported")
    assert "La collectivité a répondu « à corriger »" in mail.text


@pytest.mark.parametrize(
    ("data", "target"),
    [
        ({}, "id_answer"),
        ({"answer": "\x00"}, "id_answer"),
        ({"answer": "to_correct", "comment": " \x00"}, "id_comment"),
        ({"answer": "to_correct", "comment": "x" * 200_000}, "id_comment"),
    ],
)
def test_unreadable_answer_is_said_and_not_recorded(client, data, target):
    request, path = asked()
    html = client.post(path, data).content.decode()
    assert re.findall(r'<li>\s*<a href="#(id_\w+)"', html) == [target]
    assert f'id="{target}"' in html
    assert data.get("comment", "").strip(" \x00") in html
    request.refresh_from_db()
    assert request.answer == ""


def test_link_stops_after_thirty_days(client, monkeypatch):
    request, path = asked()
    later(monkeypatch, LINK_LASTS)
    assert [client.get(path).status_code, client.post(path, {"answer": "still_exact"}).status_code] == [410, 410]
    assert "Ce lien est trop ancien" in client.get(path).content.decode()
    request.refresh_from_db()
    assert request.answer == ""


def test_simultaneous_answers_are_recorded_once():
    request, _ = asked()
    answer_verification(VerificationRequest.objects.get(), answer="still_exact")
    with pytest.raises(WrongState):
        answer_verification(request, answer="to_correct", comment="Non.")
    assert (VerificationRequest.objects.get().answer, FactReport.objects.count()) == ("still_exact", 0)


@pytest.mark.parametrize("token", ["x", "merci2", "%00", "%FF", "é", "a" * 5000])
def test_wrong_link_gives_a_page_in_french(client, token):
    asked()
    page = client.get(f"/verifier/{token}/")
    assert (page.status_code, "Ce lien n’est pas connu" in page.content.decode()) == (404, True)


def test_link_to_a_page_taken_down_shows_nothing(client):
    request, path = asked(sheet("Retirée"))
    hide(request.assembly, "draft")
    page = client.get(path)
    assert (page.status_code, "Retirée" in page.content.decode()) == (404, False)


# ---------------------------------------------------------------- what is kept, what never shows
def test_contact_address_shows_nowhere_public(client):
    page = sheet(slug="rouen")
    fact(page)
    study = case_study(assemblies=[page])
    meeting = workshop(slug="atelier")
    partner(meeting, page.authority, "confirmed")
    asked(page)
    paths = [
        *("/", "/assemblees/", "/assemblees/rouen/", "/historique/rouen/", "/assemblees/comparer/", "/reperes/"),
        *("/assemblees/?format=csv", "/assemblees/?format=json", "/donnees/collectivites/"),
        *("/donnees/collectivites.csv", "/donnees/agoratheque.json", "/citer/assemblee/rouen.bib", "/nouveautes.atom"),
        *("/agenda/ateliers.ics", "/agenda/ateliers-previsionnels.ics", "/recherche/?q=rouen", "/sitemap.xml"),
        *(study.get_url(), meeting.get_url()),
    ]
    answers = {path: client.get(path) for path in paths}
    assert {path: reply.status_code for path, reply in answers.items() if reply.status_code != 200} == {}
    assert [path for path, reply in answers.items() if b"participation@ville" in reply.getvalue()] == []
    found = client.get("/recherche/?q=participation").content.decode()
    assert "Assemblée de Rouen" not in found


def test_no_table_to_take_away_has_the_contact_address():
    columns = {column.field for table in DATA_TABLES.values() for column in table.columns}
    assert [name for name in columns if "contact" in (name or "")] == []
    assert "contact_email" not in {field.field_name for field in Authority.search_fields}


def test_requests_are_deleted_after_six_months():
    for age in (timedelta(0), KEPT_FOR, KEPT_FOR + timedelta(seconds=1)):
        request, _ = asked()
        VerificationRequest.objects.filter(pk=request.pk).update(sent_at=timezone.now() - age)
    assert purges()["demandes de vérification"](NOW) == 1
    assert VerificationRequest.objects.count() == 2


def test_person_gets_and_erases_what_was_asked():
    asked()
    (data,) = [each for each in personal_data() if each.name == "verifications"]
    person = Person(CONTACT.upper())
    assert [row["adresse"] for row in data.export(person)] == [CONTACT]
    data.erase(person, Erasure(NOW, keep_published=False))
    assert VerificationRequest.objects.count() == 0
