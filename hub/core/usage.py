"""What would break if an object were deleted. Wagtail's own index of references leaves many-to-many relations out."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.http import HttpRequest
from wagtail.admin import messages
from wagtail.models import ReferenceIndex

from hub.french.sorting import sort_key

#: Names shown before «et d’autres».
SHOWN = 8


def kept_because_used(request: HttpRequest, instances: Iterable[models.Model]) -> bool:
    """Whether something relies on one of `instances`; then a message says what relies on which."""
    used = {instance: names for instance in instances if (names := uses(instance))}
    for instance, names in used.items():
        more = " et d’autres" if len(names) > SHOWN else ""
        messages.error(
            request,
            f"« {instance} » n’est pas supprimé, car il sert ici : {', '.join(names[:SHOWN])}{more}. "
            "Retirez-le d’abord de ces endroits.",
        )
    return bool(used)


def uses(instance: models.Model) -> list[str]:
    """Names of the objects that rely on `instance`, each once, in alphabetical order."""
    names = {str(user) for user in users(instance)} or {str(user) for user in _refusing(instance)}
    return sorted(names, key=sort_key)


def users(instance: models.Model) -> Iterator[Any]:
    """The objects that rely on `instance`; one that does so in several ways may come several times."""
    for user, _ in ReferenceIndex.get_grouped_references_to(instance):
        yield user
    for relation in instance._meta.related_objects:
        # A relation of a model with itself, such as «voir aussi», has no name on the other side.
        if relation.many_to_many and (name := relation.get_accessor_name()):
            yield from getattr(instance, name).all()


def _refusing(instance: models.Model) -> Iterable[Any]:
    """What makes the database refuse, should the index of references be late."""
    try:
        Collector(DEFAULT_DB_ALIAS, origin=instance).collect([instance])
    except ProtectedError as refusal:
        return refusal.protected_objects
    except RestrictedError as refusal:
        return refusal.restricted_objects
    return ()
