"""What «Mon espace» shows, in a constant number of queries."""

from operator import attrgetter
from typing import Any

from django.utils import timezone

from casestudies.models import Proposal
from casestudies.proposals.enums import ProposalState
from casestudies.proposals.links import private_path
from casestudies.proposals.personal import proposals_of
from casestudies.proposals.words import STANDINGS
from casestudies.tagging.usage import tags_of
from hub.community.models import Member
from hub.community.people import people_behind
from hub.home.my_space.forms import NewsForm
from hub.home.my_space.models import NewsSubscription
from workshops.registering.links import private_path as registration_path
from workshops.registering.personal import registrations_of
from workshops.subscribing.views import own_feeds_content

#: What a proposal is called before anything says where it comes from.
UNNAMED = "Proposition sans titre"


def own_subscription(member: Member) -> NewsSubscription | None:
    return NewsSubscription.objects.filter(member=member).prefetch_related("themes").first()


def own_proposals(member: Member) -> list[dict[str, Any]]:
    """Drafts first, then the latest; also those sent with the same proved address before the account existed."""
    found = {proposal.pk: proposal for person in people_behind(member) for proposal in proposals_of(person)}
    newest = sorted(found.values(), key=attrgetter("saved_at", "pk"), reverse=True)
    ordered = sorted(newest, key=lambda proposal: proposal.state != ProposalState.DRAFT)
    return [_line(proposal, member) for proposal in ordered]


def _line(proposal: Proposal, member: Member) -> dict[str, Any]:
    return {
        "proposal": proposal,
        "title": proposal.organisation or proposal.assembly_name or UNNAMED,
        "mark": STANDINGS[ProposalState(proposal.state)].mark,
        "is_draft": proposal.state == ProposalState.DRAFT,
        "to_complete": proposal.state == ProposalState.TO_COMPLETE,
        "before_account": proposal.member_id != member.pk,
        "path": private_path(proposal),
    }


def own_registrations(member: Member) -> list[dict[str, Any]]:
    """Workshops that are not over, the next first; those without a day last."""
    found = {row.pk: row for person in people_behind(member) for row in registrations_of(person)}
    to_come = [row for row in found.values() if not row.desk.is_over(timezone.now())]
    ordered = sorted(to_come, key=lambda row: (row.desk.workshop.when, row.pk))
    return [{"registration": row, "workshop": row.desk.workshop, "path": registration_path(row)} for row in ordered]


def my_space_content(member: Member, *, news_form: NewsForm | None = None) -> dict[str, Any]:
    """Context of the page; `news_form` is the one that was just refused."""
    subscription = own_subscription(member)
    return {
        "member": member,
        "registrations": own_registrations(member),
        **own_feeds_content(member),
        "proposals": own_proposals(member),
        "tags": list(tags_of(member)),
        "subscription": subscription,
        "news_form": news_form or NewsForm(subscription=subscription),
    }
