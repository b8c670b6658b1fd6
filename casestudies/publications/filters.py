"""The filters and orders of each list, and how they are read."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from django.db.models import QuerySet
from taggit.models import Tag

from casestudies.evidence.assembly import AssemblyPage
from casestudies.evidence.assessment import criterion_state
from casestudies.evidence.enums import AnswerState, Status
from casestudies.evidence.facts import CriterionAnswer
from casestudies.publications.case_study import CaseStudyPage
from casestudies.tags.models import CaseStudyTag, MemberTag
from glossary.models import Criterion, Theme
from hub.community.enums import AuthorityKind
from hub.community.territories import territory_label
from hub.core.lists.inventory import Facet, Filters, Index, linked, members, merged
from hub.french.sorting import sort_key

#: Tags that are offered at most: all of them for long; their number grows with the content.
MAX_OFFERED = 200
LATEST, BY_TITLE, BY_PLACE = ("recentes", "titre", "collectivite")
THEME = Facet("theme", "Thème")
LEVEL = Facet("echelle", "Échelle", every="Toutes")
TERRITORY = Facet("territoire", "Territoire", as_menu=True)
STATUS = Facet("statut", "Statut")
TAG = Facet("etiquette", "Étiquette", as_menu=True, every="Toutes")


@dataclass(frozen=True)
class Place:
    """What the filters need to know of an authority."""

    kind: str
    country: str
    department: str
    name: str

    @property
    def territories(self) -> list[str]:
        """Keys of its territories: the country, and the département in France."""
        return [self.country, *([f"{self.country}-{self.department}"] if self.department else [])]


class ThemeFilters(Filters):
    """`?theme=<slug>`, once or more."""

    facets: ClassVar[tuple[Facet, ...]] = (THEME,)
    orders = {LATEST: "Les plus récents", BY_TITLE: "Alphabétique"}

    def index_theme(self) -> Index:
        items = linked(self.everything.model, "themes")
        themes = list(Theme.objects.values_list("pk", "slug", "label"))
        labels = {slug: label for _, slug, label in themes}
        return Index(labels, {slug: items.get(number, set()) for number, slug, _ in themes})


class PlaceFilters(ThemeFilters):
    """Filters of what takes place somewhere: level and territory of the authority."""

    @cached_property
    def places(self) -> list[tuple[Place, set[int]]]:
        """Each place with its items: an item may have several places, or none."""
        return [(place, {number}) for number, place in self.places_of(self.everything)]

    @staticmethod
    def places_of(items: QuerySet) -> list[tuple[int, Place]]:
        names = [f"authority__{name}" for name in ("kind", "country", "department_code", "short_name")]
        rows = items.order_by().filter(authority__isnull=False).values_list("pk", *names)
        return [(number, Place(*place)) for number, *place in rows]

    def index_echelle(self) -> Index:
        labels = {str(kind): str(label) for kind, label in AuthorityKind.choices}
        return Index(labels, merged((place.kind, items) for place, items in self.places))

    def index_territoire(self) -> Index:
        """Countries, then French départements, both in alphabetical order; only those that the list has."""
        items = merged((key, numbers) for place, numbers in self.places for key in place.territories)
        keys = [key.partition("-")[::2] for key, numbers in items.items() if not numbers.isdisjoint(self.shown)]
        labels = sorted((bool(part), sort_key(territory_label(land, part)), land, part) for land, part in keys)
        in_order = [(f"{land}-{part}" if part else land, territory_label(land, part)) for _, _, land, part in labels]
        return Index(dict(in_order), items)

    def order_collectivite(self) -> list[int]:
        """By the first name of authority of each; items without one come last."""
        first: dict[int, str] = {}
        for place, numbers in sorted(self.places, key=lambda each: sort_key(each[0].name), reverse=True):
            first.update(dict.fromkeys(numbers, sort_key(place.name)))
        return sorted(self.numbers, key=lambda number: (number not in first, first.get(number, "")))


class TestimonyFilters(PlaceFilters):
    """`?theme=…&echelle=<kind>&territoire=<country or country-département>`."""

    facets: ClassVar[tuple[Facet, ...]] = (THEME, LEVEL, TERRITORY)
    orders = {LATEST: "Les plus récents", BY_TITLE: "Alphabétique", BY_PLACE: "Collectivité"}


class CaseStudyFilters(PlaceFilters):
    """`?theme=…&echelle=…&territoire=…&etiquette=<slug>`."""

    facets: ClassVar[tuple[Facet, ...]] = (THEME, LEVEL, TERRITORY, TAG)
    orders = {LATEST: "Les plus récentes", BY_TITLE: "Alphabétique", BY_PLACE: "Collectivité"}

    @cached_property
    def places(self) -> list[tuple[Place, set[int]]]:
        """The places of the assemblies that the reader may see."""
        studies = linked(CaseStudyPage, "assemblies")
        places = self.places_of(AssemblyPage.objects.visible_to_all())
        return [(place, studies[number]) for number, place in places if number in studies]

    def index_etiquette(self) -> Index:
        """Tags of editors and members, in alphabetical order; those that most items have are offered."""
        items = members(CaseStudyTag.objects, "tag_id", "content_object_id")
        for tag, pages in members(MemberTag.objects, "tag_id", "page_id").items():
            items.setdefault(tag, set()).update(pages)
        used = {tag: len(numbers & self.shown) for tag, numbers in items.items()}
        tags = {
            pk: (slug, name) for pk, slug, name in Tag.objects.filter(pk__in=used).values_list("pk", "slug", "name")
        }
        by_use = sorted((tag for tag in tags if used[tag]), key=lambda tag: (-used[tag], tag))
        labels = dict(sorted((tags[tag] for tag in by_use), key=lambda tag: sort_key(tag[1])))
        offered = frozenset(tags[tag][0] for tag in by_use[:MAX_OFFERED])
        return Index(labels, {tags[tag][0]: items[tag] for tag in by_use}, offered)


class AssemblyFilters(PlaceFilters):
    """`?theme=…&echelle=…&territoire=…&statut=…&critere-1=<state>`."""

    facets: ClassVar[tuple[Facet, ...]] = (THEME, LEVEL, STATUS, TERRITORY)
    orders = {BY_PLACE: "Collectivité", BY_TITLE: "Alphabétique", LATEST: "Les plus récentes"}

    @cached_property
    def criteria(self) -> dict[str, Criterion]:
        """The criteria of the definition in force, by the name of their filter."""
        return {f"critere-{criterion.number}": criterion for criterion in Criterion.objects.in_force()}

    def facets_of_content(self) -> tuple[Facet, ...]:
        criteria = [Facet(name, str(each), as_menu=True, every="Toutes") for name, each in self.criteria.items()]
        return (*self.facets, *criteria)

    def index(self, facet: Facet) -> Index:
        return self.index_criterion(self.criteria[facet.name]) if facet.name in self.criteria else super().index(facet)

    def index_statut(self) -> Index:
        items = merged((status, {number}) for number, status in self.everything.order_by().values_list("pk", "status"))
        return Index({str(status): str(label) for status, label in Status.choices}, items)

    @cached_property
    def answers(self) -> dict[int, dict[int, dict[str, str]]]:
        """criterion → assembly → point ("" for the whole criterion) → state."""
        found = CriterionAnswer.objects.filter(criterion__in=[each.pk for each in self.criteria.values()]).order_by()
        given: dict[int, dict[int, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
        for page, criterion, point, state in found.values_list("page_id", "criterion_id", "point__key", "state"):
            given[criterion][page][point or ""] = state
        return given

    def index_criterion(self, criterion: Criterion) -> Index:
        """No answer at all is «non documenté» too."""
        points = [point.key for point in criterion.points.all()]
        given = self.answers[criterion.pk].items()
        items = merged((criterion_state(points, answers), {page}) for page, answers in given)
        answered = set().union(*items.values())
        items.setdefault(AnswerState.UNDOCUMENTED, set()).update(self.shown - answered)
        return Index({str(state): str(label) for state, label in AnswerState.choices}, items)

    def in_order(self, order: str) -> list[int] | None:
        """The usual order of the list has counter-examples last."""
        return None if order == BY_PLACE else super().in_order(order)

    def order_recentes(self) -> list[int]:
        return list(self.everything.order_by("-first_published_at", "-pk").values_list("pk", flat=True))
