"""The screens of organisers: inscribe a recommendation, add a state, rectify one, examine a proposal, check."""

from datetime import date

import pytest

from casestudies.followups.actions import propose_state
from casestudies.models import Recommendation, RecommendationState, StateProposal
from hub.mail.models import OutgoingMail
from tests.factories.casestudies import assembly, source
from tests.factories.followups import asked_about, recommendation, state
from tests.factories.organisers import administrator, organiser
from tests.factories.pages import home_page
from tests.harness.queries import growing, query_counts_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
LIST, DUE = "/admin/snippets/casestudies/recommendation/", "/admin/suites/a-verifier/"
PROPOSED = {"kind": "done", "when": "2025", "details": "Tout est fait.", "answer": "Fait.", "url": ""}


@pytest.fixture(autouse=True)
def _november(monkeypatch):
    home_page()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *given: TODAY)


@pytest.fixture
def office(client):
    client.force_login(organiser("odile@exemple.fr"))
    return client


def typed(page, **fields: object) -> dict:
    """What the form of a recommendation sends."""
    given = {
        "assembly": page.pk, "title": "Ouvrir les cours", "source": source().pk, "addressed_to": "Conseil municipal",
        "made_on-kind": "month", "made_on-month": "03", "made_on-year": "2024", "is_public": "on",
    }  # fmt: skip
    return {**given, **fields}


def typed_state(**fields: object) -> dict:
    given = {
        "kind": "taken", "when-kind": "days", "when-first_day": "2024-07-11", "details": "Un vœu.",
        "source": source().pk,
    }  # fmt: skip
    return {**given, **fields}


def words_of(answer) -> str:
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


# ---------------------------------------------------------------- recommendations
def test_a_recommendation_is_inscribed_and_its_states_come_next(office):
    answer = office.post(f"{LIST}add/", typed(assembly()))
    asked = Recommendation.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/admin/suites/{asked.pk}/")
    assert (asked.slug, str(asked.made_on)) == ("ouvrir-les-cours", "2024-03")


def test_a_recommendation_without_source_is_refused_with_a_sentence(office):
    answer = office.post(f"{LIST}add/", typed(assembly(), source=""))
    assert "Choisissez une source : rien n’entre dans le registre sans source." in words_of(answer)
    assert Recommendation.objects.count() == 0


def test_the_address_of_another_page_of_the_register_is_refused(office):
    answer = office.post(f"{LIST}add/", typed(assembly(), slug="regles"))
    assert "Cette adresse est déjà celle d’une autre page du registre" in words_of(answer)
    assert Recommendation.objects.count() == 0


def test_the_name_of_a_person_is_asked_about_once(office):
    page = assembly()
    answer = office.post(f"{LIST}add/", typed(page, addressed_to="Anne Martin"))
    assert "« Anne Martin » ressemble au nom d’une personne." in words_of(answer)
    assert 'value="Anne Martin"' in words_of(answer)
    assert Recommendation.objects.count() == 0
    office.post(f"{LIST}add/", typed(page, addressed_to="Anne Martin", sure="on"))
    asked = Recommendation.objects.get()
    assert asked.addressed_to == "Anne Martin"
    again = office.post(f"{LIST}edit/{asked.pk}/", typed(page, addressed_to="Anne Martin", title="Autre", slug="autre"))
    assert again.status_code == 302


def test_a_due_date_in_the_past_is_asked_about_once(office):
    page = assembly()
    answer = office.post(f"{LIST}add/", typed(page, due_on="2024-09-30"))
    assert "Le 30/09/2024 est déjà passé." in words_of(answer)
    assert Recommendation.objects.count() == 0
    office.post(f"{LIST}add/", typed(page, due_on="2024-09-30", sure="on"))
    assert Recommendation.objects.get().due_on == date(2024, 9, 30)


def test_a_recommendation_is_never_deleted_even_by_administrators(client):
    asked = recommendation()
    client.force_login(administrator())
    client.post(f"{LIST}delete/{asked.pk}/")
    assert Recommendation.objects.count() == 1


def test_the_list_says_where_each_stands_and_what_to_check(office):
    recommendation("Ancienne", due_on=date(2026, 1, 1))
    state(recommendation("Reprise ailleurs"))
    shown = words_of(office.get(LIST))
    assert "Délai passé, réponse à chercher" in shown
    assert "Le délai est passé : cherchez la réponse." in shown
    narrowed = words_of(office.get(f"{LIST}?standing=taken"))
    assert ("Reprise ailleurs" in narrowed, "Ancienne" in narrowed) == (True, False)


# ---------------------------------------------------------------- states
def test_a_state_is_added(office):
    asked = recommendation()
    answer = office.post(f"/admin/suites/{asked.pk}/etat/", typed_state())
    assert (answer.status_code, answer["Location"]) == (302, f"/admin/suites/{asked.pk}/")
    written = RecommendationState.objects.get()
    assert (written.kind, str(written.when), written.details) == ("taken", "2024-07-11", "Un vœu.")
    assert "Un vœu." in words_of(office.get(f"/admin/suites/{asked.pk}/"))


def test_a_refused_state_keeps_what_was_typed(office):
    asked = recommendation()
    late = typed_state(**{"when-first_day": "2020-01-01"}, details="Un acte trop ancien.")
    answer = office.post(f"/admin/suites/{asked.pk}/etat/", late)
    shown = words_of(answer)
    assert answer.status_code == 422
    assert "La recommandation est plus récente (mars 2024). Vérifiez cette date." in shown
    assert "Un acte trop ancien." in shown
    assert RecommendationState.objects.count() == 0


@pytest.mark.parametrize("lacking", ["source", "details", "when-kind"])
def test_a_state_that_lacks_something_is_refused(office, lacking):
    asked = recommendation()
    answer = office.post(f"/admin/suites/{asked.pk}/etat/", typed_state(**{lacking: ""}))
    assert (answer.status_code, RecommendationState.objects.count()) == (422, 0)


def test_a_state_is_rectified_beside(office):
    asked = recommendation()
    wrong = state(asked)
    path = f"/admin/suites/{asked.pk}/etat/{wrong.number}/rectifier/"
    assert "Une délibération." in words_of(office.get(path))
    office.post(path, typed_state(kind="void", because="C’était une autre.", details="-"))
    assert [each.kind for each in asked.states.all()] == ["taken", "void"]
    assert "rectifié" in words_of(office.get(f"/admin/suites/{asked.pk}/"))
    again = office.post(path, typed_state(because="Encore."))
    assert (again.status_code, RecommendationState.objects.count()) == (409, 2)


def test_the_history_of_a_recommendation_shows_its_states(office):
    asked = recommendation()
    state(asked)
    assert "Inscrit : Reprise, juillet 2024" in words_of(office.get(f"{LIST}history/{asked.pk}/"))


# ---------------------------------------------------------------- what authorities propose
def test_a_proposed_state_is_accepted_with_a_source(office):
    asked = recommendation()
    proposal = propose_state(asked_about(asked), asked, **PROPOSED)
    assert "Tout est fait." in words_of(office.get(f"/admin/suites/{asked.pk}/"))
    path = f"/admin/suites/{asked.pk}/etat/?proposition={proposal.pk}"
    assert "Tout est fait." in words_of(office.get(path))
    office.post(path, typed_state(kind="done", details="Tout est fait."))
    proposal.refresh_from_db()
    assert (proposal.status, proposal.state.kind) == ("accepted", "done")


def test_a_proposed_state_is_left_out(office):
    asked = recommendation()
    proposal = propose_state(asked_about(asked), asked, **PROPOSED)
    office.post(f"/admin/suites/propositions/{proposal.pk}/refuser/", {"reason": "Sans document public."})
    proposal.refresh_from_db()
    assert (proposal.status, RecommendationState.objects.count()) == ("refused", 0)
    assert "Sans document public." in words_of(office.get(f"/admin/suites/{asked.pk}/"))


@pytest.mark.parametrize("number", ["x", "-1", "99999999999999999999", "2"])
def test_a_proposal_that_is_not_there_changes_nothing(office, number):
    asked = recommendation()
    assert office.get(f"/admin/suites/{asked.pk}/etat/?proposition={number}").status_code == 200


# ---------------------------------------------------------------- what is due
def test_what_is_due_for_a_check_is_listed(office):
    recommendation("Échue", due_on=date(2026, 1, 1))
    recommendation("À venir", due_on=date(2027, 1, 1))
    state(recommendation("Cherchée"), "no_answer", "2025-01")
    asked = recommendation("Proposée")
    propose_state(asked_about(asked), asked, **PROPOSED)
    shown = words_of(office.get(DUE))
    seen = [title for title in ("Échue", "À venir", "Cherchée", "Proposée") if title in shown]
    assert seen == ["Échue", "Cherchée", "Proposée"]
    assert "Rien à vérifier" not in shown


def test_nothing_due_is_said(office):
    assert "Rien à vérifier" in words_of(office.get(DUE))


def test_screens_cost_the_same_for_1_3_and_30_recommendations(office):
    page, cited, desk = assembly(), source(), organiser()
    first = recommendation(page=page, source=cited)

    def add() -> None:
        state(recommendation(page=page, source=cited), "no_answer", "2025-01", by=desk, sources=[cited])
        number = StateProposal.objects.count()
        StateProposal.objects.create(recommendation=first, **{**PROPOSED, "details": f"Fait {number}"})

    assert growing(query_counts_of(office, [LIST, DUE], add)) == {}


# ---------------------------------------------------------------- the yearly link
LINK = "/verifier/jeton-de-test/suites/cours/"
TOLD = {"kind": "done", "when": "mars 2025", "details": "Trois cours ouvertes.", "answer": "", "url": ""}


def test_the_yearly_link_proposes_and_writes_nothing(client):
    asked = recommendation(slug="cours")
    asked_about(asked, "jeton-de-test")
    assert LINK in words_of(client.get("/verifier/jeton-de-test/"))
    assert (client.get(LINK).status_code, StateProposal.objects.count()) == (200, 0)
    answer = client.post(LINK, TOLD)
    assert (answer.status_code, answer["Location"]) == (303, "/verifier/suites/merci/")
    client.post(LINK, TOLD)
    proposal = StateProposal.objects.get()
    assert (str(proposal.when), proposal.status, RecommendationState.objects.count()) == ("2025-03", "waiting", 0)
    assert "Trois cours" not in words_of(client.get("/suites/cours/"))
    assert client.get("/verifier/suites/merci/").status_code == 200
    assert OutgoingMail.objects.count() == 0


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"when": "demain"}, "Écrivez un jour, un mois ou une année"),
        ({"when": "31/02/2025"}, "Cette date n’existe pas"),
        ({"when": "2031"}, "Cette date est à venir."),
        ({"details": "<b>Fait</b>"}, "Écrivez du texte simple, sans balise."),
        ({"details": "x" * 5_001}, "Ce texte est trop long : 5 000 signes au plus."),
        ({"kind": "void"}, "void"),
        ({"url": "pas une adresse"}, "URL"),
        ({"website": "http://robot.example"}, "Une case cachée a été remplie"),
    ],
)
def test_a_wrong_proposal_keeps_what_was_typed(client, sent, words):
    asked_about(recommendation(slug="cours"), "jeton-de-test")
    answer = client.post(LINK, {**TOLD, "answer": "Gardez ceci.", **sent})
    shown = words_of(answer)
    assert (answer.status_code, StateProposal.objects.count()) == (200, 0)
    assert words in shown
    assert "Gardez ceci." in shown


@pytest.mark.parametrize("when", ["12/03/2026", "12 mars 2026", "1er mars 2026", "03/2026", "Mars 2026", "2026"])
def test_a_date_is_read_as_it_is_typed(client, when):
    asked_about(recommendation(slug="cours"), "jeton-de-test")
    assert client.post(LINK, {**TOLD, "when": when}).status_code == 303


def test_a_link_that_is_unknown_or_too_old_proposes_nothing(client):
    asked_about(recommendation(slug="cours"), "jeton-de-test", expires_at="2020-01-01T00:00:00Z")
    assert client.post(LINK, TOLD).status_code == 410
    assert client.post("/verifier/inconnu/suites/cours/", TOLD).status_code == 404
    assert StateProposal.objects.count() == 0
