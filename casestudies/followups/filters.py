"""The filters and orders of the register."""

from datetime import date
from functools import cached_property
from typing import ClassVar

from django.utils import timezone
from django.utils.text import slugify

from casestudies.evidence.assembly import AssemblyPage
from casestudies.followups.enums import Standing
from casestudies.followups.recommendation import Recommendation, RecommendationQuerySet
from glossary.models import Theme
from hub.core.lists.asked import MAX_LENGTH
from hub.core.lists.inventory import Facet, Filters, Index, linked, merged
from hub.french.sorting import sort_key

LATEST, BY_TITLE, BY_PLACE = ("recentes", "titre", "assemblee")
#: Topics that are offered at most: their number grows with the content.
MAX_OFFERED = 24


class RegisterFilters(Filters):
    """`?etat=<standing>&sujet=<topic>&annee=<year>&theme=<slug>&assemblee=<slug>`."""

    facets: ClassVar[tuple[Facet, ...]] = (
        Facet("etat", "État"),
        Facet("annee", "Année de la demande", as_menu=True, every="Toutes"),
        Facet("sujet", "Sujet traité", as_menu=True),
        Facet("theme", "Thème de l’assemblée", as_menu=True),
        Facet("assemblee", "Assemblée", as_menu=True, every="Toutes"),
    )
    orders = {LATEST: "Les plus récentes", BY_TITLE: "Alphabétique", BY_PLACE: "Assemblée"}

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def all_read(self) -> list[Recommendation]:
        """Everything with what the filters read. Two queries."""
        read = ("title", "topics", "made_on", "due_on", "assembly__title", "assembly__slug")
        found: RecommendationQuerySet = self.everything.order_by()  # type: ignore[assignment]  # what the list is made of
        return list(found.standing().select_related("assembly").only(*read))

    @cached_property
    def numbers(self) -> list[int]:
        """The latest first; those without any date last, by title."""
        by_title = sorted(self.all_read, key=lambda each: (sort_key(each.title), each.pk))
        return [each.pk for each in sorted(by_title, key=lambda each: str(each.since), reverse=True)]

    def index_etat(self) -> Index:
        """Those where something stands are offered; the others are understood all the same."""
        items = merged((each.standing(self.today).value, {each.pk}) for each in self.all_read)
        return Index({str(standing): str(label) for standing, label in Standing.choices}, items, frozenset(items))

    def index_annee(self) -> Index:
        items = merged((each.year, {each.pk}) for each in self.all_read if each.year)
        return Index({year: year for year in sorted(items, reverse=True)}, items)

    def index_sujet(self) -> Index:
        """In alphabetical order; those that most have are offered."""
        said = [(slugify(topic)[:MAX_LENGTH], topic, each.pk) for each in self.all_read for topic in each.topic_list]
        items = merged((value, {number}) for value, _, number in said if value)
        labels = dict(sorted(((value, topic) for value, topic, _ in said if value), key=lambda pair: sort_key(pair[1])))
        by_use = sorted(items, key=lambda value: (-len(items[value]), value))
        return Index(labels, items, frozenset(by_use[:MAX_OFFERED]))

    def index_theme(self) -> Index:
        """The themes of their assemblies."""
        pages = linked(AssemblyPage, "themes")
        themes = list(Theme.objects.values_list("pk", "slug", "label"))
        items = {
            slug: {each.pk for each in self.all_read if each.assembly_id in pages.get(number, ())}
            for number, slug, _ in themes
        }
        used = frozenset(slug for slug, found in items.items() if found)
        return Index({slug: label for _, slug, label in themes}, items, used)

    def index_assemblee(self) -> Index:
        items = merged((each.assembly.slug, {each.pk}) for each in self.all_read)
        pages = {each.assembly.slug: each.assembly.title for each in self.all_read}
        return Index(dict(sorted(pages.items(), key=lambda pair: sort_key(pair[1]))), items)

    def order_assemblee(self) -> list[int]:
        place = {each.pk: sort_key(each.assembly.title) for each in self.all_read}
        return sorted(self.numbers, key=place.__getitem__)
