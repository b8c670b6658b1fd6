"""Steps 2 to 5: kept as one goes, on two devices, until it is sent once."""

import pytest

from casestudies.models import Proposal
from casestudies.proposals.completeness import MAX_ANSWER, MAX_KEPT
from casestudies.proposals.consent_texts import CONSENT_TEXTS, CONSENT_VERSION
from hub.mail.models import OutgoingMail
from tests.factories.forms import begun, step_path, summary_of, title_of, words_of
from tests.factories.organisers import proposal
from tests.factories.pages import home_page
from tests.factories.workshops import authority, workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(client) -> Proposal:
    home_page()
    return begun(client)


def typed(draft: Proposal, **fields: object) -> dict:
    return {"version": Proposal.objects.get(pk=draft.pk).version, **fields}


def stored(draft: Proposal) -> Proposal:
    return Proposal.objects.get(pk=draft.pk)


def test_steps_follow_one_another_to_the_end(client, draft):
    assert client.post(step_path(draft, 2), typed(draft, practice="Cent personnes."))["Location"] == step_path(draft, 3)
    assert client.post(step_path(draft, 3), typed(draft, outcome=""))["Location"] == step_path(draft, 4)
    sent = typed(draft, sources="Une délibération", shown_as="named")
    assert client.post(step_path(draft, 4), sent)["Location"] == step_path(draft, 5)
    page = client.get(step_path(draft, 5))
    for words in ("Cent personnes.", "Une délibération", "camille.martin@rouen.fr", CONSENT_TEXTS[CONSENT_VERSION]):
        assert words in words_of(page)
    answer = client.post(step_path(draft, 5), typed(draft, consent="on"))
    assert answer["Location"] == step_path(draft, 5).replace("etape/5", "merci")
    sent = stored(draft)
    assert (sent.state, sent.consent_version, sent.consent_at is None) == ("submitted", CONSENT_VERSION, False)


def test_sent_twice_is_stored_and_told_once(client, draft):
    client.post(step_path(draft, 2), typed(draft, practice="Cent personnes."))
    sent = typed(draft, consent="on")
    places = {client.post(step_path(draft, 5), sent)["Location"] for _ in range(3)}
    assert places == {step_path(draft, 5).replace("etape/5", "merci")}
    assert OutgoingMail.objects.filter(kind="proposal-state").count() == 1


def test_private_pages_set_no_cookie_and_stay_out_of_caches_and_engines(client, draft):
    for number in range(1, 6):
        page = client.get(step_path(draft, number))
        assert (page.status_code, page.cookies, "no-store" in page["Cache-Control"]) == (200, {}, True)
        assert '<meta name="robots" content="noindex">' in page.content.decode()
        assert words_of(page).count("Pas encore envoyé") == 1
        assert "Enregistré à" in words_of(page)


def test_scanner_that_fetches_every_link_changes_nothing(client, draft):
    before = Proposal.objects.values().get()
    for number in range(1, 6):
        client.get(step_path(draft, number)), client.head(step_path(draft, number))
    for name in ("", "retirer/", "merci/"):
        assert client.get(step_path(draft, 1).split("etape")[0] + name).status_code == 200
    assert Proposal.objects.values().get() == before


@pytest.mark.parametrize("number", [0, 6, 99, 10**30])
def test_unknown_step_is_not_found(client, draft, number):
    assert client.get(step_path(draft, number)).status_code == 404


def test_wrong_link_opens_nothing(client, draft):
    wrong = step_path(draft, 2).replace(f"/{draft.pk}/", f"/{draft.pk + 1}/")
    huge = step_path(draft, 2).replace(f"/{draft.pk}/", f"/{'9' * 40}/")
    assert [client.get(path).status_code for path in (wrong, huge)] == [404, 404]
    assert client.post(wrong, {"practice": "x", "version": 1}).status_code == 404


def test_second_device_is_told_and_nothing_is_overwritten(client, draft):
    old = typed(draft, practice="Écrit sur l’ordinateur")
    client.post(step_path(draft, 2), typed(draft, practice="Écrit sur le téléphone"))
    page = client.post(step_path(draft, 2), old)
    assert (page.status_code, title_of(page).startswith("Erreur")) == (409, True)
    assert stored(draft).practice == "Écrit sur le téléphone"
    assert ("Écrit sur le téléphone" in words_of(page), "Écrit sur l’ordinateur" in words_of(page)) == (True, True)
    client.post(step_path(draft, 2), typed(draft, practice="Écrit sur l’ordinateur"))
    assert stored(draft).practice == "Écrit sur l’ordinateur"


@pytest.mark.parametrize("version", ["-1", "", "abc", "\x00", "9" * 40, "99"])
def test_unreadable_version_is_a_conflict_that_keeps_both_texts(client, draft, version):
    page = client.post(step_path(draft, 2), {"practice": "Mon texte", "version": version})
    assert (page.status_code, stored(draft).practice, "Mon texte" in words_of(page)) == (409, "", True)


def test_second_click_is_not_a_conflict(client, draft):
    sent = typed(draft, practice="Cent personnes.")
    places = [client.post(step_path(draft, 2), sent)["Location"] for _ in range(2)]
    assert (places, stored(draft).version) == ([step_path(draft, 3)] * 2, 2)


def test_step_of_a_sent_proposal_leads_to_its_page_and_keeps_what_was_typed(client):
    home_page()
    sent = proposal()
    assert client.get(step_path(sent, 2))["Location"] == step_path(sent, 2).split("etape")[0]
    page = client.post(step_path(sent, 2), {"practice": "Trop tard", "version": 1})
    assert (page.status_code, stored(sent).practice, "Trop tard" in words_of(page)) == (409, "", True)


def test_automatic_saving_answers_in_json(client, draft):
    told = client.post(step_path(draft, 2), typed(draft, practice="Cent", enregistrer="auto")).json()
    assert (told["version"], told["action"], told["saved"][:13]) == (2, step_path(draft, 2), "Enregistré à ")
    late = client.post(step_path(draft, 2), {"version": 1, "practice": "Deux", "enregistrer": "auto"})
    assert (late.status_code, stored(draft).practice) == (409, "Cent")


def test_longest_answer_is_stored_whole(client, draft):
    client.post(step_path(draft, 2), typed(draft, practice="é" * MAX_ANSWER))
    assert stored(draft).practice == "é" * MAX_ANSWER


def test_too_long_an_answer_is_kept_in_the_draft_and_stops_before_sending(client, draft):
    page = client.post(step_path(draft, 2), typed(draft, practice="x" * (MAX_ANSWER + 1)))
    sentence = "La première réponse est trop longue : 20 000 signes au plus. Rien n’est perdu : raccourcissez."
    assert (summary_of(page), len(stored(draft).practice)) == ([("id_practice", sentence)], MAX_ANSWER + 1)
    refused = client.post(step_path(draft, 5), typed(draft, consent="on"))
    assert (refused.status_code, stored(draft).state) == (200, "draft")
    assert summary_of(refused) == [("id_practice", sentence)]


def test_two_hundred_thousand_signs_are_refused_and_shown_again(client, draft):
    for button in ({}, {"enregistrer": "1"}):
        page = client.post(step_path(draft, 2), typed(draft, practice="x" * 200_000, **button))
        assert [target for target, _ in summary_of(page)] == ["id_practice"]
        assert page.content.decode().count("x" * 200_000) == 1
    assert (stored(draft).practice, MAX_KEPT) == ("", 60_000)


def test_line_breaks_and_control_characters(client, draft):
    client.post(step_path(draft, 2), typed(draft, practice="Une\x00 ligne\r\nUne autre\u2028"))
    assert stored(draft).practice == "Une ligne\nUne autre"


def test_last_step_names_what_is_missing_with_links_to_the_steps(client, draft):
    Proposal.objects.update(name="", email="x@y")
    page = client.post(step_path(draft, 5), typed(draft, consent="on"))
    assert title_of(page) == "Erreur : Relire et envoyer, étape 5 sur 5 · Proposer un témoignage · Agorathèque"
    assert summary_of(page) == [
        ("id_name", "Indiquez votre nom."),
        ("id_email", "L’adresse électronique est incomplète. Exemple : prenom.nom@ville.fr"),
        ("id_practice", "Répondez à l’une des deux questions au moins : quelques lignes suffisent."),
    ]
    assert f'href="{step_path(draft, 1)}#id_name"' in page.content.decode()
    assert stored(draft).state == "draft"


def test_consent_is_required(client, draft):
    client.post(step_path(draft, 2), typed(draft, practice="Cent personnes."))
    page = client.post(step_path(draft, 5), typed(draft))
    sentence = "Donnez votre accord : sans lui, nous ne pouvons pas garder votre proposition."
    assert (summary_of(page), stored(draft).state) == ([("id_consent", sentence)], "draft")


def test_what_changed_since_it_was_read_again_is_not_sent(client, draft):
    client.post(step_path(draft, 2), typed(draft, practice="Cent personnes."))
    old = typed(draft, consent="on")
    client.post(step_path(draft, 3), typed(draft, outcome="Une ligne ajoutée ailleurs."))
    page = client.post(step_path(draft, 5), old)
    assert (page.status_code, stored(draft).state, "Une ligne ajoutée ailleurs." in words_of(page)) == (
        409,
        "draft",
        True,
    )


def test_whoever_only_takes_part_may_skip_the_questions(client):
    home_page()
    draft = begun(client, intents=["take_part"])
    assert f'href="{step_path(draft, 5)}">Passer' in client.get(step_path(draft, 2)).content.decode()
    client.post(step_path(draft, 5), typed(draft, consent="on"))
    assert stored(draft).state == "submitted"


def test_only_open_workshops_everybody_sees_are_offered(client, draft):
    shown, hidden = workshop(title="Payer"), workshop(title="Secret", live=False)
    over = workshop(title="Annulé", certainty="cancelled")
    html = client.get(step_path(draft, 4)).content.decode()
    assert [f'value="{page.pk}"' in html for page in (shown, hidden, over)] == [True, False, False]
    for page in (hidden, over):
        answer = client.post(step_path(draft, 4), typed(draft, preferred_workshop=page.pk))
        assert [target for target, _ in summary_of(answer)] == ["id_preferred_workshop"]
    client.post(step_path(draft, 4), typed(draft, preferred_workshop=shown.pk))
    assert stored(draft).preferred_workshop == shown


@pytest.mark.parametrize("value", ["\x00", "-1", "abc", "9" * 60])
def test_unreadable_choices_are_said_in_french(client, draft, value):
    sent = typed(draft, preferred_workshop=value, shown_as=value, retirer=value, sources="Gardé")
    page = client.post(step_path(draft, 4), sent)
    assert [target for target, _ in summary_of(page)] == ["id_preferred_workshop", "id_shown_as_0"]
    assert stored(draft).sources == "Gardé"


def test_what_an_organiser_matched_stays_when_the_name_is_the_same(client, draft):
    Proposal.objects.update(
        authority=authority("Rouen Métropole"),
        state="to_complete",
        submitted_at="2026-11-01T00:00Z",
        consent_at="2026-11-01T00:00Z",
    )
    fields = {"intents": ["testify"], "organisation": "Ville de Rouen", "name": "C", "email": "camille.martin@rouen.fr"}
    client.post(step_path(draft, 1), typed(draft, **fields))
    assert (stored(draft).name, stored(draft).authority.name) == ("C", "Rouen Métropole")


def test_completed_proposal_is_sent_again_without_a_second_consent(client):
    home_page()
    found = proposal(state="to_complete", practice="Cent personnes.", consent_version=CONSENT_VERSION)
    given_at = found.consent_at
    client.post(step_path(found, 5), typed(found))
    assert (stored(found).state, stored(found).consent_at) == ("submitted", given_at)
