"""«Nouveau cycle»: last year's workshops, to take up again."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from hub.core.errors import ActionError, NotAllowed
from hub.core.http import read_or_send
from hub.french.numbers import pluriel
from workshops.planning.actions.copies import start_cycle
from workshops.planning.forms import CycleForm
from workshops.workshop.cycle import Cycle


@read_or_send
def next_cycle(request: HttpRequest, pk: int) -> HttpResponse:
    """The form, then the list of the drafts. A refused form loses nothing of what was typed."""
    cycle = get_object_or_404(Cycle, pk=pk)
    by: Any = request.user
    if not by.has_perm("workshops.add_cycle"):
        return HttpResponseRedirect(reverse("wagtailadmin_home"))
    form = CycleForm(request.POST if request.method == "POST" else None, cycle=cycle)
    if not form.is_bound:
        return _page(request, cycle, form, HTTPStatus.OK)
    if not form.is_valid():
        return _page(request, cycle, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        following, drafts = start_cycle(cycle, by=by, **form.cleaned_data)
    except ActionError as refusal:
        messages.error(request, str(refusal))
        status = HTTPStatus.FORBIDDEN if isinstance(refusal, NotAllowed) else HTTPStatus.CONFLICT
        return _page(request, cycle, form, status)
    count = len(drafts)
    made = f"{count} {pluriel(count, 'atelier repris en brouillon,ateliers repris en brouillon')}"
    messages.success(request, f"« {following} » est créé : {made}.")
    return HttpResponseRedirect(f"{reverse('ateliers:index')}?cycle={following.pk}")


def _page(request: HttpRequest, cycle: Cycle, form: CycleForm, status: HTTPStatus) -> HttpResponse:
    title = f"Nouveau cycle, d’après « {cycle} »"
    context = {
        "form": form,
        "page_title": title,
        "header_title": title,
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "Accueil"},
            {"url": reverse("wagtailsnippets_workshops_cycle:list"), "label": "Cycles"},
            {"url": "", "label": "Nouveau cycle"},
        ],
    }
    return render(request, "workshops/admin/next_cycle.html", context, status=status)
