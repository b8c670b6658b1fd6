"""Organisers see beside a person that mails come back; nothing is refused to that person for it."""

import itertools
import uuid

import pytest

from casestudies.checking.actions.fact_reporting import submit_report
from casestudies.models import TestimonyIndexPage
from casestudies.moderating.viewsets.page_panel import page_panel
from casestudies.proposals.enums import ProposalState
from hub.community.actions.invitations import invite_organiser
from hub.community.actions.members import ensure_email_address
from hub.community.models import Authority
from hub.mail.models import OutgoingMail
from tests.factories.casestudies import assembly
from tests.factories.mails import NOON, outgoing
from tests.factories.organisers import member, organiser, proposal
from tests.factories.pages import home_page, index_page
from tests.harness.mails import deliver, sign_in_code
from tests.harness.queries import query_counts

pytestmark = pytest.mark.django_db
WORDS = "Message revenu, 22 novembre 2026 : adresse inconnue (5.1.1)."
_numbers = itertools.count(1)


@pytest.fixture
def office(client):
    home_page()
    client.force_login(organiser("odile@exemple.fr"))
    return client


def came_back(to: str) -> OutgoingMail:
    fields = {"bounce": "permanent", "bounced_at": NOON, "bounce_code": "5.1.1"}
    return outgoing(to, state="sent", attempts=1, **fields)


def is_said(office, path: str) -> bool:
    html = office.get(path).content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("&nbsp;", " ")
    return WORDS in html


def test_members(office):
    member("Anne@exemple.fr")
    path = "/admin/users/"
    came_back("autre@exemple.fr")
    assert is_said(office, path) is False
    came_back("anne@exemple.fr")
    assert is_said(office, path) is True


def test_list_of_members_costs_the_same_for_many(office):
    def add() -> None:
        came_back(member(f"personne{next(_numbers)}@exemple.fr").email)

    assert len(set(query_counts(office, "/admin/users/", add))) == 1


def test_invitations(office):
    invite_organiser("anne@exemple.fr", by=organiser())
    assert is_said(office, "/admin/invitations/") is False
    came_back("anne@exemple.fr")
    assert is_said(office, "/admin/invitations/") is True


def test_proposals_and_their_reviews(office):
    sent = proposal(email="anne@exemple.fr", state=ProposalState.ACCEPTED, practice="Texte.")
    index_page(TestimonyIndexPage, "temoignages", "Témoignages")
    office.post(f"/admin/propositions/{sent.pk}/testimony/")
    office.post(f"/admin/propositions/{sent.pk}/relecture/", {"to": "relire@ville.example"})
    path = f"/admin/propositions/inspect/{sent.pk}/"
    assert is_said(office, path) is False
    came_back("relire@ville.example")
    assert is_said(office, path) is True
    assert [link.came_back for link, *_ in page_panel(sent)["review_links"]] == [WORDS]
    OutgoingMail.objects.filter(recipient="relire@ville.example").delete()
    came_back("anne@exemple.fr")
    assert is_said(office, path) is True


def test_reports_of_readers(office):
    sent = submit_report(idempotency_key=uuid.uuid4(), message="Faux.", email="anne@exemple.fr")
    path = f"/admin/signalements/inspect/{sent.pk}/"
    assert is_said(office, path) is False
    came_back("anne@exemple.fr")
    assert is_said(office, path) is True


def test_contacts_of_authorities(office):
    assembly()
    Authority.objects.update(contact_email="mairie@ville.fr")
    assert is_said(office, "/admin/a-reverifier/") is False
    came_back("mairie@ville.fr")
    assert is_said(office, "/admin/a-reverifier/") is True


def test_outbox(office):
    mail, other = came_back("anne@exemple.fr"), outgoing(state="sent")
    assert [is_said(office, f"/admin/messages/{path}") for path in ("", f"inspect/{mail.pk}/")] == [True, True]
    found = office.get("/admin/messages/?bounce=permanent").context["object_list"]
    assert ([row.pk for row in found], is_said(office, f"/admin/messages/inspect/{other.pk}/")) == ([mail.pk], False)


def test_returned_mail_never_keeps_a_sign_in_code_back(client):
    home_page()
    person = member("anne@exemple.fr")
    ensure_email_address(person)
    came_back(person.email)
    client.post("/connexion/", {"email": person.email})
    answer = client.post("/connexion/code/", {"code": sign_in_code()})
    assert (answer["Location"], deliver()[-1].to) == ("/mon-espace/", ["anne@exemple.fr"])
