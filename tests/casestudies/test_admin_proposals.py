"""Proposals in the administration: read, decide, never edit."""

import pytest
from django.contrib.auth.models import Permission

from casestudies.actions.proposals import MOVED_MEANWHILE, move_proposal
from casestudies.enums import ProposalState
from casestudies.models import Proposal
from casestudies.transitions import ORGANISER_MOVES
from tests.factories.organisers import administrator, member, organiser, proposal
from tests.factories.pages import home_page
from tests.factories.workshops import theme
from tests.harness.queries import query_counts

pytestmark = pytest.mark.django_db

LIST = "/admin/propositions/"


@pytest.fixture
def office(client):
    home_page()
    client.force_login(organiser("odile@exemple.fr", first_name="Odile", last_name="Organise"))
    return client


def address(sent: Proposal) -> str:
    return f"{LIST}inspect/{sent.pk}/"


def listed(client, query: str = "") -> list[str]:
    return sorted(sent.organisation for sent in client.get(LIST + query).context["object_list"])


def told(answer) -> list[str]:
    return [str(message).strip() for message in answer.context["messages"]]


def history(sent: Proposal) -> list[tuple]:
    return list(sent.events.values_list("state", "by__email", "note"))


def test_list_says_what_each_proposal_is_about(office):
    proposal(themes=[theme("Indemnisation")], wants_to_take_part=True)
    html = office.get(LIST).content.decode()
    for words in ("Ville de Rouen", "Porter un témoignage et Participer", "Indemnisation", "Déposée", "0 minute"):
        assert words in html.replace("\xa0", " ")


def test_list_is_searched_and_filtered(office):
    pay = theme("Indemnisation")
    proposal("Ville de Rouen", themes=[pay])
    proposal("Ville de Paris", state="declined", email="paul@exemple.fr")
    assert listed(office) == ["Ville de Paris", "Ville de Rouen"]
    assert listed(office, "?state=declined") == ["Ville de Paris"]
    assert listed(office, f"?themes={pay.pk}") == ["Ville de Rouen"]
    assert listed(office, "?q=paul") == ["Ville de Paris"]
    assert listed(office, f"?q=rouen&state=submitted&themes={pay.pk}") == ["Ville de Rouen"]


def test_list_queries_do_not_grow(office):
    pay = theme()
    first, *others = query_counts(office, LIST, lambda: proposal(themes=[pay]))
    assert others == [first, first]


def test_one_proposal_shows_content_person_and_history(office):
    sent = proposal(practice="Par virement <b>mensuel</b>.", assembly_name="Assemblée du futur")
    move_proposal(sent, "to_complete", by=organiser("lea@exemple.fr"), reason="Il manque le montant.")
    html = office.get(address(sent)).content.decode()
    for words in (
        "Par virement &lt;b&gt;mensuel&lt;/b&gt;.",
        "Assemblée du futur",
        "anne@exemple.fr",
        "lea@exemple.fr",
        "Il manque le montant.",
    ):
        assert words in html


@pytest.mark.parametrize("state", ProposalState.values)
def test_only_legal_decisions_are_offered(office, state):
    moves = office.get(address(proposal(state=state))).context["moves"]
    assert {offered for offered, _ in moves} == ORGANISER_MOVES[state]


def test_decision_is_kept_with_its_author_and_note(office):
    sent = proposal()
    answer = office.post(address(sent), {"version": 1, "state": "accepted", "note": "À l’automne."}, follow=True)
    sent.refresh_from_db()
    assert (sent.state, told(answer)) == ("accepted", ["C’est noté : retenue."])
    assert history(sent) == [("accepted", "odile@exemple.fr", "À l’automne.")]


def test_reading_decides_nothing(office):
    sent = proposal()
    office.get(address(sent), {"version": 1, "state": "accepted"})
    office.head(address(sent), {"version": 1, "state": "accepted"})
    sent.refresh_from_db()
    assert (sent.state, history(sent)) == ("submitted", [])


def test_second_organiser_is_told_and_overwrites_nothing(office):
    sent = proposal()
    move_proposal(sent, "declined", by=organiser("lea@exemple.fr"), reason="Non.", note="Hors sujet.")
    answer = office.post(address(sent), {"version": 1, "state": "accepted", "note": "Je la retiens."})
    sent.refresh_from_db()
    assert (answer.status_code, sent.state) == (409, "declined")
    assert told(answer) == [MOVED_MEANWHILE]
    assert history(sent) == [("declined", "lea@exemple.fr", "Hors sujet.")]
    # What was typed is not lost, and the form now speaks of the present state.
    html = answer.content.decode()
    assert "Je la retiens." in html
    assert '<input type="hidden" name="version" value="2">' in html


def test_impossible_decision_is_refused_in_french(office):
    sent = proposal(state="declined")
    answer = office.post(address(sent), {"version": 1, "state": "accepted"})
    assert (answer.status_code, told(answer)) == (409, ["Cette proposition ne peut pas passer à cet état."])


@pytest.mark.parametrize("data", [{}, {"version": 1}, {"version": "x", "state": "y"}, {"version": "\0", "state": ""}])
def test_unreadable_decision_changes_nothing(office, data):
    sent = proposal()
    answer = office.post(address(sent), data)
    assert (answer.status_code, history(sent)) == (422, [])


def test_whoever_may_only_read_decides_nothing(client):
    home_page()
    reader = member()
    reader.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "view_proposal"]))
    client.force_login(reader)
    sent = proposal()
    assert "Retenir" not in client.get(address(sent)).content.decode()
    answer = client.post(address(sent), {"version": 1, "state": "accepted"})
    assert (answer.status_code, history(sent)) == (403, [])


def test_whoever_may_not_read_sees_nothing(client):
    editor = member()
    editor.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    client.force_login(editor)
    assert [client.get(path).status_code for path in (LIST, address(proposal()))] == [302, 302]


def test_nobody_adds_edits_or_deletes_even_as_administrator(client):
    home_page()
    client.force_login(administrator())
    sent = proposal()
    for path in ("new/", "add/", f"edit/{sent.pk}/", f"delete/{sent.pk}/", f"copy/{sent.pk}/", f"usage/{sent.pk}/"):
        assert client.post(LIST + path).status_code == 404
    html = client.get(address(sent)).content.decode()
    assert (f"edit/{sent.pk}" in html, f"delete/{sent.pk}" in html) == (False, False)


def test_menu_counts_what_waits(office):
    assert '"Propositions"' in office.get(LIST).content.decode()
    proposal()
    proposal(state="to_complete")
    proposal(state="declined")
    assert '"Propositions (2)"' in office.get(LIST).content.decode()
