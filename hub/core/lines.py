"""Short texts of models, without what nobody sees."""

from collections.abc import Collection

from django.db import models

from hub.core.validators import visible


class VisibleLines:
    """For models: titles, names and other short texts lose what nobody sees before they are checked."""

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        for field in self._meta.concrete_fields:  # type: ignore[attr-defined]  # of the model
            value = getattr(self, field.attname)
            if isinstance(field, models.CharField) and isinstance(value, str) and field.name not in (exclude or ()):
                setattr(self, field.attname, visible(value))
        super().clean_fields(exclude=exclude)  # type: ignore[misc]  # a mixin of models
