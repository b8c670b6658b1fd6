"""Mails in the administration: read, retried, given up; the models of all mails."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone
from wagtail.admin.menu import admin_menu

from hub.core.errors import NotAllowed, WrongState
from hub.home.panels import organiser_panels
from hub.mail.actions import drop_mail, retry_failed_mails, retry_mail
from hub.mail.models import OutgoingMail
from hub.mail.registries import previews
from tests.factories.mails import outgoing
from tests.factories.organisers import member, organiser
from tests.factories.pages import home_page
from tests.harness.queries import query_counts

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    """A browser in which an organiser is signed in."""
    home_page()
    client.force_login(organiser("odile@exemple.fr"))
    return client


def failed(**fields: object) -> OutgoingMail:
    return outgoing(**{"state": "failed", "attempts": 6, "last_error": "Adresse refusée.", **fields})


def message_ids(answer) -> list[int]:
    return sorted(mail.pk for mail in answer.context["object_list"])


def told(answer) -> list[str]:
    return [str(message).strip() for message in answer.context["messages"]]


def test_list_is_filtered_by_state(office):
    broken, _sent = failed(), outgoing(state="sent")
    assert len(message_ids(office.get("/admin/messages/"))) == 2
    assert message_ids(office.get("/admin/messages/?state=failed")) == [broken.pk]


def test_list_queries_do_not_grow(office):
    assert len(set(query_counts(office, "/admin/messages/", outgoing))) == 1


def test_mail_is_shown_as_sent_with_its_headers(office):
    mail = outgoing(text="Bonjour <Anne>\n", state="sent")
    html = office.get(f"/admin/messages/inspect/{mail.pk}/").content.decode()
    assert [
        words in html
        for words in ("Bonjour &lt;Anne&gt;", mail.message_id.strip("<>"), "auto-generated", "Réessayer", "Abandonner")
    ] == [True, True, True, False, False]


def test_confidential_text_is_never_shown(office):
    mail = outgoing(text="Votre code : ABCD-EFGH", is_confidential=True)
    html = office.get(f"/admin/messages/inspect/{mail.pk}/").content.decode()
    assert ("ABCD" in html, "n’est jamais montré ici" in html) == (False, True)


def test_address_that_stops_a_digest_is_never_shown(office):
    stop = "http://testserver/desabonnement/1/abc/"
    mail = outgoing(text=f"Nouveautés.\nArrêter : {stop}\n", unsubscribe_url=stop)
    html = office.get(f"/admin/messages/inspect/{mail.pk}/").content.decode()
    assert ("desabonnement" in html, html.count("[lien personnel]")) == (False, 2)


def test_failed_mail_is_tried_again(office):
    mail = failed()
    answer = office.post(f"/admin/messages/inspect/{mail.pk}/", {"decision": "retry"}, follow=True)
    assert told(answer) == ["C’est noté : à envoyer."]
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.last_error, mail.next_attempt_at <= timezone.now()) == (
        "queued",
        0,
        "",
        True,
    )


def test_second_organiser_is_told_that_the_mail_has_moved(office):
    mail = failed()
    for _ in range(2):
        answer = office.post(f"/admin/messages/inspect/{mail.pk}/", {"decision": "retry"})
    assert answer.status_code == 409
    assert told(answer) == [
        "C’est noté : à envoyer.",
        "Ce message ne peut plus partir : il n’est pas en échec, ou son texte a été effacé.",
    ]


def test_waiting_mail_is_given_up(office):
    mail = outgoing(is_confidential=True)
    answer = office.post(f"/admin/messages/inspect/{mail.pk}/", {"decision": "drop"}, follow=True)
    assert told(answer) == ["C’est noté : sans objet."]
    mail.refresh_from_db()
    assert (mail.state, mail.text) == ("dropped", "")


@pytest.mark.parametrize("typed", [{}, {"decision": "x\x00"}, {"decision": "a" * 200_000}])
def test_unknown_decision_changes_nothing(office, typed):
    mail = failed()
    assert office.post(f"/admin/messages/inspect/{mail.pk}/", typed).status_code == 422
    mail.refresh_from_db()
    assert mail.state == "failed"


@pytest.mark.parametrize("state", ["queued", "sending", "sent", "dropped"])
def test_only_failed_mails_are_tried_again(state):
    mail = outgoing(state=state)
    with pytest.raises(WrongState):
        retry_mail(mail, by=organiser())
    assert OutgoingMail.objects.get().state == state


@pytest.mark.parametrize("fields", [{"text": ""}, {"not_after": timezone.now() - timedelta(seconds=1)}])
def test_mail_that_says_nothing_any_more_is_not_tried_again(fields):
    mail = failed(**fields)
    if not fields.get("text", "x"):
        OutgoingMail.objects.update(text="")
    with pytest.raises(WrongState):
        retry_mail(mail, by=organiser())


@pytest.mark.parametrize("state", ["sending", "sent", "dropped"])
def test_closed_mail_is_not_given_up(state):
    with pytest.raises(WrongState):
        drop_mail(outgoing(state=state), by=organiser())
    assert OutgoingMail.objects.get().state == state


def test_plain_member_decides_nothing(client):
    home_page()
    mail = failed()
    for decide in (retry_mail, drop_mail):
        with pytest.raises(NotAllowed):
            decide(mail, by=member())
    with pytest.raises(NotAllowed):
        retry_failed_mails(by=member())
    client.force_login(member())
    paths = ["", f"inspect/{mail.pk}/", "reessayer/", "modeles/", "modeles/connexion/", "modeles/connexion/html/"]
    assert {client.get(f"/admin/messages/{path}").status_code for path in paths} == {302}
    mail.refresh_from_db()
    assert mail.state == "failed"


def test_all_failed_mails_are_tried_again_after_a_question(office):
    for fields in ({}, {}, {"state": "sent"}):
        failed(**fields)
    html = office.get("/admin/messages/reessayer/").content.decode()
    assert ("Messages en échec : 2." in html, OutgoingMail.objects.filter(state="queued").count()) == (True, 0)
    answer = office.post("/admin/messages/reessayer/", follow=True)
    assert told(answer) == ["Messages remis dans la file : 2."]
    assert sorted(OutgoingMail.objects.values_list("state", flat=True)) == ["queued", "queued", "sent"]


def test_menu_and_home_say_how_many_mails_failed(office):
    request = RequestFactory().get("/admin/")
    request.user = organiser()

    def shown() -> tuple[list[str], list[str]]:
        items = [item for item in admin_menu.menu_items_for_request(request) if item.name == "messages"]
        panels = [panel.name for panel in organiser_panels(request) if panel.name == "failed_mails"]
        return [item.render_component(request).label for item in items], panels

    assert office.get("/admin/").status_code == 200
    assert shown() == (["Messages"], [])
    failed()
    failed()
    assert shown() == (["Messages (2)"], ["failed_mails"])
    assert "<strong>2</strong> messages en échec" in office.get("/admin/").content.decode()


def test_every_example_is_shown_as_text_and_as_html(office):
    listed = office.get("/admin/messages/modeles/").content.decode()
    for kind, make in previews().items():
        letter = make()
        assert (kind, letter.kind) == (kind, kind)
        assert (kind, f"/admin/messages/modeles/{kind}/" in listed) == (kind, True)
        shown = office.get(f"/admin/messages/modeles/{kind}/").context["letter"]
        assert (kind, shown) == (kind, letter)
        html = office.get(f"/admin/messages/modeles/{kind}/html/")
        assert (kind, html.status_code, html["Content-Security-Policy"], html["X-Frame-Options"]) == (
            kind,
            200,
            "default-src 'none'; sandbox; frame-ancestors 'self'",
            "SAMEORIGIN",
        )


def test_unknown_example_is_not_found(office):
    assert office.get("/admin/messages/modeles/inconnu/").status_code == 404
    assert office.get("/admin/messages/modeles/inconnu/html/").status_code == 404
