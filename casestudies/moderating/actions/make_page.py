"""From a proposal to a page, and back when the consent is withdrawn."""

import re
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.html import escape
from django.utils.text import Truncator
from wagtail.models import Page

from casestudies.evidence.source import Source
from casestudies.proposals.actions import note_published
from casestudies.proposals.enums import ProposalState
from casestudies.proposals.history import ProposalEvent
from casestudies.proposals.models import Proposal
from casestudies.proposals.provenance import PageProvenance
from casestudies.publications.case_study import CaseStudyPage
from casestudies.publications.lists import CaseStudyIndexPage, TestimonyIndexPage
from casestudies.publications.testimony import TestimonyPage
from hub.community.models import Member
from hub.core.errors import ActionError, NotAllowed, WrongState

#: From these states a page may be prepared.
PREPARABLE = frozenset({ProposalState.ACCEPTED, ProposalState.SCHEDULED, ProposalState.REPORTED_BACK})
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


def make_page(proposal: Proposal, *, by: Member, kind: type[TestimonyPage] | type[CaseStudyPage]) -> Page:
    """A draft page that holds what `proposal` says, with its consent and where it comes from. Once per proposal.

    Asking again gives the page already made, whatever `kind`. Raises NotAllowed without the permission, WrongState
    for a proposal that is not accepted or whose consent was withdrawn, ActionError when there is nothing to show or
    when the address is not confirmed: anybody may have agreed in its name.
    """
    made = PageProvenance.objects.filter(proposal=proposal).select_related("page").first()
    if made is not None:
        return made.page.specific
    if not by.has_perm("casestudies.change_proposal"):
        raise NotAllowed("Vous ne pouvez pas traiter les propositions.")
    if proposal.state not in PREPARABLE or proposal.consent_withdrawn_at is not None:
        raise WrongState("Retenez d’abord la proposition : la page se prépare ensuite.")
    if not proposal.is_proved:
        raise ActionError("L’adresse de la personne n’est pas confirmée : son accord ne compte pas encore.")
    if not (proposal.practice.strip() or proposal.outcome.strip()):
        raise ActionError("Cette proposition n’a pas encore de texte : demandez un complément.")
    parent = _parent_of(kind)
    if not parent.permissions_for_user(by).can_add_subpage():
        raise NotAllowed("Vous ne pouvez pas créer de page.")
    page = kind(live=False, owner=by, **_content(proposal), **_own_fields(proposal, kind))
    try:
        with transaction.atomic():
            _store(page, parent, proposal, by)
    except IntegrityError:
        # Somebody pressed the same button at the same time.
        return PageProvenance.objects.select_related("page").get(proposal=proposal).page.specific
    return page


def note_publication(page: Page) -> None:
    """The page of a proposal has been published: the proposal follows, and its author is told once."""
    line = PageProvenance.objects.filter(page_id=page.pk, proposal__isnull=False).select_related("proposal").first()
    if line is not None and line.proposal is not None and line.proposal.state in PREPARABLE:
        note_published(line.proposal)


def on_page_published(instance: Page, **kwargs: Any) -> None:
    """Receiver of Wagtail's `page_published`."""
    note_publication(instance)


def _parent_of(kind: type[Page]) -> Page:
    index = TestimonyIndexPage if kind is TestimonyPage else CaseStudyIndexPage
    parent = index.objects.order_by("pk").first()
    if parent is None:
        raise ActionError("La page qui accueille les témoignages ou les études n’existe pas.")
    return parent


def _content(proposal: Proposal) -> dict[str, Any]:
    themes = ", ".join(theme.short_label for theme in proposal.themes.all())
    title = " : ".join(filter(None, [proposal.organisation, themes])) or "Témoignage"
    sources = _known_sources(proposal.sources)
    return {
        "title": Truncator(title).chars(200),
        "practice": _part(proposal.organisation, proposal.practice, sources),
        "outcome": _part(proposal.organisation, proposal.outcome, sources),
    }


def _own_fields(proposal: Proposal, kind: type[Page]) -> dict[str, Any]:
    if kind is CaseStudyPage:
        return {
            "practice_summary": Truncator(proposal.practice.strip() or proposal.organisation).chars(240),
            "outcome_summary": Truncator(proposal.outcome.strip()).chars(240),
        }
    return {
        "authority": proposal.authority,
        "assembly": proposal.assembly,
        "shown_name": proposal.shown_name,
        "shown_role": proposal.role if proposal.shown_name else "",
        "workshop": proposal.workshop,
        "consent_on": timezone.localdate(proposal.consent_at) if proposal.consent_at else None,
        "consent_version": proposal.consent_version,
    }


def _store(page: Any, parent: Page, proposal: Proposal, by: Member) -> None:
    parent.add_child(instance=page)
    page.themes.set(proposal.themes.all())
    if isinstance(page, CaseStudyPage) and proposal.assembly is not None:
        page.assemblies.set([proposal.assembly])
    page.save()
    page.save_revision(user=by, log_action=True)
    PageProvenance.objects.create(
        page=page, proposal=proposal, consent_version=proposal.consent_version, consent_at=proposal.consent_at
    )
    moved = Proposal.objects.filter(pk=proposal.pk, version=proposal.version, state=proposal.state).update(
        page=page, version=F("version") + 1
    )
    if not moved:
        raise WrongState("Quelqu’un d’autre vient de modifier cette proposition. Rechargez la page.")
    ProposalEvent.objects.create(
        proposal=proposal, from_state=proposal.state, state=proposal.state, by=by, note=f"Page préparée : {page.title}"
    )
    proposal.refresh_from_db()


def _part(heading: str, text: str, sources: list[Source]) -> list[tuple[str, dict[str, Any]]]:
    """One step that holds `text`, plain text made safe; nothing when nothing was written."""
    if not text.strip():
        return []
    value = {
        "heading": Truncator(heading or "Témoignage").chars(120),
        "documented": True,
        "text": "".join(_paragraphs(text)),
        "sources": sources,
    }
    return [("step", value)]


def _paragraphs(text: str) -> Iterable[str]:
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        yield f"<p>{escape(paragraph.strip()).replace(chr(10), '<br/>')}</p>"


def _known_sources(typed: str) -> list[Source]:
    """The sources already in the base whose address was typed; others stay in the proposal, to be checked."""
    addresses = {found.rstrip(".,;)") for found in _ADDRESS.findall(typed)}
    return list(Source.objects.filter(url__in=addresses).order_by("pk"))
