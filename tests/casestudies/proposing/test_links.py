"""Private links: what each opens, how an address is proved, how links end and are replaced."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from casestudies.models import Proposal, ProposalEvent
from casestudies.proposals.actions import move_proposal, save_draft, send_message
from casestudies.proposals.links import Access, access_of, link_ends_at, private_path, private_url
from casestudies.proposals.purging import purge_proposals, withdraw_and_erase
from casestudies.proposing.actions import links
from casestudies.proposing.actions.links import CONFIRMED, confirm_address, send_links
from hub.mail.models import OutgoingMail
from tests.factories.forms import START, begun, first_step, step_path, title_of, words_of
from tests.factories.organisers import member, organiser, proposal
from tests.factories.pages import home_page
from tests.harness.clock import stopped_at
from tests.harness.dump import dump

pytestmark = pytest.mark.django_db
LINKS = "/ma-proposition/lien/"
ASKED = "Est-ce bien votre adresse ?"
TYPED = "Cent personnes tirées au sort."


@pytest.fixture(autouse=True)
def _site():
    home_page()


def mail_path(draft: Proposal) -> str:
    return private_url(draft).removeprefix("http://testserver")


def token_of(path: str) -> str:
    return path.split("/")[3]


def pages_of(path: str) -> list[str]:
    """Every page behind a link."""
    return [path, *(path + end for end in ("etape/1/", "etape/2/", "etape/5/", "merci/", "retirer/", "accord/"))]


def old(sent: Proposal, **age: int) -> Proposal:
    """`sent`, in its state for so long."""
    Proposal.objects.filter(pk=sent.pk).update(state_since=timezone.now() - relativedelta(**age))
    return stored(sent)


def stored(sent: Proposal) -> Proposal:
    return Proposal.objects.get(pk=sent.pk)


# ---------------------------------------------------------------- the address is proved
def test_mail_link_of_an_unproved_address_opens_one_page_and_tells_nothing(client):
    draft = begun(client, name="Nom tapé", organisation="Organisation tapée")
    save_draft(draft, version=draft.version, practice=TYPED)
    for path in pages_of(mail_path(draft)):
        page = client.get(path)
        words = words_of(page)
        assert (page.status_code, ASKED in words, "no-store" in page["Cache-Control"]) == (200, True, True)
        told = [word in words for word in ("Nom tapé", "Organisation tapée", TYPED, "camille.martin@rouen.fr")]
        assert (told, private_path(draft) in page.content.decode()) == ([False] * 4, False)


def test_programs_that_open_links_confirm_nothing(client):
    sent = proposal(address_proved_at=None)
    client.get(mail_path(sent))
    before = dump()
    for path in (mail_path(sent), f"{mail_path(sent)}confirmer/"):
        for _ in range(2):
            client.get(path)
            client.head(path)
    assert {table for table, rows in dump().items() if rows != before[table]} == set()
    assert client.put(f"{mail_path(sent)}confirmer/").status_code == 405


def test_button_proves_the_address_once_and_ends_the_beginners_link(client):
    owner = member("camille.martin@rouen.fr")
    draft = begun(client)
    begins, mailed = private_path(draft), mail_path(draft)
    places = [client.post(f"{mailed}confirmer/")["Location"] for _ in range(2)]
    proved = stored(draft)
    assert (places, private_path(proved), proved.member) == ([mailed, mailed], mailed, owner)
    assert [event.reason for event in proved.events.filter(reason=CONFIRMED)] == [CONFIRMED]
    assert CONFIRMED in words_of(client.get(mailed))
    assert {client.get(path).status_code for path in pages_of(begins)} == {410}


def test_account_of_somebody_else_is_untied_when_the_address_is_proved(client):
    client.force_login(member("autre@exemple.fr"))
    draft = begun(client)
    assert (draft.member.email, draft.address_proved_at) == ("autre@exemple.fr", None)
    assert confirm_address(draft).member is None


def test_account_whose_second_address_is_proved_is_tied(client):
    owner = member("autre@exemple.fr")
    owner.emailaddress_set.create(email="camille.martin@rouen.fr", verified=True)
    assert confirm_address(begun(client)).member == owner


def test_beginners_link_confirms_nothing(client):
    draft = begun(client)
    assert client.post(f"{private_path(draft)}confirmer/")["Location"] == private_path(draft)
    assert stored(draft).address_proved_at is None


def test_address_of_the_account_is_proved_at_once_and_another_is_not(client):
    client.force_login(member("camille.martin@rouen.fr"))
    mine, other = begun(client, email="Camille.Martin@rouen.fr"), begun(client, email="autre@exemple.fr")
    assert (mine.is_proved, other.is_proved, private_path(mine)) == (True, False, mail_path(mine))
    assert client.get(step_path(mine, 2)).status_code == 200


def test_member_who_goes_back_changes_the_same_draft(client):
    client.force_login(member("camille.martin@rouen.fr"))
    sent = first_step()
    places = [client.post(START, {**sent, "role": role})["Location"] for role in ("Agent", "Agente")]
    assert (Proposal.objects.get().role, places) == ("Agente", [step_path(Proposal.objects.get(), 2)] * 2)


def test_changed_address_must_be_proved_again_and_the_former_owner_reads_nothing(client):
    draft = confirm_address(begun(client))
    former = mail_path(draft)
    fields = first_step(email="nouvelle@exemple.fr", version=draft.version, key="")
    place = client.post(f"{former}etape/1/", fields)["Location"]
    changed = stored(draft)
    assert (changed.is_proved, place) == (False, step_path(changed, 2))
    assert [client.get(former).status_code, client.get(place).status_code] == [404, 200]
    assert ASKED in words_of(client.get(mail_path(changed)))
    assert OutgoingMail.objects.latest("pk").recipient == "nouvelle@exemple.fr"


def test_address_changed_before_the_proof_ends_the_former_mail_link(client):
    draft = begun(client)
    former = mail_path(draft)
    client.post(step_path(draft, 1), first_step(email="nouvelle@exemple.fr", version=draft.version, key=""))
    assert client.get(former).status_code == 404
    assert client.post(f"{former}confirmer/").status_code == 404
    assert (stored(draft).is_proved, client.get(private_path(draft)).status_code) == (False, 200)


def test_draft_that_changes_address_again_and_again_writes_to_five(client):
    draft = begun(client)
    for number in range(8):
        fields = first_step(email=f"a{number}@exemple.fr", version=stored(draft).version, key="")
        client.post(step_path(draft, 1), fields)
    assert (stored(draft).email, OutgoingMail.objects.count()) == ("a7@exemple.fr", 5)


def test_proof_without_an_address_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        proposal(email="", address_proved_at=timezone.now())


# ---------------------------------------------------------------- the stranger
def test_stranger_who_begins_with_an_address_reads_nothing_of_its_owner(client):
    """From start to end: begun by a stranger, confirmed and written by the member whose address it is."""
    owner = member("camille.martin@rouen.fr")
    stranger = type(client)()
    key = first_step(organisation="Tapé par un autre")
    stranger.post(START, key)
    draft = Proposal.objects.get()
    begins = private_path(draft)

    client.force_login(owner)
    for path in (START, "/mon-espace/"):
        assert "Tapé par un autre" not in client.get(path).content.decode()
    client.post(f"{mail_path(draft)}confirmer/")
    client.post(step_path(stored(draft), 2), {"version": stored(draft).version, "practice": "Écrit par la personne"})
    assert "Tapé par un autre" in client.get("/mon-espace/").content.decode()

    answers = [stranger.get(path) for path in pages_of(begins)]
    answers += [stranger.post(path, {"version": 1, "practice": "Encore moi"}) for path in pages_of(begins)]
    answers += [stranger.post(f"{begins}{end}/", {"text": "x"}) for end in ("message", "confirmer", "nouveau-lien")]
    answers += [stranger.post(START, {**key, "role": "x"}), stranger.post(START, {**key, "enregistrer": "auto"})]
    answers += [stranger.post(f"{begins}etape/2/", {"version": 9, "practice": "x", "enregistrer": "auto"})]
    texts = [answer.content.decode() for answer in answers]
    secrets = ("Écrit par la personne", token_of(mail_path(stored(draft))))
    assert [word for word in secrets for text in texts if word in text] == []
    assert {answer.status_code for answer in answers} == {405, 409, 410}
    assert (stored(draft).practice, stored(draft).state) == ("Écrit par la personne", "draft")


def test_dead_beginners_link_gives_back_what_was_typed(client):
    draft = begun(client)
    path = step_path(draft, 2)
    confirm_address(draft)
    shown = client.get(path)
    assert ("Continuez avec le lien du courriel" in words_of(shown), LINKS in shown.content.decode()) == (True, True)
    refused = client.post(path, {"version": 1, "practice": TYPED})
    assert (refused.status_code, f'<pre class="typed">{TYPED}</pre>' in refused.content.decode()) == (409, True)
    kept = client.post(path, {"version": 1, "practice": TYPED, "enregistrer": "auto"})
    assert (kept.status_code, kept.json()) == (
        409,
        {"error": "L’adresse a été confirmée : continuez avec le lien reçu par courriel."},
    )


def proved_after_reading(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """The owner of the address confirms it and writes, once somebody else's request has read the proposal."""
    found = execute(sql, params, many, context)
    if sql.startswith("SELECT") and 'FROM "casestudies_proposal" WHERE' in sql:
        waiting, now = Proposal.objects.filter(address_proved_at=None), timezone.now()
        waiting.update(address_proved_at=now, practice="Écrit par la personne", version=F("version") + 1)
    return found


def test_saving_under_way_when_the_address_is_proved_shows_nothing_stored(client):
    draft = begun(client)
    path = step_path(draft, 2)
    with connection.execute_wrapper(proved_after_reading):
        refused = client.post(path, {"version": draft.version, "practice": TYPED})
    html = refused.content.decode()
    assert (refused.status_code, TYPED in html, "Écrit par la personne" in html) == (409, True, False)
    assert (token_of(mail_path(draft)) in html, stored(draft).practice) == (False, "Écrit par la personne")


def test_typed_text_sent_to_an_unknown_link_comes_back(client):
    draft = begun(client)
    wrong = step_path(draft, 2).replace(token_of(private_path(draft)), "x" * 43)
    page = client.post(wrong, {"version": 1, "practice": TYPED})
    assert (page.status_code, TYPED in page.content.decode(), client.get(wrong).status_code) == (404, True, 404)


def test_organisers_words_wait_for_the_proof(client):
    sent = proposal(address_proved_at=None)
    move_proposal(sent, "to_complete", by=organiser(), reason="Une raison à lire")
    send_message(sent, "Un message à lire", idempotency_key=uuid.uuid4(), by=organiser())
    sent = stored(sent)
    begins = words_of(client.get(private_path(sent)))
    assert ("Une raison à lire" in begins, "Un message à lire" in begins) == (False, False)
    assert begins.count("Confirmez votre adresse pour lire ce qu’écrit l’équipe.") == 2
    proved = words_of(client.get(private_path(confirm_address(sent))))
    assert ("Une raison à lire" in proved, "Un message à lire" in proved) == (True, True)


# ---------------------------------------------------------------- wrong links
def changed_by_one_bit(token: str) -> set[str]:
    turned = {
        token[:at] + chr(ord(sign) ^ 1 << bit) + token[at + 1 :] for at, sign in enumerate(token) for bit in range(7)
    }
    return {text for text in turned if re.fullmatch(r"[\w-]+", text, re.ASCII)}


@pytest.mark.parametrize("is_proved", [True, False])
def test_link_changed_by_one_bit_opens_nothing(client, is_proved):
    sent = proposal(address_proved_at=timezone.now() if is_proved else None)
    tokens = {token_of(private_path(sent)), token_of(mail_path(sent))}
    wrong = {text for token in tokens for text in changed_by_one_bit(token)} - tokens
    assert {access_of(sent, text) for text in wrong} == {None}
    assert client.get(f"/ma-proposition/{sent.pk}/{min(wrong)}/").status_code == 404


def test_link_of_another_proposal_opens_nothing(client):
    one, other = proposal(), proposal(address_proved_at=None)
    for path in (private_path(one), private_path(other), mail_path(other)):
        for sent in (one, other):
            swapped = f"/ma-proposition/{sent.pk}/{token_of(path)}/"
            assert client.get(swapped).status_code == (200 if swapped == path else 404)


@pytest.mark.parametrize("is_proved", [True, False])
def test_link_used_after_erasure_opens_nothing(client, is_proved):
    sent = proposal(address_proved_at=timezone.now() if is_proved else None)
    given = {private_path(sent), mail_path(sent)}
    withdraw_and_erase(sent, at=timezone.now())
    assert {client.get(path).status_code for path in given} == {404}
    assert OutgoingMail.objects.count() == 0


# ---------------------------------------------------------------- links end, are renewed
@pytest.mark.parametrize(("moment", "status"), [("2028-03-18T12:44:59Z", 200), ("2028-03-18T12:45:00Z", 410)])
@pytest.mark.parametrize("is_proved", [True, False])
def test_links_end_two_years_after_the_last_state_to_the_second(client, moment, status, is_proved):
    sent = proposal(address_proved_at=timezone.now() if is_proved else None)
    Proposal.objects.filter(pk=sent.pk).update(state_since="2026-03-18T12:45:00Z")
    with stopped_at(moment):
        assert {client.get(path).status_code for path in (private_path(sent), mail_path(sent))} == {status}


def test_expired_link_is_replaced_by_a_mail_and_gives_back_what_was_typed(client):
    sent = old(proposal(state="to_complete"), months=25)
    ended = private_path(sent)
    refused = client.post(f"{ended}etape/2/", {"practice": TYPED, "version": 1})
    assert (refused.status_code, TYPED in refused.content.decode(), stored(sent).practice) == (410, True, "")
    kept = client.post(f"{ended}etape/2/", {"practice": TYPED, "version": 1, "enregistrer": "auto"})
    assert (kept.status_code, list(kept.json())) == (410, ["error"])
    assert "Recevoir un nouveau lien" in words_of(client.get(f"{ended}nouveau-lien/"))
    page = client.post(f"{ended}nouveau-lien/")
    new = mail_path(stored(sent))
    assert (page.status_code, token_of(new) in page.content.decode()) == (200, False)
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.is_confidential, re.findall(r"http\S+", mail.text)) == (
        "anne@exemple.fr",
        True,
        [private_url(stored(sent))],
    )
    assert (client.get(new).status_code, client.get(ended).status_code) == (200, 404)


def test_links_asked_again_are_renewed_when_they_had_ended(client):
    ended, good = old(proposal(), months=25), proposal(address_proved_at=None)
    client.post(LINKS, {"email": "anne@exemple.fr"})
    mail = OutgoingMail.objects.get()
    assert set(re.findall(r"http\S+", mail.text)) == {private_url(stored(ended)), private_url(good)}
    assert (stored(ended).link_generation, stored(good).link_generation) == (2, 1)
    assert "adresse à confirmer" in mail.text
    send_links("anne@exemple.fr")
    assert (stored(ended).link_generation, client.get(mail_path(stored(ended))).status_code) == (2, 200)


@pytest.mark.parametrize("is_proved", [True, False])
def test_author_replaces_the_link_by_a_page_with_a_button(client, is_proved):
    sent = proposal(address_proved_at=timezone.now() if is_proved else None)
    path = private_path(sent)
    assert f'href="{path}nouveau-lien/"' in client.get(path).content.decode()
    assert title_of(client.get(f"{path}nouveau-lien/")).startswith("Changer de lien")
    assert stored(sent).link_generation == 1
    place = client.post(f"{path}nouveau-lien/")["Location"]
    new = stored(sent)
    assert (place, client.get(path).status_code, client.get(place).status_code) == (private_path(new), 404, 200)
    assert re.findall(r"http\S+", OutgoingMail.objects.get().text) == [private_url(new)]


def test_link_replaced_too_often_waits(client, monkeypatch):
    monkeypatch.setattr(links, "RENEWALS_PER_HOUR", 2)
    sent = proposal()
    answers = [client.post(f"{private_path(stored(sent))}nouveau-lien/") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert (stored(sent).link_generation, OutgoingMail.objects.count()) == (3, 2)


def test_mail_link_of_an_unproved_address_replaces_nothing(client):
    sent = proposal(address_proved_at=None)
    assert ASKED in words_of(client.post(f"{mail_path(sent)}nouveau-lien/"))
    assert stored(sent).link_generation == 1


def test_clock_that_goes_back_an_hour_breaks_nothing(client, monkeypatch):
    sent = confirm_address(begun(client))
    client.post(f"{private_path(sent)}nouveau-lien/")
    sent = stored(sent)
    before = timezone.now() - timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: before)
    assert (link_ends_at(sent) > before, access_of(sent, token_of(private_path(sent)))) == (True, Access.OPEN)
    assert client.get(private_path(sent)).status_code == 200
    other = begun(client)
    assert client.post(f"{mail_path(other)}confirmer/").status_code == 302
    assert (purge_proposals(before), ProposalEvent.objects.filter(reason=CONFIRMED).count()) == (0, 2)


# ---------------------------------------------------------------- sent without proof
def test_sending_without_proof_is_allowed_and_asks_for_it(client):
    draft = begun(client)
    client.post(step_path(draft, 2), {"version": 1, "practice": TYPED})
    place = client.post(step_path(draft, 5), {"version": stored(draft).version, "consent": "on"})["Location"]
    assert "Il reste à confirmer votre adresse." in words_of(client.get(place))
    mail = OutgoingMail.objects.latest("pk")
    assert mail.subject == "Votre proposition est bien arrivée : confirmez votre adresse"
    assert re.findall(r"http\S+", mail.text) == [private_url(draft)]
    asked = words_of(client.get(mail_path(draft)))
    assert ("Le même bouton confirme aussi l’accord" in asked, "J’accepte que le groupe garde" in asked) == (True, True)
    client.post(f"{mail_path(draft)}confirmer/")
    assert "Il reste à confirmer votre adresse." not in words_of(client.get(mail_path(draft)))


def test_two_people_with_one_address_each_get_their_own_link(client):
    one, other = begun(client, name="Anne"), begun(client, name="Paul")
    confirm_address(one)
    assert ("Paul" in words_of(client.get(mail_path(one))), stored(other).is_proved) == (False, False)
    assert ASKED in words_of(client.get(mail_path(other)))


def test_link_of_what_a_restore_lost_does_not_open_what_took_its_number(client):
    lost = begun(client)
    path, number = private_path(lost), lost.pk
    lost.delete()
    other = proposal(pk=number, address_proved_at=None)
    assert [client.get(path).status_code, client.get(private_path(other)).status_code] == [404, 200]
