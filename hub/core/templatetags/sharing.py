"""What a page says of itself where its link is shared or kept: one address, a card."""

from typing import Any

from django import template
from wagtail.models import Page

from hub.core.addresses import site_url
from hub.core.cards.actions import card_path
from hub.core.sites import home_page, identity_for

register = template.Library()

#: Where one shows who one is before reading something else.
DOORS = ("/_util/", "/documents/")


@register.simple_tag(takes_context=True)
def whole_address(context: Any) -> str:
    """The one address of what is shown, without query; nothing for a private link, a draft or an error."""
    request = context.get("request")
    found = getattr(request, "resolver_match", None)
    hidden = request is None or request.path.startswith(DOORS) or getattr(request, "is_preview", False)
    if found is None or hidden or "token" in found.kwargs:
        return ""
    return site_url(request.path)


@register.simple_tag(takes_context=True)
def card_address(context: Any) -> str:
    """The card of the page, or that of the site."""
    page = context.get("page")
    shown = page if isinstance(page, Page) and page.pk else home_page()
    return site_url(card_path(shown, identity_for(context["request"]))) if shown else ""


@register.simple_tag(takes_context=True)
def shared_title(context: Any) -> str:
    """The title without the name of the site: that of the page, else the end of the breadcrumb."""
    page, trail = context.get("page"), context.get("trail")
    if isinstance(page, Page):
        return page.seo_title or page.title
    return trail[-1][0] if trail else context["identity"].name
