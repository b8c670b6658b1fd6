"""What the case base knows about a person: what they proposed, what was exchanged about it, their tags."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from casestudies.proposals.enums import ShownAs
from casestudies.proposals.erasure import CONSENT, PROPOSAL, SHOWN_NAME
from casestudies.proposals.history import ProposalEvent, ProposalFile, ProposalMessage
from casestudies.proposals.models import Proposal
from casestudies.proposals.publication import anonymise_page, take_down
from casestudies.proposals.purging import forget_page, forget_proposal, take_back
from hub.community.personal import ERASURE_REMAINS
from hub.core.registries import Erasable, Erasure, Person, PersonalData
from hub.french.sorting import sort_key
from hub.mail.personal import REMAINS as MAILS_REMAIN

REMAINS = (
    "De chaque proposition envoyée, il reste une ligne sans nom ni texte : ses dates, les étapes suivies, les cases "
    "cochées, l’atelier où elle était programmée, et la preuve de votre accord (la version du texte lu, le moment, le "
    "moment du retrait). Elle sert à compter, et à montrer que l’accord a été demandé."
)


def remains_of_one() -> list[str]:
    """What stays when one proposal is erased, and not its author's account."""
    return [REMAINS, MAILS_REMAIN, *ERASURE_REMAINS]


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
    for proposal in _naming(person).filter(created_at__lte=erasure.until).select_related("page"):
        _erase(proposal, erasure)


def _erase(proposal: Proposal, erasure: Erasure) -> None:
    page = proposal.page
    stays = erasure.keep_published and page is not None and page.live
    if page is not None:
        forget_page(page, keep=erasure.keep_published)
    if not stays:
        take_back(proposal, at=erasure.at)
    forget_proposal(proposal, at=erasure.at, keep_published=stays)


# ---------------------------------------------------------------- after a restore
def _names() -> list[str]:
    return [str(key) for key in Proposal.objects.filter(erased_at=None).values_list("idempotency_key", flat=True)]


def _again(do: Callable[[Proposal, Erasure], None]) -> Callable[[str, Erasure], bool]:
    """`do`, to the proposal of a name, if it is there."""

    def erase(name: str, erasure: Erasure) -> bool:
        proposal = Proposal.objects.filter(idempotency_key=name, erased_at=None).select_related("page").first()
        if proposal is not None:
            do(proposal, erasure)
        return proposal is not None

    return erase


def _withdraw(proposal: Proposal, erasure: Erasure) -> None:
    take_back(proposal, at=erasure.at)
    take_down(proposal, at=erasure.at)


def _hide_name(proposal: Proposal, erasure: Erasure) -> None:
    Proposal.objects.filter(pk=proposal.pk).update(shown_as=ShownAs.ANONYMOUS)
    if proposal.page is not None:
        anonymise_page(proposal.page)


def published_pages(person: Person) -> list[Page]:
    """The pages made from what is erased with the person that anybody can read, in order of title."""
    made = _naming(person).filter(page__live=True).select_related("page")
    return sorted(
        {proposal.page for proposal in made if proposal.page is not None},
        key=lambda page: (sort_key(page.title), page.pk),
    )


def erase_with_proposals(person: Person, erasure: Erasure) -> None:
    """Nothing left to do: `erase_proposals` takes what hangs on them."""


PERSONAL_DATA = (
    PersonalData(
        "propositions",
        "Vos propositions",
        export_proposals,
        erase_proposals,
        REMAINS,
        addresses=lambda: Proposal.objects.values_list("email", flat=True),
        outlives_account=True,
    ),
    PersonalData("propositions-fichiers", "Les fichiers envoyés avec elles", export_files, erase_with_proposals),
    PersonalData("propositions-historique", "Leur historique", export_history, erase_with_proposals),
    PersonalData("propositions-messages", "Les messages échangés à leur sujet", export_messages, erase_with_proposals),
)
ERASABLE = (
    Erasable(PROPOSAL, _names, _again(_erase)),
    Erasable(CONSENT, _names, _again(_withdraw)),
    Erasable(SHOWN_NAME, _names, _again(_hide_name)),
)
