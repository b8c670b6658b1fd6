"""Settings in words, for who must compare two of them."""

from collections.abc import Iterable
from typing import Any

from wagtail.models import Page

from hub.core.enums import HomeSection
from hub.core.models import SiteIdentity
from hub.home.site_settings.menus import PLACES, Entry

NOTHING = "(rien)"


def differences(saved: SiteIdentity, typed: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Label, what is saved and what was typed, of each setting where they differ."""
    rows = [(label_of(name), in_words(name, getattr(saved, name)), in_words(name, typed[name])) for name in typed]
    return [row for row in rows if row[1] != row[2]]


def label_of(name: str) -> str:
    return str(SiteIdentity._meta.get_field(name).verbose_name)


def labels_of(names: Iterable[str]) -> str:
    return ", ".join(map(label_of, names))


def in_words(name: str, value: Any) -> str:
    """One setting as a text."""
    if name in ("main_menu", "foot_links"):
        return " · ".join(_entry_in_words(Entry.read(row)) for row in value) or "le menu d’origine"
    if name == "hidden_sections":
        return ", ".join(HomeSection(section).label for section in value) or NOTHING
    if name == "logo":
        return "un logo" if value else "aucun logo"
    choices = dict(SiteIdentity._meta.get_field(name).flatchoices)
    return str(choices.get(value, value)) or NOTHING


def _entry_in_words(entry: Entry) -> str:
    target = PLACES.get(entry.place, "") or entry.address
    if entry.page:
        page = Page.objects.filter(pk=entry.page).first()
        target = f"page « {page.title} »" if page else "page supprimée"
    return f"{entry.label} → {target}"
