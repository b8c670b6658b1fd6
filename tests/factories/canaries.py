"""One secret of each kind, planted by the actions that make such secrets, with one thing of each kind around them.

A canary is a text that appears nowhere else: wherever it is read, the secret was read.
"""

import re
import uuid
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from casestudies.checking.actions.fact_reporting import submit_report
from casestudies.checking.actions.verification import ask_for_verification
from casestudies.checking.links import confirm_url
from casestudies.followups.actions import propose_state
from casestudies.models import (
    AssemblyPage,
    CaseStudyPage,
    FactReport,
    Proposal,
    ProposalFile,
    Recommendation,
    TestimonyPage,
    VerificationRequest,
)
from casestudies.moderating.actions.make_page import make_page
from casestudies.moderating.actions.notes import add_note
from casestudies.proposals.actions import move_proposal, send_message, submit_draft
from casestudies.proposals.enums import ProposalState
from casestudies.proposals.links import private_url
from casestudies.proposing.actions.drafts import open_draft
from casestudies.proposing.actions.files import add_file
from casestudies.reviewing.actions import send_review_link
from glossary.models import Theme
from hub.community.actions.invitations import invite_organiser, request_account
from hub.community.models import Member
from hub.core.dates.when import When
from hub.home.my_space.actions.news import subscribe_to_news
from hub.home.my_space.links import unsubscribe_url
from hub.home.my_space.models import NewsSubscription
from hub.mail.models import OutgoingMail
from tests.factories.followups import recommendation, state
from tests.factories.leading import noted, said_after
from tests.factories.organisers import member
from tests.factories.pages import home_page
from tests.factories.polls import invited
from tests.factories.registering import desk_of, registered
from tests.factories.whole import everything
from workshops.contributing.actions.desk import Said, add_contributor, ask_contributor
from workshops.contributing.enums import Role
from workshops.contributing.links import join_url as contributor_join_url
from workshops.contributing.links import private_url as contributor_url
from workshops.joining.actions import Room, set_room
from workshops.leading.actions.asking import add_question
from workshops.models import Contributor, Feedback, PollInvitee, Registration, WorkshopPage
from workshops.polls.links import answer_url
from workshops.registering.actions.desk import approve
from workshops.registering.links import join_url
from workshops.registering.links import private_url as registration_url
from workshops.subscribing.actions import make_feed
from workshops.thanking.links import feedback_path
from workshops.workshop.enums import Certainty

ADDRESS = "colette.canari@exemple.fr"
CONTACT = "serin.service@exemple.fr"
INVITED = "bouvreuil.invite@exemple.fr"
ASKING = "pinson.demande@exemple.fr"
REVIEWER = "mesange.relit@exemple.fr"
REGISTERED = "loriot.inscrit@exemple.fr"
ASKED = "fauvette.sondee@exemple.fr"
HELD = "rougegorge.tient@exemple.fr"
ROOM = Room(
    "https://visio.exemple.fr/troglodyte-7hq2",
    "Verdier-4471",
    "+33 1 99 00 47 71",
    "Grive, ouvrir avec le compte commun",
)
NEEDS = "Rossignol, en langue des signes"
QUESTION = "Fauvette demande qui relit"
ROOM_QUESTION = "Bruant demande combien cela coûte"
MEETING_NOTE = "Troglodyte prend des notes"
FEEDBACK = "Pipit trouve cela utile"
PHONE = "06 39 98 77 51"
PROPOSED = "Gobemouche, état qui attend d’être lu"
NOTE = "Chardonneret, note entre organisateurs"
MEETING = {"question of the room": ROOM_QUESTION, "notes of a workshop": MEETING_NOTE, "feedback": FEEDBACK}

CODE = re.compile(r"^[A-Z0-9]{3,4}-[A-Z0-9]{3,4}$", re.MULTILINE)
#: The secret part of a private link.
TOKEN = re.compile(r"/([\w-]{43})/")


@dataclass(frozen=True)
class Planted:
    """Kind of secret → the text that gives it away, and the things it was planted on."""

    words: dict[str, str]
    proposal: Proposal
    report: FactReport
    draft_page: Page
    study: CaseStudyPage
    subscription: NewsSubscription
    registration: Registration
    contributor: Contributor
    invitee: PollInvitee
    feedback: Feedback
    asked: Recommendation


def plant(desk: Member) -> Planted:
    """`desk` is the organiser who does what organisers do."""
    home_page()
    subject, _, study = everything()
    owner = member(ADDRESS, first_name="Colette", last_name="Canari")
    proposal = _proposal(owner, subject, desk)
    page = make_page(proposal, by=desk, kind=TestimonyPage)
    send_review_link(page, by=desk, to=REVIEWER)
    sheet = AssemblyPage.objects.get()
    type(sheet.authority).objects.filter(pk=sheet.authority_id).update(contact_email=CONTACT)
    ask_for_verification(AssemblyPage.objects.get(), by=desk)
    asked = _asked(sheet, desk)
    invite_organiser(INVITED, by=desk)
    request_account(ASKING, first_name="Paul", last_name="Pinson", consent_version="2026-11")
    subscription = subscribe_to_news(owner, themes=[subject], rhythm="weekly")
    report = submit_report(idempotency_key=uuid.uuid4(), message=f"Appelez-moi au {PHONE}", email=ADDRESS, page=sheet)
    typed = {"needs": NEEDS, "question_practice": QUESTION}
    registration = registered(desk_of(WorkshopPage.objects.get(), who="approval"), REGISTERED, **typed)
    feedback = _meeting(registration, desk)
    invitee = invited(WorkshopPage.objects.get(), desk, ASKED)
    approve(registration, by=desk)
    contributor = _opened_today(WorkshopPage.objects.get(), desk)
    feed = make_feed(registration, "téléphone")
    links = {
        "proposal link": private_url(proposal),
        "report link": confirm_url(report),
        "poll link": answer_url(invitee),
        "registration link": registration_url(registration),
        "feedback link": feedback_path(feedback),
        "unsubscribe link": unsubscribe_url(subscription),
    }
    words = {**_typed(), **{kind: _token(link) for kind, link in links.items()}, "private feed": feed}
    words |= _to_the_room(registration, contributor)
    people = (subscription, registration, contributor, invitee, feedback, asked)
    return Planted(words, proposal, report, page, study, *people)


def _typed() -> dict[str, str]:
    """What people typed, and the links and codes that were mailed."""
    return {
        "sign-in code": _sign_in_code(),
        "review link": _token(_text_to(REVIEWER)),
        "verification link": _token(_text_to(CONTACT)),
        "invitation link": _token(_text_to(INVITED)),
        "account link": _token(_text_to(ASKING)),
        "needs": NEEDS,
        "question": QUESTION,
        **MEETING,
        "address of a member": ADDRESS,
        "address of an authority": CONTACT,
        "telephone": PHONE,
        "note": NOTE,
        "proposed state": PROPOSED,
    }


def _to_the_room(registration: Registration, contributor: Contributor) -> dict[str, str]:
    return {
        "join link": _token(join_url(registration)),
        "contributor link": _token(contributor_url(contributor)),
        "contributor join link": _token(contributor_join_url(contributor)),
        "join address": ROOM.address,
        "join code": ROOM.code,
        "join telephone": ROOM.phone,
        "host notes": ROOM.host_notes,
    }


def _opened_today(page: WorkshopPage, desk: Member) -> Contributor:
    """The room of `page`, whose day is today: it is open while the walk goes on. Gives its host."""
    host = add_contributor(page, Said("Hermine Rougegorge", HELD, role=Role.HOST, part=1), by=desk)
    host = ask_contributor(host, key="canari", by=desk)
    set_room(page, ROOM, seen="", by=desk)
    today = timezone.localdate()
    WorkshopPage.objects.filter(pk=page.pk).update(
        when=When.parse(str(today)), earliest=today, latest=today, certainty=Certainty.CONFIRMED
    )
    return host


def _proposal(owner: Member, subject: Theme, desk: Member) -> Proposal:
    """Sent, with a file, a message from each side and a note, then accepted."""
    values = {
        "email": ADDRESS,
        "email_key": ADDRESS,
        "name": "Colette Canari",
        "organisation": "Ville de Canteleu",
        "wants_to_testify": True,
        "practice": "On se réunit le mardi.",
        "outcome": "On vient plus nombreux.",
    }
    draft = open_draft(
        idempotency_key=uuid.uuid4(), member=owner, themes=[subject], values=values, prefilled={}, tell=True
    )
    add_file(draft, SimpleUploadedFile("notes.txt", f"Mon numéro : {PHONE}".encode()))
    sent = submit_draft(draft, consent_version="2026-11")
    send_message(sent, f"Appelez-moi au {PHONE}", idempotency_key=uuid.uuid4())
    send_message(sent, "Merci, nous vous rappelons.", idempotency_key=uuid.uuid4(), by=desk)
    add_note(sent, f"{NOTE} : rappeler au {PHONE}", by=desk, idempotency_key=uuid.uuid4())
    return move_proposal(sent, ProposalState.ACCEPTED, by=desk)


def _meeting(registration: Registration, desk: Member) -> Feedback:
    """What is typed during a workshop and after it."""
    page = registration.desk.workshop
    add_question(page, part=1, text=ROOM_QUESTION, key=uuid.uuid4(), by=desk)
    noted(page, MEETING_NOTE, desk)
    return said_after(registration, FEEDBACK)


def _asked(sheet: AssemblyPage, desk: Member) -> Recommendation:
    """With a state, and another one that its authority proposes."""
    asked = recommendation(page=sheet, slug="trois-textes")
    state(asked, by=desk)
    request = VerificationRequest.objects.get()
    propose_state(request, asked, kind="done", when="2025", details=PROPOSED, answer="", url="")
    return asked


def _sign_in_code() -> str:
    """Asked for at the sign-in page: allauth makes it."""
    Client().post(reverse("account_login"), {"email": ADDRESS})
    return CODE.search(OutgoingMail.objects.get(kind="sign-in-code").text)[0]


def file_of(proposal: Proposal) -> ProposalFile:
    return ProposalFile.objects.get(proposal=proposal)


def _text_to(address: str) -> str:
    return OutgoingMail.objects.get(recipient=address).text


def _token(text: str) -> str:
    return TOKEN.search(text)[1]
