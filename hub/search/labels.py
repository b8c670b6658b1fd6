"""What entries are linked to: the words of their themes, tags and authorities, and the filters made of the same."""

from collections.abc import Iterator
from typing import Any

from taggit.models import Tag

from casestudies.models import AssemblyPage, CaseStudyPage, MemberTag, ReportPage, TagName, TestimonyPage
from casestudies.publications.filters import AssemblyFilters, CaseStudyFilters, TestimonyFilters, ThemeFilters
from casestudies.tags.models import CaseStudyTag
from glossary.models import Theme
from hub.community.models import Authority
from hub.core.lists.inventory import Facet, Index, linked, members, merged
from hub.french.sorting import sort_key
from workshops.models import WorkshopPage, WorkshopPartner

TERRITORY = "territoire"
FACETS = (
    Facet("theme", "Thème"),
    Facet(TERRITORY, "Territoire", as_menu=True),
    Facet("etiquette", "Étiquette", as_menu=True, every="Toutes"),
)
_FILTERS = {
    AssemblyPage: AssemblyFilters,
    CaseStudyPage: CaseStudyFilters,
    TestimonyPage: TestimonyFilters,
    ReportPage: ThemeFilters,
    WorkshopPage: ThemeFilters,
}
Pages = dict[int, int]


def filters(pages: Pages) -> dict[str, Index]:
    """Each filter over all kinds of pages; `pages` gives the entry of each page that anybody may see."""
    found = {facet.name: Index({}) for facet in FACETS}
    for model, reading in _FILTERS.items():
        read = reading(model.objects.visible_to_all)  # type: ignore[attr-defined]  # every page has it
        for facet in FACETS:
            if make := getattr(read, f"index_{facet.name}", None):
                _add(found[facet.name], make(), pages)
    places = found[TERRITORY]
    places.labels = dict(sorted(places.labels.items(), key=lambda each: ("-" in each[0], sort_key(each[1]))))
    return found


def _add(index: Index, other: Index, pages: Pages) -> None:
    index.labels.update(other.labels)
    if other.offered is not None:
        index.offered = (index.offered or frozenset()) | other.offered
    for value in other.labels:
        entries = {pages[number] for number in other.items.get(value, ()) if number in pages}
        index.items.setdefault(value, set()).update(entries)


def labels(pages: Pages) -> Iterator[tuple[str, set[int]]]:
    """Words, and the entries of the pages that are linked to what bears them."""
    for texts, numbers in (*_themes(), *_tags(), *_authorities()):
        if entries := {pages[number] for number in numbers if number in pages}:
            for text in texts:
                yield text, entries


def _themes() -> Iterator[tuple[list[str], set[int]]]:
    linked_pages = [linked(model, "themes") for model in _FILTERS]
    for number, label in Theme.objects.values_list("pk", "label"):
        yield [label], set().union(*(each.get(number, set()) for each in linked_pages))


def _tags() -> Iterator[tuple[list[str], set[int]]]:
    """Those of editors and of members, under every name that leads to them."""
    items = members(CaseStudyTag.objects, "tag_id", "content_object_id")
    for tag, pages in members(MemberTag.objects, "tag_id", "page_id").items():
        items.setdefault(tag, set()).update(pages)
    names: dict[int, set[str]] = {}
    for number, name in [*Tag.objects.values_list("pk", "name"), *TagName.objects.values_list("tag_id", "name")]:
        names.setdefault(number, set()).add(name)
    for tag, numbers in items.items():
        yield sorted(names.get(tag, ())), numbers


def _authorities() -> Iterator[tuple[list[str], set[int]]]:
    assemblies = members(AssemblyPage.objects.visible_to_all(), "authority_id", "pk")
    studies = linked(CaseStudyPage, "assemblies")
    of_studies = {key: set().union(*(studies.get(each, set()) for each in found)) for key, found in assemblies.items()}
    places = merged(
        (key, numbers)
        for read in (
            assemblies,
            of_studies,
            members(TestimonyPage.objects.visible_to_all().filter(authority__isnull=False), "authority_id", "pk"),
            linked(ReportPage, "authorities"),
            members(WorkshopPartner.objects.exclude(certainty="withdrawn"), "authority_id", "workshop_id"),
        )
        for key, numbers in _pairs(read)
    )
    for number, name, short_name in Authority.objects.values_list("pk", "name", "short_name"):
        yield [name, short_name], places.get(str(number), set())


def _pairs(read: dict[Any, set[int]]) -> Iterator[tuple[str, set[int]]]:
    return ((str(key), numbers) for key, numbers in read.items())
