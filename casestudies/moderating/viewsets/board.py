"""The board: what was received, by state, with what is new for the person who looks."""

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from wagtail.admin import messages

from casestudies.moderating.actions.notes import mark_seen
from casestudies.moderating.forms import BoardForm, SeveralForm
from casestudies.moderating.models import with_news
from casestudies.moderating.viewsets.access import crumbs, readers_only, status_of
from casestudies.proposals.actions import move_proposal, unmark_spam
from casestudies.proposals.enums import CLOSED_PROPOSALS, ProposalState
from casestudies.proposals.models import Proposal
from casestudies.proposals.transitions import ORGANISER_MOVES
from hub.community.models import Member
from hub.core.errors import ActionError, NotAllowed
from hub.core.http import read_or_send

#: From what waits to what is over.
ORDER = [
    ProposalState.SUBMITTED,
    ProposalState.TO_COMPLETE,
    ProposalState.ON_HOLD,
    ProposalState.ACCEPTED,
    ProposalState.SCHEDULED,
    ProposalState.REPORTED_BACK,
    ProposalState.PUBLISHED,
    ProposalState.DECLINED,
    ProposalState.WITHDRAWN,
    ProposalState.SPAM,
]
NAMES = {
    ProposalState.SUBMITTED: "Déposées",
    ProposalState.TO_COMPLETE: "À compléter",
    ProposalState.ON_HOLD: "En réserve",
    ProposalState.ACCEPTED: "Retenues",
    ProposalState.SCHEDULED: "Programmées",
    ProposalState.REPORTED_BACK: "Restituées",
    ProposalState.PUBLISHED: "Publiées",
    ProposalState.DECLINED: "Non retenues",
    ProposalState.WITHDRAWN: "Retirées",
    ProposalState.SPAM: "Indésirables",
}
#: Where nobody waits for an answer, the latest comes first; elsewhere, what has waited longest.
LATEST_FIRST = {ProposalState.REPORTED_BACK, ProposalState.PUBLISHED, *CLOSED_PROPOSALS}
#: Cards of a group; the others are one click away, on pages of `PAGE`.
GROUP = 12
PAGE = 48
SEARCHED = ("organisation", "assembly_name", "name", "email", "practice", "outcome")
#: Long texts that no card shows.
UNSHOWN = ("practice", "outcome", "sources")
LONG_AGO = 60


@dataclass(frozen=True)
class Card:
    """A proposal as the board shows it."""

    proposal: Any
    age: str
    is_overdue: bool
    may_be_spam: bool


@dataclass(frozen=True)
class Group:
    """The proposals of one state; `more` is how many are not shown."""

    state: str
    name: str
    count: int
    cards: list[Card]
    more: int
    is_folded: bool
    url: str


def age_in_words(days: int) -> str:
    """How long something has been so, after «depuis»."""
    if days < 1:
        return "aujourd’hui"
    if days == 1:
        return "hier"
    return f"{days} jours" if days < LONG_AGO else f"{days // 30} mois"


@never_cache
@readers_only
@read_or_send
def board(request: HttpRequest) -> HttpResponse:
    """Show the board; by POST, do one thing to the chosen proposals."""
    form = BoardForm(request.GET)
    values = form.values()
    if request.method != "POST":
        return _page(request, form, HTTPStatus.OK)
    several = SeveralForm(request.POST)
    if not several.is_valid():
        words = several.errors.get("chosen", ["Cette demande n’est pas comprise. Rechargez la page."])
        messages.error(request, str(words[0]))
        return _page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    data, by = several.cleaned_data, cast("Member", request.user)  # nobody else enters the administration
    found = list(Proposal.objects.received().filter(pk__in=data["chosen"]))
    try:
        undo = _handle(request, data, found, by)
    except ActionError as refusal:
        messages.error(request, str(refusal))
        return _page(request, form, status_of(refusal))
    return HttpResponseRedirect(board_url(values, undo=undo))


def board_url(values: dict[str, Any], **others: Any) -> str:
    """The address of the board with the same filters; `others` are added, or taken away when they are empty."""
    known = {**values, "undo": [], "page": "", **others}
    if known.get("theme"):
        known["theme"] = getattr(known["theme"], "slug", known["theme"])
    if known["undo"]:
        known["undo"] = ",".join(map(str, known["undo"]))
    query = urlencode({name: "on" if value is True else value for name, value in known.items() if value})
    return reverse("propositions:index") + (f"?{query}" if query else "")


def _handle(request: HttpRequest, data: dict[str, Any], found: list[Proposal], by: Member) -> list[int]:
    """Do it to each; gives the keys of what may be taken back. What others changed meanwhile is left as it is."""
    if data["do"] == "seen":
        mark_seen(found, by=by, at=data["seen"])
        messages.success(request, _count(len(found), "lue", "").rstrip() + ".")
        return []
    done, refused = [], len(data["chosen"]) - len(found)
    for proposal in found:
        proposal.version = data["chosen"][proposal.pk]
        try:
            if data["do"] == "spam":
                move_proposal(proposal, ProposalState.SPAM, by=by)
            else:
                unmark_spam(proposal, by=by)
        except NotAllowed:
            raise
        except ActionError:
            refused += 1
        else:
            done.append(proposal)
    mark_seen(done, by=by, at=data["seen"])
    if refused:
        words = "telles quelles : leur" if refused > 1 else "telle quelle : son"
        messages.warning(request, _count(refused, "laissée", f"{words} état a changé ou ne le permet pas."))
    if data["do"] == "unspam" and done:
        messages.success(request, _count(len(done), "remise", "à sa place."))
    return [proposal.pk for proposal in done] if data["do"] == "spam" else []


def _count(number: int, done: str, words: str) -> str:
    plural = "s" if number > 1 else ""
    return f"{number} proposition{plural} {done}{plural} {words}"


def _filtered(values: dict[str, Any], member: Any) -> QuerySet[Any]:
    """What the filters keep, with `is_new`."""
    found = with_news(Proposal.objects.received(), member)
    if "state" in values:
        found = found.filter(state=values["state"])
    if "theme" in values:
        found = found.filter(pk__in=values["theme"].proposals.values("pk"))
    if "age" in values:
        found = found.filter(state_since__lt=timezone.now() - timedelta(days=int(values["age"])))
    if "new" in values:
        found = found.filter(is_new=True)
    if "q" in values:
        anywhere = Q()
        for field in SEARCHED:
            anywhere |= Q(**{f"{field}__icontains": values["q"]})
        found = found.filter(anywhere)
    return found.select_related("workshop").prefetch_related("themes").defer(*UNSHOWN)


def _card(proposal: Any) -> Card:
    now = timezone.now()
    days = (timezone.localdate(now) - timezone.localdate(proposal.state_since)).days
    waits = proposal.state == ProposalState.TO_COMPLETE and proposal.due_on is not None
    return Card(
        proposal=proposal,
        age=age_in_words(days),
        is_overdue=waits and proposal.due_on < timezone.localdate(now),
        may_be_spam=ProposalState.SPAM in ORGANISER_MOVES[proposal.state],
    )


def _groups(found: list[Any], values: dict[str, Any]) -> list[Group]:
    groups = []
    for state in ORDER:
        members = [proposal for proposal in found if proposal.state == state]
        if not members:
            continue
        shown = members[:GROUP]
        folded = state in CLOSED_PROPOSALS and not values.keys() & {"q", "new"}
        url = board_url(values, state=state.value)
        cards = [_card(each) for each in shown]
        groups.append(Group(state, NAMES[state], len(members), cards, len(members) - len(shown), folded, url))
    return groups


def _in_order(proposals: Any) -> list[Any]:
    """New first, then what waited longest, or the latest where nobody waits."""

    def rank(proposal: Any) -> tuple[bool, float]:
        since = proposal.state_since.timestamp()
        return not proposal.is_new, -since if proposal.state in LATEST_FIRST else since

    return sorted(proposals, key=rank)


def _page(request: HttpRequest, form: BoardForm, status: HTTPStatus) -> HttpResponse:
    values = form.values()
    undo = values.pop("undo", [])
    values.pop("page", None)
    found = _in_order(_filtered(values, request.user))
    context: dict[str, Any] = {
        "form": form,
        "is_filtered": bool(values),
        "count": len(found),
        "new_count": sum(1 for proposal in found if proposal.is_new),
        "here": board_url(values),
        "new_url": board_url(values, new=True),
        "seen": timezone.now().isoformat(),
        "may_decide": request.user.has_perm("casestudies.change_proposal"),
        "undo": list(Proposal.objects.filter(pk__in=undo, state=ProposalState.SPAM)) if undo else [],
        "header_title": "Propositions",
        "header_icon": "mail",
        "breadcrumbs_items": crumbs(),
        "previous_url": "",
        "next_url": "",
    }
    if "state" in values and found:
        page = form.paginate(found, PAGE)
        state = ProposalState(values["state"])
        cards = [_card(proposal) for proposal in page]
        context["groups"] = [Group(state, NAMES[state], len(found), cards, 0, is_folded=False, url="")]
        if page.has_previous():
            context["previous_url"] = board_url(values, page=page.number - 1 if page.number > 2 else "")
        context["next_url"] = board_url(values, page=page.number + 1) if page.has_next() else ""
    else:
        context["groups"] = _groups(found, values)
    return render(request, "casestudies/admin/proposals.html", context, status=status)
