"""«Qui me ressemble ?»: what assemblies are compared by."""

from typing import ClassVar

from django.db.models import QuerySet

from casestudies.across.enums import Band, Draw, Pay
from casestudies.evidence.assembly import AssemblyPage
from casestudies.evidence.enums import FactKey, Status
from casestudies.evidence.facts import Fact, GenerationRoute
from hub.community.enums import AuthorityKind
from hub.community.territories import territory_label
from hub.core.lists.inventory import Facet, Filters, Index, merged
from hub.french.sorting import sort_key

COUNTRY = "pays"
BY_PLACE, BY_POPULATION = "collectivite", "population"


def everything() -> QuerySet:
    """Every assembly but counter-examples, in alphabetical order: never a ranking."""
    pages = AssemblyPage.objects.visible_to_all().filter(is_counter_example=False)
    return pages.order_by("authority__short_name__french", "title__french", "pk")


class Likeness(Filters):
    """`?habitants=50-200&echelle=commune&pays=FR&statut=active&tirage=total&indemnite=oui`."""

    facets: ClassVar[tuple[Facet, ...]] = (
        Facet("habitants", "Population", as_menu=True, every="toutes"),
        Facet("echelle", "Échelle", as_menu=True, every="toutes"),
        Facet(COUNTRY, "Pays", as_menu=True, every="tous"),
        Facet("statut", "Statut", as_menu=True, every="tous"),
        Facet("tirage", "Entrée", as_menu=True, every="toutes"),
        Facet("indemnite", "Indemnité", as_menu=True, every="toutes"),
    )
    orders = {BY_PLACE: "Collectivité, de A à Z", BY_POPULATION: "Population, de la plus petite à la plus grande"}

    def _index(self, labels: dict[str, str], name: str) -> Index:
        items = merged((str(value), {number}) for number, value in self.everything.order_by().values_list("pk", name))
        return Index({value: label for value, label in labels.items() if value in items}, items)

    def index_habitants(self) -> Index:
        rows = self.everything.order_by().values_list("pk", "authority__population")
        return _chosen(Band, merged((Band.of(population), {number}) for number, population in rows))

    def index_echelle(self) -> Index:
        return self._index({str(kind): str(label) for kind, label in AuthorityKind.choices}, "authority__kind")

    def index_pays(self) -> Index:
        codes = set(self.everything.order_by().values_list("authority__country", flat=True))
        labels = sorted((sort_key(territory_label(code, "")), code) for code in codes)
        return self._index({code: territory_label(code, "") for _, code in labels}, "authority__country")

    def index_statut(self) -> Index:
        return self._index({str(status): str(label) for status, label in Status.choices}, "status")

    def index_tirage(self) -> Index:
        """From the latest generation that says how people entered."""
        routes = GenerationRoute.objects.filter(generation__page__in=self.numbers)
        order = ("generation__page", "generation__sort_order", "generation", "pk")
        latest: dict[int, tuple[int, list[str]]] = {}
        for page, generation, route in routes.order_by(*order).values_list("generation__page", "generation", "route"):
            known = latest.get(page)
            latest[page] = (generation, [*(known[1] if known and known[0] == generation else []), route])
        said = {number: latest[number][1] if number in latest else [] for number in self.numbers}
        return _chosen(Draw, merged((Draw.of(ways), {number}) for number, ways in said.items()))

    def index_indemnite(self) -> Index:
        facts = Fact.objects.filter(page__in=self.numbers, key=FactKey.COMPENSATION).order_by()
        kinds: dict[int, list[str]] = {number: [] for number in self.numbers}
        for page, kind in facts.values_list("page", "compensation_type"):
            kinds[page].append(kind)
        return _chosen(Pay, merged((Pay.of(said), {number}) for number, said in kinds.items()))

    def order_population(self) -> list[int]:
        """Those whose population is not known come last."""
        people = dict(self.everything.order_by().values_list("pk", "authority__population"))
        return sorted(self.numbers, key=lambda number: (people[number] is None, people[number] or 0))


def _chosen(kind: type[Band | Draw | Pay], items: dict[str, set[int]]) -> Index:
    return Index({str(value): str(label) for value, label in kind.choices if value in items}, items)
