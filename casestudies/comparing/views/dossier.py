"""«Mon dossier»: pages put together to print."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casestudies.comparing.dossier import gathered
from casestudies.comparing.forms.comparison import DossierFilter


@require_safe
def dossier(request: HttpRequest) -> HttpResponse:
    """«Mon dossier»: the pages named in the query string, to print. Nothing is kept here."""
    query = DossierFilter(request.GET)
    context = {"dossier": gathered(query.slugs()), "trail": [("Mon dossier", "")]}
    return render(request, "casestudies/dossier.html", {**context, "today": timezone.localdate()})
