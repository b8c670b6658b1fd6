"""Rules of the administration that hold for all apps."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages

from hub.core.usage import uses

#: Names shown before «et d’autres».
SHOWN = 8


@hooks.register("before_delete_snippet")
def keep_what_is_used(request: HttpRequest, instances: list[models.Model]) -> HttpResponse | None:
    """Whatever something else relies on is not deleted; the message says what relies on it."""
    used = {instance: names for instance in instances if (names := uses(instance))}
    if not used:
        return None
    for instance, names in used.items():
        more = " et d’autres" if len(names) > SHOWN else ""
        messages.error(
            request,
            f"« {instance} » n’est pas supprimé, car il sert ici : {', '.join(names[:SHOWN])}{more}. "
            "Retirez-le d’abord de ces endroits.",
        )
    first: Any = next(iter(used))
    if len(instances) == 1:
        return redirect(first.snippet_viewset.get_url_name("edit"), first.pk)
    return redirect(first.snippet_viewset.get_url_name("list"))
