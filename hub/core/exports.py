"""What the tables of pages have in common."""

from typing import Any

from hub.core.addresses import site_url
from hub.core.models import BasePage
from hub.core.tabular import Column, Kind, column, computed


def page_columns(model: type[BasePage]) -> tuple[Column, ...]:
    """Identity, words and dates of a page."""
    return (
        column(model, "identifiant", "slug", note="Le dernier morceau de l’adresse de la page."),
        column(model, "titre", "title", note=""),
        column(model, "introduction", "introduction"),
        computed("adresse", "adresse de la page", address, Kind.ADDRESS),
        column(model, "publiee_le", "first_published_at", label="publiée le"),
        column(model, "mise_a_jour_le", "last_published_at", label="mise à jour le"),
    )


def address(page: Any) -> str:
    """The whole address of a page, always on the public host of the site."""
    path = page.get_url() or "/"
    return path if path.startswith("http") else site_url(path)
