"""What reference managers read about one page."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from casestudies.publications.citations import FORMATS as CITATION_FORMATS
from casestudies.publications.references import CITABLE, reference_to
from hub.core.sites import identity_for
from hub.core.tabular import Made, download


@require_safe
def cite(request: HttpRequest, kind: str, slug: str, extension: str) -> HttpResponseBase:
    """What reference managers read about one page."""
    if kind not in CITABLE or extension not in CITATION_FORMATS:
        raise Http404
    page = get_object_or_404(CITABLE[kind].objects.visible_to_all(), slug=slug)
    media_type, write = CITATION_FORMATS[extension]
    written = write(reference_to(page, identity_for(request))).encode("utf-8", "replace")
    made = Made(lambda to: to.write(written))
    return download(request, made, name=f"{page.slug}.{extension}", media_type=media_type)
