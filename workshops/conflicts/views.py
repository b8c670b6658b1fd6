"""The radar for a date that is typed and not saved yet, in the administration. It reads; nothing is written."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST
from wagtail.permissions import page_permission_policy

from workshops.conflicts.forms import RadarForm
from workshops.conflicts.radar import look_at


@require_POST
def radar_for_typed_date(request: HttpRequest, pk: int) -> HttpResponse:
    """What falls at the same time: alone for the script of the panel, on a page of its own for the button.

    `pk` is that of the workshop, 0 for a new one. The form of the editor is sent as it is, which is why it is a POST.
    """
    if not page_permission_policy.user_has_any_permission(request.user, {"add", "change"}):
        return HttpResponseRedirect(reverse("wagtailadmin_home"))
    form = RadarForm(request.POST)
    context = {
        "radar": look_at(form.asked(pk or None)) if form.is_valid() else None,
        "error": " ".join(map(str, form.errors.get("when", []))),
        "typed": True,
    }
    name = "radar_found" if request.headers.get("X-Requested-With") == "fetch" else "radar_page"
    return render(request, f"workshops/admin/{name}.html", context)
