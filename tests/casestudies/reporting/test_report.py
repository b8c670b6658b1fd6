"""The report of a workshop: its draft, consents to record, thanks, questions that stay open."""

import re
import uuid
from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from casestudies.models import ReportFile, ReportIndexPage, ReportPage
from casestudies.reporting.actions import make_report
from hub.core.errors import ActionError, NotAllowed
from hub.mail.models import OutgoingMail
from tests.factories.casestudies import report
from tests.factories.contributing import make_contributor
from tests.factories.leading import moment, noted
from tests.factories.organisers import member, organiser
from tests.factories.pages import index_page
from tests.factories.registering import desk_of, registered
from tests.factories.workshops import authority, partner, theme, workshop
from tests.harness.mails import deliver
from workshops.leading.actions.asking import add_question
from workshops.leading.meeting import people_of, questions_of
from workshops.models import Contributor, WorkshopPage

pytestmark = pytest.mark.django_db
LATER = datetime(2099, 1, 1, tzinfo=UTC)


@pytest.fixture
def by():
    return organiser()


@pytest.fixture
def page(by):
    index_page(ReportIndexPage, "comptes-rendus", "Comptes-rendus")
    made = workshop(timezone.localdate().isoformat(), certainty="confirmed", themes=[theme()])
    partner(made, authority())
    moment(made, "Retour d’expérience", speaker="Camille Exemple")
    moment(made, "Échange", part=2)
    noted(made, "Le retour est <annuel>.\n\nÀ relire.", by)
    return WorkshopPage.objects.get(pk=made.pk)


@pytest.fixture
def screen(client, by, page):
    client.force_login(by)
    return reverse("workshop_report", args=[page.pk])


def asked_in_the_room(page, by, text="Combien cela coûte-t-il ?", part=2):
    return add_question(page, part=part, text=text, key=uuid.uuid4(), by=by)


def steps(part):
    return [(step["value"]["heading"], step["value"]["text"]) for step in part.raw_data]


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# ---------------------------------------------------------------- the draft
def test_draft_is_made_of_programme_notes_and_chosen_questions(page, by):
    asked_in_the_room(page, by)
    made = make_report(page, questions_of(page, people_of(page)), by=by)
    assert (made.live, made.title, made.workshop, made.when) == (
        False,
        f"Compte-rendu : {page.title}",
        page,
        page.when,
    )
    assert steps(made.practice) == [
        ("Au programme", "<ul><li>Retour d’expérience : Camille Exemple</li></ul>"),
        ("Ce que l’on a appris", "<p>Le retour est &lt;annuel&gt;.</p><p>À relire.</p>"),
    ]
    assert steps(made.outcome) == [
        ("Au programme", "<ul><li>Échange</li></ul>"),
        ("Ce qui reste ouvert", "<ul><li>Combien cela coûte-t-il ?</li></ul>"),
    ]
    assert [list(made.themes.all()), [each.name for each in made.authorities.all()]] == [
        list(page.themes.all()),
        ["Ville de Rouen"],
    ]


def test_no_word_of_a_registered_person_comes_unasked(page, by, client, screen):
    said = {"name": "Lori Loriot", "organisation": "Nid", "question_practice": "Moi, Lori, pourquoi ?"}
    registered(desk_of(page, closes_at=LATER), "loriot@exemple.fr", **said)
    assert client.post(screen, {"decision": "prepare"}).status_code == 302
    made = ReportPage.objects.get()
    kept = f"{list(made.practice.raw_data)} {made.latest_revision.content}"
    assert [word in kept for word in ("Lori", "loriot@exemple.fr", "Nid")] == [False, False, False]


def test_draft_is_made_once(page, by):
    first = make_report(page, [], by=by)
    assert make_report(page, [], by=organiser()).pk == first.pk
    assert ReportPage.objects.count() == 1


def test_long_title_is_cut_at_200_signs(by, page):
    page.title = "Rendre des comptes " * 13
    page.save()
    title = make_report(page, [], by=by).title
    assert (len(title), title[-1], title.startswith("Compte-rendu : Rendre")) == (200, "…", True)


def test_member_makes_nothing(page):
    with pytest.raises(NotAllowed):
        make_report(page, [], by=member())
    assert ReportPage.objects.count() == 0


def test_without_a_place_for_reports_it_is_a_sentence(by):
    with pytest.raises(ActionError, match="n’existe pas"):
        make_report(workshop(), [], by=by)


def test_organiser_prepares_it_and_edits_it(client, screen, page, by):
    question = asked_in_the_room(page, by)
    shown = text_of(client.get(screen))
    assert ("Le retour est &lt;annuel&gt;." in shown, "Combien cela coûte-t-il" in shown) == (True, True)
    answer = client.post(screen, {"decision": "prepare", f"q{question.pk}-2-shown": "on"})
    made = ReportPage.objects.get()
    assert answer.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[made.pk])
    assert [heading for heading, _ in steps(made.outcome)] == ["Au programme", "Ce qui reste ouvert"]
    assert client.get(answer.headers["Location"]).status_code == 200
    assert "Le compte-rendu est un brouillon" in text_of(client.get(screen))


def test_open_question_becomes_what_a_theme_looks_for(client, screen, page, by):
    question, subject = asked_in_the_room(page, by), page.themes.get()
    name = f"q{question.pk}-2"
    wanted = {"decision": "wanted", f"{name}-theme": subject.pk, f"{name}-words": ""}
    refused = client.post(screen, wanted)
    assert (refused.status_code, "Écrivez en deux mots" in text_of(refused)) == (422, True)
    for _ in range(2):
        assert client.post(screen, {**wanted, f"{name}-words": "Le coût d’une séance"}).status_code == 302
    assert [each.title for each in subject.requests.all()] == ["Le coût d’une séance"]
    assert "Déjà parmi ce que l’on cherche" in text_of(client.get(screen))
    assert "Le coût d’une séance" in text_of(client.get(subject.get_absolute_url()))


@pytest.mark.parametrize("theme_typed", ["x", "999999", "9" * 40])
def test_theme_that_is_none_is_a_sentence(client, screen, page, by, theme_typed):
    name = f"q{asked_in_the_room(page, by).pk}-2"
    answer = client.post(screen, {"decision": "prepare", f"{name}-theme": theme_typed, f"{name}-words": "Mots gardés"})
    assert (answer.status_code, "Mots gardés" in answer.content.decode()) == (422, True)
    assert ReportPage.objects.count() == 0


def test_member_is_sent_away(client, page):
    client.force_login(member())
    assert client.get(reverse("workshop_report", args=[page.pk])).status_code == 302


# ---------------------------------------------------------------- recordings
@pytest.fixture
def recorded(page):
    """A published report whose recording everybody agrees to."""
    make_contributor(page, "ida@exemple.fr", name="Ida Martin", recording="agreed")
    made = report(workshop=page)
    ReportFile.objects.create(report=made, label="La séance", url="https://video.exemple.fr/1")
    return ReportPage.objects.get(pk=made.pk)


@pytest.mark.parametrize(
    ("recording", "standing", "words"),
    [
        ("silent", "confirmed", "Bob Durand n’a pas encore répondu"),
        ("refused", "confirmed", "Bob Durand a refusé"),
        ("silent", "asked", "Bob Durand n’a pas encore répondu"),
        ("refused", "declined", ""),
        ("agreed", "confirmed", ""),
    ],
)
def test_recording_waits_for_the_consent_of_each_expected_person(recorded, page, recording, standing, words):
    make_contributor(page, "bob@exemple.fr", name="Bob Durand", recording=recording, standing=standing)
    found = ReportPage.objects.get(pk=recorded.pk)
    assert (words in found.lack_of_consent(), bool(found.lack_of_consent())) == (True, bool(words))
    if words:
        with pytest.raises(PermissionDenied):
            found.save_revision().publish()


def test_report_without_recording_needs_no_consent(page):
    make_contributor(page, recording="refused")
    made = report(workshop=page)
    made.save_revision().publish()
    assert made.lack_of_consent() == ""


def test_consent_taken_back_hides_the_recording_at_once(client, recorded):
    address = recorded.get_url()
    assert "video.exemple.fr" in client.get(address).content.decode()
    Contributor.objects.update(recording="refused")
    hidden = client.get(address)
    assert (hidden.status_code, "video.exemple.fr" in hidden.content.decode()) == (200, False)


def test_editor_says_who_and_where_and_keeps_what_was_typed(client, by, recorded, page):
    Contributor.objects.update(recording="silent")
    client.force_login(by)
    path = reverse("wagtailadmin_pages:edit", args=[recorded.pk])
    file = ReportFile.objects.get()
    row = {"id": file.pk, "label": file.label, "url": file.url, "document": ""}
    empty = {"practice": streamfield([]), "outcome": streamfield([]), "comments": inline_formset([])}
    typed = {"title": "Titre changé", "slug": recorded.slug, "workshop": page.pk, "when-kind": "", **empty}
    files = {"files": inline_formset([row], initial=1)}
    data = {**nested_form_data({**typed, **files}), "action-publish": "1"}
    shown = text_of(client.post(path, data, follow=True))
    assert ("Ida Martin n’a pas encore répondu" in shown, "« Hôtes et interventions »" in shown) == (True, True)
    after = ReportPage.objects.get()
    assert (after.title, after.get_latest_revision_as_object().title) == ("Un compte-rendu", "Titre changé")


def test_screen_after_a_workshop_says_who_has_not_agreed(client, screen, page):
    make_contributor(page, name="Ida Martin")
    assert "Ida Martin n’a pas encore répondu" in text_of(client.get(screen))


# ---------------------------------------------------------------- thanks
def test_publishing_thanks_once_and_a_report_taken_down_sends_nothing(page, by):
    desk = desk_of(page, closes_at=LATER)
    registered(desk, "ida@exemple.fr")
    deliver()
    made = make_report(page, [], by=by)
    assert OutgoingMail.objects.filter(kind="report-thanks").count() == 0
    for _ in range(2):
        made.save_revision(user=by).publish(user=by)
    assert OutgoingMail.objects.filter(kind="report-thanks").count() == 1
    ReportPage.objects.get().unpublish()
    assert [mail.subject for mail in deliver() if "compte-rendu" in mail.subject] == []


def test_thanks_lead_to_the_report_and_to_the_private_page(client, page, by):
    desk = desk_of(page, closes_at=LATER)
    registered(desk, "ida@exemple.fr")
    deliver()
    make_report(page, [], by=by).save_revision(user=by).publish(user=by)
    body = next(mail.body for mail in deliver() if "compte-rendu" in mail.subject)
    link = re.search(r"/retour/\d+/[^\s/]+/", body)[0]
    assert (ReportPage.objects.get().get_url() in body, client.get(link).status_code) == (True, 200)
