"""The cockpit of one workshop: one screen that leads to all others."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from workshops.cockpit.board import people, reminders, screens
from workshops.cockpit.enums import State
from workshops.cockpit.lines import lines, read
from workshops.planning.preparation import READ
from workshops.planning.views.screen import heading
from workshops.workshop.workshop import WorkshopPage


@require_safe
def cockpit(request: HttpRequest, pk: int) -> HttpResponse:
    """What is ready, what is missing, who was written to, what will leave."""
    workshop = get_object_or_404(WorkshopPage.objects.prefetch_related(*READ), pk=pk)
    if not workshop.permissions_for_user(request.user).can_publish():
        return HttpResponseRedirect(reverse("wagtailadmin_home"))
    now = timezone.now()
    shown = lines(read(workshop, now, timezone.localdate(now)))
    context = {
        "workshop": workshop,
        "screens": screens(workshop),
        "lines": shown,
        "missing": sum(line.state == State.MISSING for line in shown),
        "people": people(workshop),
        "reminders": reminders(workshop, now),
        **heading(workshop, "Tableau de bord"),
    }
    return render(request, "workshops/admin/cockpit.html", context)
