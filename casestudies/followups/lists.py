"""What the pages of the register show, in a constant number of queries."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from casestudies.evidence.assembly import AssemblyPage
from casestudies.evidence.enums import FactKey
from casestudies.evidence.facts import Fact
from casestudies.evidence.source import Sourced, citations
from casestudies.followups.enums import Standing
from casestudies.followups.exports import RECOMMENDATIONS, for_export
from casestudies.followups.filters import RegisterFilters
from casestudies.followups.recommendation import Recommendation, counts
from hub.core.exports import few_at_a_time, loading
from hub.core.forms import QueryForm
from hub.core.lists.asked import Asked
from hub.core.lists.kept import kept
from hub.core.lists.offered import Offered
from hub.core.tabular import table_file

#: Recommendations of the same assembly shown below one of them.
OTHERS = 4
#: Recommendations, and rules, of one page: each has its sources below.
ROWS, RULES = 6, 20
#: Assemblies whose first demand is looked for, by name.
FIRSTS = 12
#: Subjects that say who answers, and how.
RULE_KEYS = (FactKey.FOLLOW_UP, FactKey.RIGHT_OF_FOLLOW_UP)
#: Names of the list and of its file.
NAME = "suites"


def _everything() -> Any:
    return Recommendation.objects.visible_to_all()


def asked_of_register(request: HttpRequest) -> Offered:
    """What the register answers; what it holds is kept until the content changes, and for the day."""
    filters = RegisterFilters(_everything)
    inventory = kept(f"register {filters.today}", filters.inventory)
    return Offered(Asked(request.GET, inventory, filters.orders), inventory, filters)


def register_page(answer: Offered) -> dict[str, Any]:
    """The list, its filters and, below everything, what is missing."""
    items = answer.page_of(lambda numbers: _everything().with_states().in_bulk(numbers), ROWS)
    is_whole = items.number == 1 and not answer.asked.is_narrowed
    return {
        "query": answer.asked,
        "pills": answer.asked.pills(),
        "offers": answer.offers(),
        "items": items,
        "total": answer.total,
        "places": sum(map(bool, answer.inventory.indexes["assemblee"].items.values())),
        "wanted": kept("wanted in the register", what_is_wanted) if is_whole else {},
        **citations(source for each in items for source in each.row_sources),
    }


def rules_page(query: QueryForm) -> dict[str, Any]:
    """Who has to answer, and how, as assemblies say it."""
    items = query.paginate(follow_up_rules(), RULES)
    return {"items": items, "rules": items.object_list, **citations(s for rule in items for s in rule.sources)}


def register_file(request: HttpRequest, answer: Offered) -> HttpResponseBase:
    """Exactly what is found, in the order asked, all pages at once."""
    rows = RECOMMENDATIONS.rows(few_at_a_time(answer.found, loading(lambda: for_export(_everything()))))
    return table_file(request, RECOMMENDATIONS, rows, name=f"{NAME}.{answer.asked.file_format}")


def follow_up_rules() -> list[Fact]:
    """What assemblies gave themselves as a rule: what is known about follow-ups, and is no dated event."""
    visible = AssemblyPage.objects.visible_to_all().order_by().values("pk")
    rules = Fact.objects.filter(page__in=visible, key__in=RULE_KEYS, valid_on="").exclude(confidence="unknown")
    related = ("page__authority", *Sourced.SOURCE_FIELDS)
    in_order = ("page__authority__short_name__french", "page", "sort_order", "pk")
    return list(rules.select_related(*related).order_by(*in_order))


def rules_of(page: AssemblyPage) -> list[Fact]:
    return [fact for fact in follow_up_rules() if fact.page_id == page.pk]


def what_is_wanted() -> dict[str, Any]:
    """What keeps a line from being written: wordings, answers, a first demand."""
    today = timezone.localdate()
    found = list(_everything().standing())
    seen = {each.assembly_id for each in found}
    names = dict.fromkeys(fact.page.authority.short_name for fact in follow_up_rules() if fact.page_id not in seen)
    open_ones = (Standing.NO_ANSWER, Standing.TO_LOOK_FOR, Standing.UNDATED)
    return {
        "wordings": sum(not each.wording for each in found),
        "answers": sum(each.standing(today) in open_ones for each in found),
        "firsts": list(names)[:FIRSTS],
    }


def of_assembly(page: AssemblyPage, query: QueryForm, today: date) -> dict[str, Any]:
    """The recommendations of one assembly, latest first, counted in words; twelve at a time."""
    of_page = _everything().filter(assembly=page)
    read = sorted(of_page.standing(), key=lambda each: (str(each.since), each.pk), reverse=True)
    items = query.paginate(read)
    loaded = of_page.with_states().in_bulk([each.pk for each in items])
    items.object_list = [loaded[each.pk] for each in items.object_list if each.pk in loaded]
    return {"items": items, "counted": counts(read, today)}


def others_of(recommendation: Recommendation) -> list[Recommendation]:
    """The latest others of the same assembly."""
    others = _everything().filter(assembly=recommendation.assembly_id).exclude(pk=recommendation.pk)
    return list(others.with_states().order_by("-made_on", "-pk")[:OTHERS])
