"""The default cache: in the memory of each process, except what all processes must agree on."""

from typing import Any

from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache

#: Keys of django-allauth: attempts per address, codes of a second factor already used.
SHARED_PREFIX = "allauth"


class SplitCache(LocMemCache):
    """Local memory; allauth, which knows only the default cache, is led to the alias `shared`, in the database.

    Two processes then count attempts together, and pages still don't ask the database for what Wagtail keeps here.
    """

    def _shared(self, key: Any) -> BaseCache | None:
        return caches["shared"] if str(key).startswith(SHARED_PREFIX) else None

    def add(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        shared = self._shared(key)
        return shared.add(key, *args, **kwargs) if shared else super().add(key, *args, **kwargs)

    def get(self, key: Any, *args: Any, **kwargs: Any) -> Any:
        shared = self._shared(key)
        return shared.get(key, *args, **kwargs) if shared else super().get(key, *args, **kwargs)

    def set(self, key: Any, *args: Any, **kwargs: Any) -> None:
        shared = self._shared(key)
        return shared.set(key, *args, **kwargs) if shared else super().set(key, *args, **kwargs)

    def delete(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        shared = self._shared(key)
        return shared.delete(key, *args, **kwargs) if shared else super().delete(key, *args, **kwargs)
