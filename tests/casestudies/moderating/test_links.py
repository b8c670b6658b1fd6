"""What organisers see of an address that nobody confirmed, and do about the link of an author."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from casestudies.models import Proposal, TestimonyIndexPage, TestimonyPage
from casestudies.moderating.actions.links import REVOKED, ask_again, revoke_link
from casestudies.moderating.actions.make_page import make_page
from casestudies.moderating.actions.reminding import queue_digest
from casestudies.proposals.links import private_path, private_url
from casestudies.proposing.actions.links import ASKED_PER_DAY, confirm_address, send_links
from hub.core.errors import ActionError, NotAllowed
from hub.mail.models import OutgoingMail
from tests.factories.forms import words_of
from tests.factories.organisers import member, organiser, proposal
from tests.factories.pages import home_page, index_page
from tests.harness.queries import query_counts

pytestmark = pytest.mark.django_db
LIST = "/admin/propositions/"
UNPROVED = "adresse non confirmée"


@pytest.fixture
def office(client):
    home_page()
    client.force_login(organiser("odile@exemple.fr"))
    return client


def sheet(sent: Proposal) -> str:
    return f"{LIST}inspect/{sent.pk}/"


def test_unproved_address_is_said_on_the_board_and_on_the_sheet(office):
    sent = proposal(address_proved_at=None)
    assert [UNPROVED in words_of(office.get(path)) for path in (LIST, sheet(sent))] == [True, True]
    confirm_address(sent)
    assert [UNPROVED in words_of(office.get(path)) for path in (LIST, sheet(sent))] == [False, False]


def test_board_costs_the_same_for_any_number_of_unproved_addresses(office):
    first, *others = query_counts(office, LIST, lambda: proposal(address_proved_at=None))
    assert others == [first, first]


def test_confirmation_is_asked_again_twice_a_day_at_most(office):
    sent = proposal(address_proved_at=None)
    answers = [office.post(sheet(sent), {"do": "ask", "version": sent.version}) for _ in range(ASKED_PER_DAY + 1)]
    assert [answer.status_code for answer in answers] == [302, 302, 409]
    assert "La demande est déjà partie aujourd’hui." in words_of(answers[-1])
    mail = OutgoingMail.objects.first()
    assert (mail.kind, mail.recipient, mail.is_confidential) == ("proposal-confirm", "anne@exemple.fr", True)
    assert private_url(sent) in mail.text


def test_confirmation_is_not_asked_without_right_or_need():
    with pytest.raises(NotAllowed):
        ask_again(proposal(address_proved_at=None), by=member())
    for sent in (proposal(), proposal(email=""), proposal(email="anne@", address_proved_at=None)):
        with pytest.raises(ActionError):
            ask_again(sent, by=organiser())
    assert OutgoingMail.objects.count() == 0


def test_consent_counts_only_once_the_address_is_confirmed(office):
    index_page(TestimonyIndexPage, "temoignages", "Témoignages")
    sent = proposal(state="accepted", practice="Un texte.", address_proved_at=None)
    assert "son accord ne compte pas encore" in words_of(office.get(sheet(sent)))
    refused = office.post(f"{LIST}{sent.pk}/testimony/", follow=True)
    assert "son accord ne compte pas encore" in words_of(refused)
    assert TestimonyPage.objects.count() == 0
    page = make_page(confirm_address(sent), by=organiser(), kind=TestimonyPage)
    assert page.provenance.consent_at == sent.consent_at


def test_preview_of_a_decision_asks_for_the_confirmation_as_the_mail_will(office):
    proved, unproved = proposal(), proposal(address_proved_at=None)
    asks = "Votre adresse n’est pas encore confirmée."
    assert [asks in words_of(office.get(sheet(sent))) for sent in (proved, unproved)] == [False, True]


def test_link_is_revoked_by_a_page_with_a_button(office):
    sent = proposal()
    given = private_path(sent)
    path = f"{LIST}lien/{sent.pk}/"
    assert f'href="{path}"' in office.get(sheet(sent)).content.decode()
    assert "cessent de s’ouvrir" in words_of(office.get(path))
    assert Proposal.objects.get().link_generation == 1
    assert office.post(path)["Location"] == sheet(sent)
    event = Proposal.objects.get().events.get()
    assert (event.note, event.by.email, event.reason) == (REVOKED, "odile@exemple.fr", "")
    office.logout()
    assert office.get(given).status_code == 404
    send_links("anne@exemple.fr")
    assert private_url(Proposal.objects.get()) in OutgoingMail.objects.get().text
    assert REVOKED not in words_of(office.get(private_path(Proposal.objects.get())))


def test_link_is_not_revoked_without_right(client):
    home_page()
    sent = proposal()
    with pytest.raises(NotAllowed):
        revoke_link(sent, by=member())
    reader = member()
    reader.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "view_proposal"]))
    client.force_login(reader)
    assert (client.post(f"{LIST}lien/{sent.pk}/").status_code, Proposal.objects.get().link_generation) == (403, 1)
    draft = proposal(state="draft", submitted_at=None)
    assert client.get(f"{LIST}lien/{draft.pk}/").status_code == 404


def test_confirmed_address_is_no_sending_in_the_digest():
    confirm_address(proposal(address_proved_at=None))
    assert queue_digest(timezone.now().replace(hour=12)) == 0
