"""The addresses of the site, and a private link whose page fails: for `pytest.mark.urls`."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

import hub.urls
from hub.urls import handler400, handler403, handler404, handler500  # noqa: F401 -- Django reads them here


def fail(request: HttpRequest, token: str) -> HttpResponse:
    """Fails with errors that tell the secret, alone and in its address."""
    try:
        raise KeyError(token)
    except KeyError as error:
        raise RuntimeError(f"nothing at {request.get_full_path()}") from error


urlpatterns = [path("rejoindre/<str:token>/", fail), *hub.urls.urlpatterns]
