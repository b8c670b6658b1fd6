"""Official names of authorities, for the field where an organiser types one."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from hub.community.authority_forms import FRANCE, SuggestionForm
from hub.community.enums import AuthorityKind
from hub.community.models import Authority
from hub.community.official import Official, lists
from hub.community.territories import territory_label


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """`?q=…`: those whose name begins so, with what the form asks about each. One query, whatever is found."""
    if not (request.user.has_perm("community.add_authority") or request.user.has_perm("community.change_authority")):
        raise PermissionDenied
    found = lists().search(SuggestionForm(request.GET).text)
    stored = Authority.objects.filter(country=FRANCE, insee_code__in=[each.code for each in found])
    known = set(stored.values_list("kind", "insee_code")) if found else set()
    return JsonResponse({"suggestions": [_suggestion(each, (each.kind, each.code) in known) for each in found]})


def _suggestion(official: Official, is_known: bool) -> dict[str, object]:
    place = f", {territory_label(FRANCE, official.department)}" if official.department else ""
    values = {
        "name": official.name,
        "article": official.article,
        "short_name": official.short_name,
        "kind": official.kind,
        "country": FRANCE,
        "department_code": official.department,
        "insee_code": official.code,
        "population": official.population or "",
        "population_source": lists().source if official.population else "",
    }
    return {
        "kind": AuthorityKind(official.kind).label,
        "title": f"{official.name}{place}{', déjà sur le site' if is_known else ''}",
        "values": values,
    }
