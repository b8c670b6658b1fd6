"""An authority reads a draft behind a link, and answers once."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from casestudies.models import Proposal, ReviewLink, TestimonyIndexPage, TestimonyPage
from casestudies.moderating.actions.make_page import make_page
from casestudies.proposals.actions import withdraw_proposal
from casestudies.proposals.enums import ProposalState
from casestudies.proposals.links import private_path
from casestudies.reviewing import views as review
from casestudies.reviewing.actions import (
    CHANGED,
    KEPT_FOR,
    PERSONAL_DATA,
    answer_review,
    purge_review_links,
    revoke_review_link,
    send_review_link,
)
from hub.core.errors import ActionError, NotAllowed, WrongState
from hub.core.private_links import hash_of
from hub.core.registries import Erasure, Person
from hub.mail.models import OutgoingMail
from tests.factories.organisers import member, organiser, proposal
from tests.factories.pages import home_page, index_page

pytestmark = pytest.mark.django_db
TO, CONTACT = "relire@ville.example", settings.CONTACT_EMAIL


@pytest.fixture
def draft() -> TestimonyPage:
    home_page()
    index_page(TestimonyIndexPage, "temoignages", "Témoignages")
    sent = proposal(state=ProposalState.ACCEPTED, practice="Par virement mensuel.", shown_as="named")
    return make_page(sent, by=organiser(), kind=TestimonyPage)


def address(page: TestimonyPage, to: str = TO) -> str:
    """The link as its reader gets it."""
    link = send_review_link(page, by=organiser(), to=to)
    text = OutgoingMail.objects.get(dedup_key=f"review-{link.pk}").text
    (line,) = [line for line in text.splitlines() if "/relecture/" in line]
    return line.removeprefix("http://testserver")


def answer(page: TestimonyPage, word: str = "good", comment: str = "") -> dict:
    return {"revision": page.latest_revision_id, "answer": word, "comment": comment}


def test_link_shows_the_draft_and_takes_an_answer(client, draft) -> None:
    path = address(draft)
    shown = client.get(path)
    assert (shown.status_code, "Par virement mensuel." in shown.content.decode()) == (200, True)
    assert "no-store" in shown.headers["Cache-Control"]
    assert client.post(path, answer(draft)).headers["Location"] == path
    link = ReviewLink.objects.get()
    assert (link.answer, link.revision_id, link.answered_at is None) == ("good", draft.latest_revision_id, False)
    assert [event.step for event in link.events.all()] == ["sent", "answered"]
    after = client.get(path).content.decode()
    assert ("Merci" in after, "Par virement mensuel." in after) == (True, False)
    assert TestimonyPage.objects.get().live is False


def test_remarks_and_addresses_are_forgotten_six_months_after_the_end(client, draft) -> None:
    client.post(address(draft), answer(draft, "to_correct", "Appelez-moi"))
    ends = ReviewLink.objects.get().expires_at
    assert [purge_review_links(ends + KEPT_FOR + timedelta(seconds=seconds)) for seconds in (0, 1, 2)] == [0, 1, 0]
    link = ReviewLink.objects.get()
    assert (link.sent_to, link.comment, link.answer, link.answered_at is None) == ("", "", "to_correct", False)


def test_too_many_answers_from_one_place_wait_and_lose_nothing(client, draft, monkeypatch) -> None:
    monkeypatch.setattr(review, "ANSWERS_PER_HOUR", 0)
    reply = client.post(address(draft), answer(draft, "to_correct", "Le montant est faux."))
    assert (reply.status_code, "Le montant est faux." in reply.content.decode()) == (429, True)
    assert ReviewLink.objects.get().answer == ""


def test_mail_scanner_changes_nothing(client, draft) -> None:
    path = address(draft)
    for _ in range(3):
        client.get(path)
        client.head(path)
    link = ReviewLink.objects.get()
    assert (link.answered_at, [event.step for event in link.events.all()]) == (None, ["sent"])


def test_second_answer_is_refused(client, draft) -> None:
    path = address(draft)
    client.post(path, answer(draft))
    client.post(path, answer(draft, "to_correct", "Non."))
    link = ReviewLink.objects.get()
    assert (link.answer, link.comment) == ("good", "")
    with pytest.raises(WrongState):
        answer_review(link, answer="good", revision=draft.latest_revision)


def test_correction_needs_words_and_nothing_typed_is_lost(client, draft) -> None:
    path = address(draft)
    assert client.post(path, answer(draft, "to_correct", "  ")).status_code == 422
    refused = client.post(path, {**answer(draft), "answer": "published", "comment": "L’unité manque."})
    assert (refused.status_code, "L’unité manque." in refused.content.decode()) == (422, True)
    client.post(path, answer(draft, "to_correct", "L’unité manque."))
    assert ReviewLink.objects.get().comment == "L’unité manque."


def test_answer_about_a_former_version_is_asked_again(client, draft) -> None:
    path, former = address(draft), answer(draft, "good", "Très bien.")
    draft.title = "Autre titre"
    draft.save_revision()
    refused = client.post(path, former)
    html = refused.content.decode()
    assert (refused.status_code, CHANGED in html, "Très bien." in html, "Autre titre" in html) == (
        409,
        True,
        True,
        True,
    )
    assert f'name="revision" value="{draft.latest_revision_id}"' in html
    assert ReviewLink.objects.get().answered_at is None


@pytest.mark.parametrize("revision", ["0", "-1", "999999999999999999999", "x", ""])
def test_unreadable_version_is_not_an_error_of_ours(client, draft, revision: str) -> None:
    status = client.post(address(draft), {**answer(draft), "revision": revision}).status_code
    assert status in {409, 422}
    assert ReviewLink.objects.get().answered_at is None


def test_version_of_another_page_is_refused(client, draft) -> None:
    other = index_page(TestimonyIndexPage, "autres", "Autres").save_revision()
    assert client.post(address(draft), {**answer(draft), "revision": other.pk}).status_code == 409


def test_closed_links_open_nothing(client, draft) -> None:
    revoked = address(draft)
    revoke_review_link(ReviewLink.objects.get(), by=organiser())
    expired = address(draft, "autre@ville.example")
    ReviewLink.objects.filter(sent_to="autre@ville.example").update(expires_at=timezone.now() - timedelta(minutes=1))
    for path in (revoked, expired):
        shown = client.get(path)
        assert (shown.status_code, "Par virement" in shown.content.decode()) == (410, False)
        assert client.post(path, answer(draft)).status_code == 410


@pytest.mark.parametrize("token", ["x", "é" * 43, "a" * 5000, "%00", "\udcff".encode("utf-8", "surrogateescape").hex()])
def test_unknown_link_is_not_found(client, draft, token: str) -> None:
    assert client.get(f"/relecture/{token}/").status_code == 404


def test_new_link_replaces_the_former_one(client, draft) -> None:
    first, second = address(draft), address(draft)
    assert (client.get(first).status_code, client.get(second).status_code) == (410, 200)


def test_only_the_hash_of_the_token_is_stored(draft) -> None:
    token = address(draft).split("/")[2]
    assert (ReviewLink.objects.get().token_hash, len(token)) == (hash_of(token), 43)
    assert token not in str(list(ReviewLink.objects.values()))


def test_links_are_sent_by_those_who_edit(draft) -> None:
    with pytest.raises(NotAllowed):
        send_review_link(draft, by=member(), to=TO)
    assert (ReviewLink.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_links_are_revoked_once_by_those_who_edit(draft) -> None:
    address(draft)
    link, by = ReviewLink.objects.get(), organiser()
    with pytest.raises(NotAllowed):
        revoke_review_link(link, by=member())
    revoke_review_link(link, by=by)
    with pytest.raises(WrongState, match="déjà fermé"):
        revoke_review_link(link, by=by)
    assert list(link.events.order_by("pk").values_list("step", flat=True)) == ["sent", "revoked"]


def test_correction_without_words_is_stored_nowhere(draft) -> None:
    address(draft)
    link = ReviewLink.objects.get()
    with pytest.raises(ActionError, match="ce qu’il faut corriger"):
        answer_review(link, answer="to_correct", revision=draft.latest_revision, comment="  ")
    link.refresh_from_db()
    assert (link.answer, link.answered_at) == ("", None)


def test_author_hides_the_name_or_withdraws_the_consent(client, draft) -> None:
    sent = Proposal.objects.get()
    path = private_path(sent, "proposal_consent")
    assert client.get(path).status_code == 200
    assert client.post(path, {"wish": "publish"}).status_code == 422
    assert client.post(path, {"wish": "hide_name"}).headers["Location"] == private_path(sent)
    assert TestimonyPage.objects.get().shown_name == ""
    client.post(path, {"wish": "withdraw"})
    assert Proposal.objects.get().state == ProposalState.WITHDRAWN
    assert client.get(path).headers["Location"] == private_path(sent)


def test_consent_page_is_closed_without_the_link(client, draft) -> None:
    sent = Proposal.objects.get()
    assert client.get(private_path(sent, "proposal_consent").replace("/accord/", "x/accord/")).status_code == 404


def test_author_reaches_the_consent_while_a_page_rests_on_it(client, draft) -> None:
    sent = Proposal.objects.get()
    consent = private_path(sent, "proposal_consent")
    assert f'href="{consent}">Changer d’avis</a>' in client.get(private_path(sent)).content.decode()
    client.post(consent, {"wish": "withdraw"})
    assert (consent in client.get(private_path(sent)).content.decode()) is False


def test_author_does_not_see_what_organisers_do_between_them(client, draft) -> None:
    sent = Proposal.objects.get()
    assert sent.events.get().note == "Page préparée : Ville de Rouen"
    assert [event for event, *_ in client.get(private_path(sent)).context["past"]] == []


def test_name_typed_by_an_organiser_leaves_as_well(client, draft) -> None:
    Proposal.objects.update(shown_as="anonymous")
    client.post(private_path(Proposal.objects.get(), "proposal_consent"), {"wish": "hide_name"})
    assert TestimonyPage.objects.get().shown_name == ""


def test_organisers_are_told_once_of_an_answer_without_its_words(client, draft) -> None:
    path = address(draft)
    for _ in range(2):
        client.post(path, answer(draft, "to_correct", "Le montant est faux."))
    mail = OutgoingMail.objects.get(kind="review-answered")
    assert (mail.recipient, mail.subject) == (CONTACT, "Relecture : à corriger, Ville de Rouen")
    proposal_path = reverse("propositions:inspect", args=[Proposal.objects.get().pk])
    assert [word in mail.text for word in ("Le montant", TO, proposal_path)] == [False, False, True]


def test_text_that_its_author_took_back_is_read_and_sent_no_more(client, draft) -> None:
    path = address(draft)
    withdraw_proposal(Proposal.objects.get())
    shown, sent = client.get(path), client.post(path, answer(draft))
    assert [(page.status_code, "Par virement" in page.content.decode()) for page in (shown, sent)] == [(410, False)] * 2
    with pytest.raises(WrongState, match="a retiré son accord"):
        send_review_link(draft, by=organiser(), to="autre@ville.example")


def kept_again(page: TestimonyPage, **changed: object) -> TestimonyPage:
    """The draft, kept once more."""
    now = TestimonyPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in changed.items():
        setattr(now, name, value)
    now.save_revision()
    return TestimonyPage.objects.get(pk=page.pk)


def test_answer_stays_about_a_text_that_is_kept_or_published_again(client, draft) -> None:
    assert client.post(address(draft), answer(draft)).status_code == 302
    again = kept_again(draft)
    again.latest_revision.publish()
    link = ReviewLink.objects.get()
    assert link.is_about(TestimonyPage.objects.get().get_latest_revision_as_object())
    again.unpublish()
    assert link.is_about(TestimonyPage.objects.get().get_latest_revision_as_object())


@pytest.mark.parametrize("changed", [{"title": "Un autre titre"}, {"introduction": "Une phrase de plus."}])
def test_answer_is_no_longer_about_a_text_that_changed(client, draft, changed) -> None:
    client.post(address(draft), answer(draft))
    again = kept_again(draft, **changed)
    assert not ReviewLink.objects.get().is_about(again.get_latest_revision_as_object())


def test_answer_is_no_longer_about_a_text_written_over_the_version_that_was_read(client, draft) -> None:
    client.post(address(draft), answer(draft))
    now = draft.get_latest_revision_as_object()
    now.title = "Un autre titre"
    now.save_revision(user=draft.latest_revision.user, overwrite_revision=draft.latest_revision)
    again = TestimonyPage.objects.get()
    assert again.latest_revision_id == draft.latest_revision_id
    assert not ReviewLink.objects.get().is_about(again.get_latest_revision_as_object())


def test_text_kept_again_while_it_is_read_can_be_answered(client, draft) -> None:
    path = address(draft)
    shown = client.get(path).context
    kept_again(draft)
    assert client.post(path, {**answer(draft), "read": shown["read"]}).status_code == 302


def test_text_written_over_while_it_is_read_is_shown_again(client, draft) -> None:
    path = address(draft)
    shown = client.get(path).context
    now = draft.get_latest_revision_as_object()
    now.title = "Un autre titre"
    now.save_revision(user=draft.latest_revision.user, overwrite_revision=draft.latest_revision)
    given = client.post(path, {**answer(draft), "read": shown["read"]})
    assert (given.status_code, CHANGED in given.content.decode()) == (409, True)


def test_person_takes_their_reviews_away_and_is_erased(draft) -> None:
    address(draft)
    address(draft, "autre@ville.example")
    ReviewLink.objects.filter(sent_to=TO).update(comment="Le montant est faux.")
    exported = PERSONAL_DATA.export(Person(email=TO.upper()))
    assert [line["remarque"] for line in exported] == ["Le montant est faux."]
    PERSONAL_DATA.erase(Person(email=TO.upper()), Erasure(at=timezone.now(), keep_published=True))
    links = ReviewLink.objects.order_by("pk").values_list("sent_to", "comment", "revoked_at")
    assert [(to, comment, at is None) for to, comment, at in links] == [
        ("", "", False),
        ("autre@ville.example", "", True),
    ]


def test_review_asked_after_an_erasure_is_kept_when_it_is_done_again(draft) -> None:
    address(draft)
    before = ReviewLink.objects.get().created_at - timedelta(days=30)
    PERSONAL_DATA.erase(Person(email=TO), Erasure(at=before, keep_published=True))
    assert ReviewLink.objects.get().sent_to == TO
