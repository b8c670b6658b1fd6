"""The block «Citer» of a page."""

from typing import Any

from django import template
from django.urls import reverse

from casestudies.publications.citations import FORMATS, as_text
from casestudies.publications.references import kind_of, reference_to
from hub.core.tabular import weight

register = template.Library()

NAMES = {"bib": "BibTeX", "ris": "RIS pour Zotero ou EndNote"}


@register.inclusion_tag("casestudies/cited_as.html", takes_context=True)
def cited_as(context: Any, page: Any) -> dict[str, Any]:
    """`{% cited_as page %}`, in the head: what Zotero and other programs read, Highwire's names and Dublin Core."""
    files = [(media_type.partition(";")[0], extension) for extension, (media_type, _) in FORMATS.items()]
    return {
        "reference": reference_to(page, context["identity"]),
        "files": [(media, reverse("cite", args=[kind_of(page), page.slug, ext])) for media, ext in files]
        if page.pk
        else [],
    }


@register.inclusion_tag("casestudies/cite.html", takes_context=True)
def cite(context: Any, page: Any) -> dict[str, Any]:
    """`{% cite page %}`: the citation in text, and what reference managers read, with its weight."""
    reference = reference_to(page, context["identity"])
    files = []
    for extension, (_, write) in FORMATS.items() if page.pk else ():
        size = weight(len(write(reference).encode("utf-8", "replace")))
        address = reverse("cite", args=[kind_of(page), page.slug, extension])
        files.append((address, f"{NAMES[extension]}, {size}"))
    return {"text": as_text(reference), "files": files}
