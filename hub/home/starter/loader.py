"""Loads the starter content into a site, new or not."""

from typing import Any

from django.db import transaction

from hub.core.errors import ActionError
from hub.home.site_tree.data import Created
from hub.home.site_tree.indexes import indexed_once
from hub.home.site_tree.structure import load_structure
from hub.home.starter.assemblies import load_assemblies
from hub.home.starter.calendar import load_calendar
from hub.home.starter.follow_ups import load_recommendations
from hub.home.starter.references import load_authorities, load_sources
from hub.home.starter.studies import load_studies
from hub.home.starter.words import load_criteria, load_terms, load_themes

FIRST_YEAR, LAST_YEAR = 2000, 2100


def load_starter(*, year: int, drafts: bool = False) -> Created:
    """Add what is missing of the starter content and tell how many objects of each model were created.

    What is there already is left exactly as it is, whatever was changed in it or removed from it. All or nothing:
    a load that stops halfway leaves no trace. `drafts`: pages below the lists are left to be published.
    Raises ActionError for a year out of range and for an address taken by another page.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ActionError(f"L’année du calendrier doit être comprise entre {FIRST_YEAR} et {LAST_YEAR}.")
    created = Created()
    with transaction.atomic(), indexed_once():
        themes = load_themes(created=created)
        criteria = load_criteria(created=created)
        load_terms(themes=themes, created=created)
        sources = load_sources(created=created)
        authorities = load_authorities(sources=sources, created=created)
        lists = load_structure(created=created)
        pages: dict[str, Any] = {"live": not drafts, "themes": themes, "created": created}
        parent = lists["assemblees"]
        assemblies = load_assemblies(
            parent=parent, criteria=criteria, sources=sources, authorities=authorities, **pages
        )
        load_recommendations(assemblies=assemblies, sources=sources, created=created)
        workshops = load_calendar(parent=lists["ateliers"], year=year, authorities=authorities, **pages)
        parent = lists["etudes-de-cas"]
        load_studies(parent=parent, sources=sources, assemblies=assemblies, workshops=workshops, **pages)
    return created
