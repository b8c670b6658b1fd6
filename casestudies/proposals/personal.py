"""What the case base knows about a person: what they proposed, what was exchanged about it, their tags."""

from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from casestudies.proposals.history import ProposalEvent, ProposalFile, ProposalMessage
from casestudies.proposals.models import Proposal
from casestudies.proposals.purging import forget_page, forget_proposal, take_back
from hub.core.registries import Erasure, Person, PersonalData

REMAINS = (
    "De chaque proposition envoyée, il reste une ligne sans nom ni texte : ses dates, et la preuve de votre accord "
    "(la version du texte lu, le moment). Elle sert à compter, et à montrer que l’accord a été demandé."
)


def proposals_of(person: Person) -> QuerySet[Proposal]:
    """What the person wrote: with the account, or with the same address, once confirmed."""
    return _with_those_of_account(Proposal.objects.of(person.email).proved(), person)


def _naming(person: Person) -> QuerySet[Proposal]:
    """What is erased with the person: also what holds the address without proof, whoever typed it."""
    return _with_those_of_account(Proposal.objects.of(person.email), person)


def _with_those_of_account(found: QuerySet[Proposal], person: Person) -> QuerySet[Proposal]:
    if person.member is not None:
        found = found | Proposal.objects.filter(member=person.member)
    return found.order_by("created_at", "pk")


def export_proposals(person: Person) -> list[dict[str, Any]]:
    return [_row(proposal) for proposal in proposals_of(person).select_related("workshop").prefetch_related("themes")]


def _row(proposal: Proposal) -> dict[str, Any]:
    return {
        "numero": proposal.pk,
        "etat": proposal.get_state_display(),
        "commencee_le": proposal.created_at,
        "deposee_le": proposal.submitted_at,
        "dans_cet_etat_depuis": proposal.state_since,
        "souhait": proposal.intents,
        "themes": [theme.label for theme in proposal.themes.all()],
        "nom": proposal.name,
        "fonction": proposal.role,
        "adresse_electronique": proposal.email,
        "adresse_confirmee_le": proposal.address_proved_at,
        "nom_affiche": proposal.get_shown_as_display(),
        "organisation": proposal.organisation,
        "assemblee": proposal.assembly_name,
        "comment_on_fait": proposal.practice,
        "ce_que_cela_produit": proposal.outcome,
        "sources": proposal.sources,
        "version_du_texte_d_accord": proposal.consent_version,
        "accord_donne_le": proposal.consent_at,
        "accord_retire_le": proposal.consent_withdrawn_at,
        "atelier": proposal.workshop.title if proposal.workshop else "",
    }


def export_messages(person: Person) -> list[dict[str, Any]]:
    messages = ProposalMessage.objects.filter(proposal__in=proposals_of(person).values("pk"))
    return [
        {
            "proposition": message.proposal_id,
            "date": message.at,
            "de": "vous" if message.by_author else "l’équipe d’organisation",
            "message": message.text,
        }
        for message in messages
    ]


def export_history(person: Person) -> list[dict[str, Any]]:
    """Without the notes, which stay between organisers."""
    events = ProposalEvent.objects.filter(proposal__in=proposals_of(person).values("pk"))
    return [
        {
            "proposition": event.proposal_id,
            "date": event.at,
            "etat": event.get_state_display(),
            "par": "vous" if event.by_author else "l’équipe d’organisation",
            "raison": event.reason,
        }
        for event in events
    ]


def export_files(person: Person) -> list[dict[str, Any]]:
    files = ProposalFile.objects.filter(proposal__in=proposals_of(person).values("pk"))
    return [
        {
            "proposition": sent.proposal_id,
            "nom": sent.name,
            "type": sent.media_type,
            "envoye_le": sent.sent_at,
            "fichier": sent.file,
        }
        for sent in files
    ]


def erase_proposals(person: Person, erasure: Erasure) -> None:
    """Everything begun before the person asked, with the pages made from it."""
    for proposal in _naming(person).filter(created_at__lte=erasure.at).select_related("page"):
        page = proposal.page
        stays = erasure.keep_published and page is not None and page.live
        if page is not None:
            forget_page(page, keep=erasure.keep_published)
        if not stays:
            take_back(proposal, at=erasure.at)
        forget_proposal(proposal, at=erasure.at)


def published_pages(person: Person) -> list[Page]:
    """The pages made from what is erased with the person that anybody can read, in order of title."""
    made = _naming(person).filter(page__live=True).select_related("page")
    return sorted({proposal.page for proposal in made if proposal.page is not None}, key=lambda page: page.title)


def erase_with_proposals(person: Person, erasure: Erasure) -> None:
    """Nothing left to do: `erase_proposals` takes what hangs on them."""


PERSONAL_DATA = (
    PersonalData("propositions", "Vos propositions", export_proposals, erase_proposals, REMAINS),
    PersonalData("propositions-fichiers", "Les fichiers envoyés avec elles", export_files, erase_with_proposals),
    PersonalData("propositions-historique", "Leur historique", export_history, erase_with_proposals),
    PersonalData("propositions-messages", "Les messages échangés à leur sujet", export_messages, erase_with_proposals),
)
