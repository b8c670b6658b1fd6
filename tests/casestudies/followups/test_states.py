"""The register: what a state needs, what corrects it, and where a recommendation stands."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from casestudies.followups.actions import add_state, propose_state, rectify_state, refuse_proposal
from casestudies.followups.enums import Standing
from casestudies.models import Recommendation, RecommendationState, StateProposal
from hub.core.errors import ActionError, NotAllowed, WrongState
from tests.factories.casestudies import assembly, hide, source
from tests.factories.followups import asked_about, recommendation, state
from tests.factories.organisers import member, organiser

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _november(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *given: TODAY)


def stands(asked: Recommendation, today: date = TODAY) -> Standing:
    return Recommendation.objects.with_states().get(pk=asked.pk).standing(today)


def refusal(call, *args, **kwargs) -> str:
    with pytest.raises(ActionError) as caught:
        call(*args, **kwargs)
    return str(caught.value)


# ---------------------------------------------------------------- what the database refuses
@pytest.mark.parametrize(
    "lacking",
    [{"when": ""}, {"source": None}, {"details": ""}, {"kind": "void"}, {"because": "Une raison sans rectification."}],
)
def test_the_database_refuses_a_state_that_lacks_something(lacking):
    asked = recommendation()
    row = {"number": 1, "kind": "taken", "when": "2024-07", "details": "Un acte.", "source": source(), **lacking}
    with pytest.raises(IntegrityError), transaction.atomic():
        RecommendationState.objects.bulk_create([RecommendationState(recommendation=asked, **row)])
    assert RecommendationState.objects.count() == 0


def test_the_database_refuses_a_recommendation_without_source():
    with pytest.raises(IntegrityError), transaction.atomic():
        Recommendation.objects.create(title="Sans source", slug="sans-source", assembly=assembly())


def test_a_written_state_is_never_changed():
    written = state(recommendation())
    written.details = "Autre chose."
    with pytest.raises(TypeError):
        written.save()
    assert RecommendationState.objects.get().details == "Une délibération."


# ---------------------------------------------------------------- what actions refuse
@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({"when": "2024-02"}, "La recommandation est plus récente (mars 2024). Vérifiez cette date."),
        ({"when": "2026-12"}, "Cette date est à venir : on inscrit un état une fois qu’il est connu."),
        ({"when": ""}, "Écrivez une date, même incomplète : aucun état n’entre dans le registre sans date."),
        ({"kind": "void"}, "On annule une inscription en la rectifiant."),
        (
            {"kind": "no_answer", "when": "2026-11-20"},
            "Le délai court jusqu’au 1er décembre 2026 : la page dit déjà « délai non échu ».",
        ),
    ],
)
def test_a_wrong_state_is_refused_with_a_sentence(written, words):
    asked = recommendation(due_on=date(2026, 12, 1))
    given = {"kind": "taken", "when": "2024-07", "details": "Un acte.", "sources": [source()], **written}
    assert words in refusal(add_state, asked, by=organiser(), **given)
    assert RecommendationState.objects.count() == 0


def test_a_state_of_the_year_of_its_recommendation_is_taken():
    """What is not certainly before is not refused."""
    assert state(recommendation(made_on="2024-03"), when="2024").when.french() == "2024"


def test_a_state_without_source_is_refused():
    asked = recommendation()
    words = refusal(add_state, asked, by=organiser(), kind="taken", when="2024-07", details="Un acte.", sources=[])
    assert words == "Choisissez une source : aucun état n’entre dans le registre sans source."


def test_the_same_state_sent_twice_stands_once():
    asked, cited = recommendation(), source()
    state(asked, sources=[cited])
    words = "Cet état est déjà inscrit, avec la même date et la même source."
    assert refusal(state, asked, sources=[cited]) == words
    assert RecommendationState.objects.count() == 1


def test_states_are_numbered_without_a_gap():
    asked = recommendation()
    assert [state(asked, "taken", f"2024-0{month}").number for month in (7, 8, 9)] == [1, 2, 3]


def test_a_member_writes_nothing_in_the_register():
    asked = recommendation()
    with pytest.raises(NotAllowed):
        state(asked, by=member())
    with pytest.raises(NotAllowed):
        rectify_state(state(asked), by=member(), because="Non.", kind="void", when="2024", details="-", sources=[])


def test_a_later_date_of_the_recommendation_does_not_overtake_its_states():
    asked = recommendation(made_on="2024-03")
    state(asked, when="2024-07")
    asked.made_on = "2025"
    with pytest.raises(ValidationError) as caught:
        asked.full_clean()
    assert caught.value.message_dict == {
        "made_on": ["Un état du registre est daté d’avant. Rectifiez-le, ou gardez une autre date."]
    }


def test_an_answer_due_before_the_recommendation_is_refused():
    asked = recommendation(made_on="2024-03")
    asked.due_on = date(2024, 2, 1)
    with pytest.raises(ValidationError) as caught:
        asked.full_clean()
    assert caught.value.message_dict == {
        "due_on": ["La réponse serait due avant la recommandation. Vérifiez les deux dates."]
    }


# ---------------------------------------------------------------- where it stands
@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (None, Standing.UNDATED),
        (TODAY, Standing.PENDING),
        (TODAY + timedelta(days=1), Standing.PENDING),
        (TODAY - timedelta(days=1), Standing.TO_LOOK_FOR),
    ],
)
def test_without_state_the_date_alone_says_where_it_stands(due_on, expected):
    assert stands(recommendation(due_on=due_on)) == expected


def test_an_answer_prevails_over_the_delay_and_over_looking_in_vain():
    asked = recommendation(due_on=date(2026, 1, 1))
    state(asked, "no_answer", "2026-11-01")
    assert stands(asked) == Standing.NO_ANSWER
    state(asked, "partly", "2026-02")
    assert stands(asked) == Standing.PARTLY


def test_looking_in_vain_before_a_delay_that_still_runs_says_nothing():
    asked = recommendation()
    state(asked, "no_answer", "2026-11-01")
    Recommendation.objects.filter(pk=asked.pk).update(due_on=TODAY)
    assert stands(asked) == Standing.PENDING


def test_of_two_states_on_the_same_day_the_last_one_written_prevails():
    asked = recommendation()
    state(asked, "taken", "2024-07-11")
    state(asked, "partly", "2024-07-11")
    assert stands(asked) == Standing.PARTLY
    assert [each.kind for each in Recommendation.objects.with_states().get().timeline] == ["taken", "partly"]


def test_a_rectification_stands_beside_what_it_corrects():
    asked, desk = recommendation(), organiser()
    wrong = state(asked, "taken", "2024-07")
    right = rectify_state(
        wrong, by=desk, because="Mauvaise lecture.", kind="rejected", when="2024-07", details="Non.", sources=[source()]
    )
    assert stands(asked) == Standing.REJECTED
    assert [(each.kind, each.rectifies_id) for each in asked.states.all()] == [("taken", None), ("rejected", wrong.pk)]
    again = {"because": "Encore.", "kind": "taken", "when": "2024-07", "details": "-", "sources": [source()]}
    assert refusal(rectify_state, wrong, by=desk, **again) == "Cet état est déjà rectifié. Rectifiez la rectification."
    rectify_state(right, by=desk, **again)
    assert stands(asked) == Standing.TAKEN


def test_an_annulled_state_leaves_the_recommendation_as_if_it_had_none():
    asked = recommendation()
    void = {"because": "C’est une autre.", "kind": "void", "when": "2024-07", "details": "-", "sources": [source()]}
    rectify_state(state(asked), by=organiser(), **void)
    assert stands(asked) == Standing.UNDATED


def test_a_rectification_without_reason_is_refused():
    given = {"because": "", "kind": "taken", "when": "2024-08", "details": "-", "sources": [source()]}
    words = refusal(rectify_state, state(recommendation()), by=organiser(), **given)
    assert words == "Écrivez pourquoi : la raison paraît à côté de ce qui est rectifié."


@pytest.mark.parametrize(
    ("due_on", "looked", "words"),
    [
        (date(2026, 1, 1), "", "Le délai est passé : cherchez la réponse."),
        (date(2027, 1, 1), "", ""),
        (None, "", ""),
        (None, "2025-11", ""),
        (None, "2025-10-31", "Cherchée il y a plus d’un an : cherchez de nouveau."),
        (date(2026, 1, 1), "2025-12", "Le délai est passé depuis la dernière recherche : cherchez la réponse."),
        (date(2026, 1, 1), "2026-02", ""),
    ],
)
def test_what_is_due_for_a_check(due_on, looked, words):
    asked = recommendation()
    if looked:
        state(asked, "no_answer", looked)
    Recommendation.objects.filter(pk=asked.pk).update(due_on=due_on)
    assert Recommendation.objects.with_states().get().needs_check(TODAY) == words


def test_what_is_answered_is_not_due_for_a_check():
    asked = recommendation(due_on=date(2026, 1, 1))
    state(asked, "ongoing", "2026-02")
    assert Recommendation.objects.with_states().get().needs_check(TODAY) == ""


def test_the_history_of_a_recommendation_tells_its_states():
    asked = recommendation()
    void = {"because": "C’est une autre.", "kind": "void", "when": "2024-07", "details": "-", "sources": [source()]}
    rectify_state(state(asked), by=organiser(), **void)
    lines = ModelLogEntry.objects.for_instance(asked).order_by("pk").values_list("action", "data__state")
    assert list(lines) == [
        ("casestudies.add_state", "Reprise, juillet 2024"),
        ("casestudies.rectify_state", "Inscription annulée, juillet 2024"),
    ]


# ---------------------------------------------------------------- who sees it
@pytest.mark.parametrize("way", ["draft", "expired", "private"])
def test_a_recommendation_is_hidden_with_its_assembly(way):
    page = assembly()
    asked = recommendation(page=page)
    assert list(Recommendation.objects.visible_to_all()) == [asked]
    hide(page, way)
    assert list(Recommendation.objects.visible_to_all()) == []


def test_a_recommendation_is_hidden_by_its_own_box():
    recommendation(is_public=False)
    assert list(Recommendation.objects.visible_to_all()) == []


# ---------------------------------------------------------------- what authorities propose
PROPOSED = {"kind": "taken", "when": "2024-07", "details": "Votée.", "answer": "", "url": ""}


def test_a_proposal_changes_nothing_until_an_organiser_accepts_it():
    asked, desk = recommendation(), organiser()
    proposal = propose_state(asked_about(asked), asked, **PROPOSED)
    assert (RecommendationState.objects.count(), proposal.status) == (0, "waiting")
    written = state(asked, by=desk, proposal=proposal)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.state, proposal.closed_by) == ("accepted", written, desk)


def test_the_same_proposal_sent_twice_is_kept_once():
    asked = recommendation()
    request = asked_about(asked)
    assert propose_state(request, asked, **PROPOSED) == propose_state(request, asked, **PROPOSED)
    assert StateProposal.objects.count() == 1


def test_a_proposal_is_examined_once():
    asked, desk = recommendation(), organiser()
    proposal = propose_state(asked_about(asked), asked, **PROPOSED)
    refuse_proposal(proposal, by=desk, reason="Sans source publique.")
    assert (proposal.status, proposal.reason) == ("refused", "Sans source publique.")
    assert refusal(state, asked, by=desk, proposal=proposal) == "Quelqu’un a déjà examiné cette proposition."
    assert RecommendationState.objects.count() == 0


@pytest.mark.parametrize("case", ["old link", "other assembly", "hidden"])
def test_a_link_proposes_only_while_it_works_and_about_its_own_assembly(case):
    asked = recommendation()
    request = asked_about(asked)
    other = recommendation(page=assembly("Une autre")) if case == "other assembly" else asked
    if case == "old link":
        type(request).objects.filter(pk=request.pk).update(expires_at=timezone.now())
    if case == "hidden":
        hide(asked.assembly, "draft")
    with pytest.raises(WrongState):
        propose_state(request, other, **PROPOSED)
    assert StateProposal.objects.count() == 0


def test_too_much_that_waits_is_refused():
    asked = recommendation()
    request = asked_about(asked)
    for number in range(5):
        propose_state(request, asked, **{**PROPOSED, "details": f"Fait {number}."})
    words = "Plusieurs états proposés attendent déjà d’être lus. Merci d’attendre notre réponse."
    assert refusal(propose_state, request, asked, **PROPOSED) == words
