"""What else somebody may leave than a proposal: reports, answers, links, tags, notes. For tests."""

import uuid
from datetime import timedelta

from django.utils import timezone

from casestudies.checking.actions.fact_reporting import submit_report
from casestudies.checking.enums import VerificationAnswer
from casestudies.models import Proposal, TestimonyPage, VerificationRequest
from casestudies.moderating.actions.notes import add_note
from casestudies.reviewing.actions import answer_review, send_review_link
from casestudies.reviewing.enums import ReviewAnswer
from casestudies.tagging.actions import add_member_tag, merge_tags
from hub.community.actions.invitations import invite_organiser
from hub.community.actions.security import record_event
from hub.community.enums import SecurityKind
from hub.community.models import Member
from tests.factories.casestudies import assembly, case_study
from tests.factories.contributing import make_contributor
from tests.factories.leading import said_after
from tests.factories.organisers import administrator
from tests.factories.person import EMAIL, NAME, PHONE
from tests.factories.polls import invited
from tests.factories.registering import desk_of, registered
from tests.factories.workshops import workshop
from workshops.subscribing.actions import make_feed


def leave_more_traces(owner: Member, sent: Proposal, page: TestimonyPage) -> None:
    """The name, the address and the phone, wherever else they can be typed."""
    desk, words = administrator(), f"{NAME}, {PHONE}"
    add_note(sent, words, by=desk, idempotency_key=uuid.uuid4())
    study = case_study()
    first, second = (add_member_tag(study, text, by=owner) for text in ("Indemnités", "Défraiement"))
    merge_tags(first.tag, second.tag, by=desk)
    link = send_review_link(page, by=desk, to=EMAIL)
    answer_review(link, answer=ReviewAnswer.TO_CORRECT, revision=page.latest_revision, comment=words)
    asked = VerificationRequest.objects.create(
        assembly=assembly(),
        token_hash="0" * 64,
        sent_to=EMAIL.upper(),
        expires_at=timezone.now() + timedelta(days=30),
        answer=VerificationAnswer.TO_CORRECT,
        answered_at=timezone.now(),
        comment=words,
    )
    submit_report(idempotency_key=uuid.uuid4(), message=words, email=EMAIL, verification=asked)
    make_contributor(workshop("2099-05"), EMAIL, name=NAME, organisation=words, awaited=words)
    invited(workshop("2099-06"), desk, EMAIL, name=NAME)
    make_feed(owner, f"Téléphone de {NAME}"[:40])
    row = registered(desk_of(workshop("2099-03-18")), EMAIL, name=NAME, needs=words, question_practice=words)
    said_after(row, words)
    invite_organiser(EMAIL, by=desk)
    record_event(SecurityKind.CODE_REFUSED, owner, address="192.0.2.7")
