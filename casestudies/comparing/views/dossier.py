"""«Mon dossier»: pages put together to print."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from casestudies.comparing.dossier import gathered
from casestudies.comparing.forms.comparison import DossierFilter
from hub.core.http import public_page


@public_page
def dossier(request: HttpRequest) -> HttpResponse:
    """«Mon dossier»: the pages named in the query string, to print. Nothing is kept here."""
    query = DossierFilter(request.GET)
    context = {"dossier": gathered(query.slugs()), "trail": [("Mon dossier", "")]}
    return render(request, "casestudies/dossier.html", {**context, "today": timezone.localdate()})
