"""Erasing oneself: nothing is left, what must remain remains, and a restored backup changes nothing to it."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from casestudies.models import MemberTag, Proposal, ProposalEvent, ReviewLink, TagMerge, TestimonyPage
from casestudies.proposals.enums import ProposalState
from hub.community.actions.erasing import LAST_ORGANISER, erase_member
from hub.community.enums import SecurityKind
from hub.community.models import Invitation, Member, SecurityEvent
from hub.core.errors import ActionError
from hub.core.registries import purges
from tests.factories.casestudies import step, witness
from tests.factories.organisers import administrator, member, organiser, proposal
from tests.factories.pages import home_page
from tests.factories.person import EMAIL, NAME, WORDS, busy_person, person, published_testimony, sent_proposal
from tests.factories.person_traces import leave_more_traces
from tests.factories.workshops import theme
from tests.harness.dump import dump
from tests.harness.traces import traces

pytestmark = pytest.mark.django_db
PAGE = "/mon-espace/effacer/"


@pytest.mark.parametrize("keep", [True, False])
def test_erasure_leaves_no_trace_of_the_person(keep, django_capture_on_commit_callbacks):
    owner, _, page = busy_person(theme())
    assert {trace.rpartition(": ")[2] for trace in traces(WORDS)} == set(WORDS)
    with django_capture_on_commit_callbacks(execute=True):
        erase_member(owner, keep_published=keep, at=timezone.now())
    assert traces(WORDS) == set()
    assert TestimonyPage.objects.filter(pk=page.pk).exists() == keep


def test_erasure_takes_what_holds_the_address_without_proof():
    owner = person()
    sent_proposal(None, address_proved_at=None)
    erase_member(owner, keep_published=False, at=timezone.now())
    assert traces(WORDS) == set()


def test_erasure_and_purge_leave_no_trace_anywhere(django_capture_on_commit_callbacks):
    owner, sent, page = busy_person(theme())
    leave_more_traces(owner, sent, page)
    now = timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        erase_member(owner, keep_published=True, at=now)
    # What the person wrote about a sheet: for a limited time, without address.
    left = traces(WORDS)
    assert {trace.rpartition(": ")[0] for trace in left} == {"casestudies_factreport"}
    assert {trace for trace in left if trace.endswith(EMAIL)} == set()
    for purge in purges().values():
        purge(now + timedelta(days=200))
    assert traces(WORDS) == set()


def test_erasure_leaves_numbers_only_in_merges_and_journals():
    owner, sent, page = busy_person(theme())
    number = owner.pk
    leave_more_traces(owner, sent, page)
    erase_member(owner, keep_published=True, at=timezone.now())
    (double,) = TagMerge.objects.get().moved["double_lines"]
    assert (double[1], [type(value) for value in double]) == (number, [int, int, str])
    assert set(MemberTag.objects.values_list("member", flat=True)) == {None}
    refused = SecurityEvent.objects.filter(kind=SecurityKind.CODE_REFUSED)
    assert list(refused.values_list("member", "network")) == [(None, "")]
    assert Invitation.objects.to_address(EMAIL).count() == 0
    assert set(ReviewLink.objects.values_list("sent_to", "comment", "answer")) == {("", "", "to_correct")}


def test_erasure_with_the_pages_takes_their_text_out_of_the_index_and_the_versions(django_capture_on_commit_callbacks):
    owner = person()
    sent = sent_proposal(owner)
    page = witness("Ce que dit Ysoline Zorglub", practice=[step("Comment", f"<p>{NAME} raconte.</p>")])
    page.save_revision().publish()
    Proposal.objects.filter(pk=sent.pk).update(page=page)
    with django_capture_on_commit_callbacks(execute=True):
        erase_member(owner, keep_published=False, at=timezone.now())
    assert traces(WORDS) == set()
    assert TestimonyPage.objects.count() == 0


def test_erasure_keeps_the_published_page_without_the_name():
    owner, _, page = busy_person(theme())
    erase_member(owner, keep_published=True, at=timezone.now())
    page.refresh_from_db()
    versions = [revision.content["shown_name"] for revision in page.revisions.all()]
    assert (page.live, page.shown_name, page.shown_role, versions) == (True, "", "", ["", ""])
    assert ProposalState.PUBLISHED in set(Proposal.objects.values_list("state", flat=True))


def test_erasure_keeps_the_proof_of_consent_and_takes_open_proposals_back():
    owner = person()
    sent = sent_proposal(owner)
    before = (sent.consent_version, sent.consent_at, sent.submitted_at)
    now = timezone.now()
    erase_member(owner, keep_published=True, at=now)
    sent.refresh_from_db()
    assert (sent.consent_version, sent.consent_at, sent.submitted_at) == before
    assert (sent.state, sent.consent_withdrawn_at, sent.member, sent.name) == (ProposalState.WITHDRAWN, now, None, "")
    assert list(ProposalEvent.objects.values_list("state", flat=True)) == [ProposalState.WITHDRAWN]


def test_erasure_removes_a_page_that_nobody_could_read():
    owner = person()
    page = published_testimony(sent_proposal(owner))
    page.unpublish()
    erase_member(owner, keep_published=True, at=timezone.now())
    assert Page.objects.filter(pk=page.pk).count() == 0


def test_erasure_touches_nobody_else(django_capture_on_commit_callbacks):
    other = member("autre@exemple.fr")
    kept = proposal("Ville d’à côté", member=other, email=other.email, practice="Autre texte")
    before = {table: rows for table, rows in dump().items() if table.startswith(("casestudies_", "community_"))}
    owner, *_ = busy_person(theme())
    desk = organiser()
    with django_capture_on_commit_callbacks(execute=True):
        erase_member(owner, keep_published=False, at=timezone.now())
    desk.delete()
    kept.refresh_from_db()
    assert (kept.practice, kept.member, kept.version) == ("Autre texte", other, 1)
    assert set(before["community_member"]) <= set(dump()["community_member"])


def test_erasure_is_all_or_nothing(monkeypatch):
    owner, *_ = busy_person(theme())
    before = dump()
    monkeypatch.setattr(Member, "delete", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        erase_member(owner, keep_published=False, at=timezone.now())
    assert dump() == before


def test_erasure_leaves_the_work_of_an_organiser_without_a_name():
    organiser()
    leaving = organiser("part@exemple.fr")
    page = witness()
    line = PageLogEntry.objects.log_action(page, "wagtail.edit", user=leaving)
    erase_member(leaving, keep_published=True, at=timezone.now())
    line.refresh_from_db()
    assert (line.action, line.user_id) == ("wagtail.edit", None)


def test_last_organiser_stays():
    alone = organiser()
    organiser("ferme@exemple.fr", is_active=False)
    with pytest.raises(ActionError, match="seule personne"):
        erase_member(alone, keep_published=True, at=timezone.now())
    assert Member.objects.filter(pk=alone.pk).exists()


@pytest.mark.parametrize("make_other", [organiser, administrator])
def test_organiser_may_leave_when_another_stays(make_other):
    leaving = organiser()
    make_other()
    erase_member(leaving, keep_published=True, at=timezone.now())
    assert not Member.objects.filter(pk=leaving.pk).exists()


def test_organiser_by_a_right_of_their_own_counts():
    leaving, other = organiser(), member()
    other.user_permissions.add(Permission.objects.get(codename="access_admin"))
    erase_member(leaving, keep_published=True, at=timezone.now())
    assert list(Member.objects.all()) == [other]


def test_page_says_what_goes_and_what_remains(client):
    home_page()
    client.force_login(member())
    text = client.get(PAGE).content.decode()
    assert [words in text for words in ("Ce qui part", "Ce qui reste, et pourquoi", "preuve de votre accord")] == [
        True,
        True,
        True,
    ]
    assert "Vos témoignages publiés" not in re.sub(r"\s+", " ", text)


def test_page_erases_after_the_button_and_signs_out(client):
    home_page()
    owner = person()
    client.force_login(owner)
    response = client.post(PAGE)
    assert (response.status_code, response["Location"]) == (302, "/mon-espace/efface/")
    assert (Member.objects.count(), Session.objects.count()) == (0, 0)
    assert client.get("/mon-espace/efface/").status_code == 200
    assert client.get("/mon-espace/").status_code == 302


def test_page_asks_what_becomes_of_published_testimonies(client):
    owner = person()
    page = published_testimony(sent_proposal(owner))
    client.force_login(owner)
    for wrong in ({}, {"published": "autre"}, {"published": "\0"}):
        response = client.post(PAGE, wrong)
        assert (response.status_code, "<title>Erreur" in response.content.decode()) == (200, True)
    assert Member.objects.filter(pk=owner.pk).exists()
    client.post(PAGE, {"published": "keep"})
    page.refresh_from_db()
    assert (page.shown_name, Member.objects.filter(pk=owner.pk).count()) == ("", 0)


def test_page_refuses_the_last_organiser(client):
    home_page()
    alone = organiser()
    client.force_login(alone)
    client.post(PAGE)
    response = client.get(PAGE)
    assert response.context["refusal"] == LAST_ORGANISER
    assert '<form class="form"' not in response.content.decode()
    assert Member.objects.filter(pk=alone.pk).exists()


def test_reading_the_page_changes_nothing(client):
    home_page()
    client.force_login(person())
    client.get("/mon-espace/")  # the identity of the site is stored when it is first read
    before = dump()
    statuses = [client.get(PAGE).status_code, client.head(PAGE).status_code]
    after = dump()
    assert statuses == [200, 200]
    assert {table: rows for table, rows in after.items() if rows != before[table]} == {}
