"""«Repères»: the page of pictures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from casestudies.landmarks import page as pictures
from hub.core.http import public_page


@public_page
def landmarks(request: HttpRequest) -> HttpResponse:
    """«Repères»: where, when and how much, each picture with its table."""
    context = pictures.landmarks(timezone.localdate())
    return render(request, "casestudies/landmarks.html", {"marks": context, "trail": [("Repères", "")]})
