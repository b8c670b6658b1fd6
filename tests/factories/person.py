"""Somebody who has left traces everywhere a person can leave some, for tests."""

import uuid

from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.log_actions import log
from wagtail.models import Comment
from wagtail.users.models import UserProfile

from casestudies.models import Proposal, ProposalFile, TestimonyPage
from casestudies.proposals.actions import move_proposal, send_message
from casestudies.proposals.enums import ProposalState, ShownAs
from glossary.models import Theme
from hub.community.models import Member
from hub.home.my_space.actions.news import subscribe_to_news
from tests.factories.casestudies import witness
from tests.factories.organisers import member, organiser, proposal

EMAIL = "ysoline.zorglub@exemple.fr"
NAME = "Ysoline Zorglub"
PHONE = "06 39 98 12 34"
WORDS = ("ysoline", "zorglub", EMAIL, PHONE)


def person() -> Member:
    return member(EMAIL, first_name="Ysoline", last_name="Zorglub")


def sent_proposal(owner: Member | None, **fields: object) -> Proposal:
    """A proposal with the name, the phone and the address in every field where they can be typed."""
    words = f"{NAME}, {PHONE}, {EMAIL}"
    defaults = {
        "name": NAME,
        "role": f"Adjointe {NAME}",
        "email": EMAIL,
        "member": owner,
        "shown_as": ShownAs.NAMED,
        "practice": words,
        "outcome": words,
        "sources": words,
        "assembly_name": f"Assemblée de {NAME}",
    }
    return proposal(f"Mairie de {NAME}", **{**defaults, **fields})


def attach(sent: Proposal) -> ProposalFile:
    content = ContentFile(f"Appelez {NAME} au {PHONE}".encode(), name="zorglub.txt")
    return ProposalFile.objects.create(
        proposal=sent, file=content, name="ysoline-zorglub.txt", media_type="text/plain", size=content.size
    )


def published_testimony(sent: Proposal) -> TestimonyPage:
    """The page made from `sent`, with two versions and a line in the journal."""
    page = witness(f"Témoignage {sent.pk}", shown_name=NAME, shown_role=f"Adjointe {NAME}")
    page.save_revision().publish()
    page.refresh_from_db()
    page.save_revision()
    Proposal.objects.filter(pk=sent.pk).update(page=page, state=ProposalState.PUBLISHED)
    log(page, "wagtail.publish")
    return page


def busy_person(theme: Theme) -> tuple[Member, Proposal, TestimonyPage]:
    """Somebody with an account, proposals of every fate, an exchange, files, subscriptions, journals, sessions."""
    owner, desk = person(), organiser()
    sent = sent_proposal(owner)
    sent = move_proposal(
        sent, ProposalState.TO_COMPLETE, by=desk, reason=f"{NAME}, il manque", note=f"rappeler au {PHONE}"
    )
    send_message(sent, f"Je suis {NAME}, {PHONE}", idempotency_key=uuid.uuid4())
    send_message(sent, f"Bonjour {NAME}", idempotency_key=uuid.uuid4(), by=desk)
    attach(sent)
    sent_proposal(None, email=EMAIL.upper())
    sent_proposal(owner, submitted_at=None, consent_at=None, state=ProposalState.DRAFT)
    page = published_testimony(sent_proposal(owner))
    log(sent, "wagtail.edit", user=desk)
    log(owner, "wagtail.edit", user=desk)
    log(page, "wagtail.edit", user=owner)
    Comment.objects.create(page=page, user=owner, text=f"{NAME} relit", contentpath="title")
    Authenticator.objects.create(user=owner, type=Authenticator.Type.TOTP, data={})
    picture = ContentFile(NAME.encode(), name="zorglub.png")
    UserProfile.objects.create(user=owner, avatar=picture)
    subscribe_to_news(owner, themes=[theme], rhythm="weekly")
    for _ in range(2):
        Client().force_login(owner)
    return owner, sent, page
