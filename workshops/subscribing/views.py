"""Where one makes, renews and cuts the addresses of one's private calendar: with an account, or for a registration."""

from http import HTTPStatus
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from hub.community.models import Member
from hub.core.addresses import view_url
from hub.core.errors import ActionError
from hub.core.forms import decision_in
from hub.core.http import read_or_send
from workshops.registering.links import private_path, registration_behind
from workshops.subscribing.actions import Owner, cut_feed, feeds_of, make_feed, renew_feed
from workshops.subscribing.forms import ChosenFeed, FeedForm

TEMPLATE = "workshops/private_feeds.html"


@never_cache
@csrf_protect
@login_required
@read_or_send
def own_feeds(request: HttpRequest) -> HttpResponse:
    """Those of an account."""
    member = cast("Member", request.user)
    return _manage(request, member, {"back": reverse("my_space"), "is_signed_in": True})


@never_cache
@csrf_exempt
@read_or_send
def registration_feeds(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Those of one registration, without account. Raises Http404 for a wrong link, or for who comes no more."""
    row = registration_behind(pk, token)
    if not row.is_active:
        raise Http404
    return _manage(request, row, {"back": private_path(row), "workshop": row.desk.workshop})


def own_feeds_content(member: Member) -> dict[str, Any]:
    """What «Mon espace» shows of them."""
    return {"feeds": list(feeds_of(member)), "feed_form": FeedForm(), "feeds_path": reverse("private_feeds")}


def _manage(request: HttpRequest, owner: Owner, context: dict[str, Any]) -> HttpResponse:
    """A secret is shown in the answer to its button only: it is stored nowhere, and no page can show it again."""
    form = FeedForm()
    status = HTTPStatus.OK
    if request.method == "POST":
        form = FeedForm(request.POST)
        try:
            context |= _decide(request, owner, form)
        except ActionError as refusal:
            context["refusal"], status = str(refusal), HTTPStatus.CONFLICT
            form = FeedForm(initial={"name": form["name"].value()})
        if form.is_bound and form.errors and "done" not in context:
            status = HTTPStatus.UNPROCESSABLE_ENTITY
        elif "done" in context:
            form = FeedForm()
    context |= {"feeds": list(feeds_of(owner)), "feed_form": form, "feeds_path": request.path}
    return render(request, TEMPLATE, context, status=status)


def _decide(request: HttpRequest, owner: Owner, form: FeedForm) -> dict[str, Any]:
    """What was done, for the page; nothing when the name is to correct. Raises ActionError."""
    decision, chosen = decision_in(request.POST), ChosenFeed(request.POST).key()
    if decision == "cut":
        return {"done": f"L’adresse « {cut_feed(owner, chosen)} » est coupée."}
    if decision == "renew":
        name, token = renew_feed(owner, chosen)
        return {"done": f"L’adresse « {name} » est renouvelée.", "is_renewed": True, "url": _url(token)}
    if not form.is_valid():
        return {}
    name = form.cleaned_data["name"]
    return {"url": _url(make_feed(owner, name)), "done": f"L’adresse « {name} » est prête."}


def _url(token: str) -> str:
    return view_url("private_feed", token)
