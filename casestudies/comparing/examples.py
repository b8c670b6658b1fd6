"""Published assemblies that meet a criterion, wholly or in part, with their reason and source."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from casestudies.evidence.assembly import IS_EXAMPLE, AssemblyPage
from casestudies.evidence.enums import AnswerState
from casestudies.evidence.facts import CriterionAnswer
from glossary.models import Criterion

#: How many examples stand under one criterion.
MOST = 2
GOOD = (AnswerState.YES, AnswerState.PARTLY)


def examples(criteria: Iterable[Criterion]) -> dict[int, list[CriterionAnswer]]:
    """A few answers per criterion (by its pk), in two queries. Assemblies take turns, so that many are shown."""
    pages = AssemblyPage.objects.visible_to_all().filter(IS_EXAMPLE)
    found = CriterionAnswer.objects.filter(page__in=pages, criterion__in=list(criteria), state__in=GOOD)
    rows = found.order_by("page__authority__short_name__french", "page__title__french", "page_id", "sort_order", "pk")
    each = defaultdict(list)
    for answer, page, criterion in rows.values_list("pk", "page_id", "criterion_id"):
        each[criterion].append((page, answer))
    shown: Counter[int] = Counter()
    chosen = {criterion.pk: _taken_in_turn(each[criterion.pk], shown) for criterion in criteria}
    wanted = [answer for answers in chosen.values() for answer in answers]
    loaded = CriterionAnswer.objects.select_related("page__authority", "point", "source").in_bulk(wanted)
    return {
        criterion: [loaded[answer] for answer in answers if answer in loaded] for criterion, answers in chosen.items()
    }


def _taken_in_turn(offered: list[tuple[int, int]], shown: Counter[int]) -> list[int]:
    """One answer of each of at most `MOST` pages, those shown least so far first; `shown` is kept up to date."""
    first: dict[int, int] = {}
    for page, answer in offered:
        first.setdefault(page, answer)
    pages = sorted(first, key=lambda page: shown[page])[:MOST]
    shown.update(pages)
    return [first[page] for page in pages]
