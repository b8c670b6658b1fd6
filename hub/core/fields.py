"""Model fields every app may use."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.fields import StreamField

from hub.core.dates.when import When
from hub.core.dates.when_widget import WhenFormField


class BodyField(StreamField):
    """A StreamField whose block definitions stay out of migrations, which would otherwise grow without bound."""

    def __init__(self, block_types: Any = (), **kwargs: Any) -> None:
        super().__init__(block_types, **kwargs)

    def deconstruct(self) -> tuple[str, str, list, dict]:
        name, path, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs


class WhenField(models.CharField):
    """A `hub.core.dates.when.When`, stored as its short text; empty means «to be defined»."""

    if TYPE_CHECKING:  # what type checkers read of a field
        _pyi_private_set_type: When | str  # type: ignore[assignment]  # not a str
        _pyi_private_get_type: When  # type: ignore[assignment]  # not a str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 80)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", When)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str, expression: Any, connection: Any) -> When:
        return When.parse(value)

    def to_python(self, value: Any) -> When:
        if isinstance(value, When):
            return value
        try:
            return When.parse(value or "")
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def get_prep_value(self, value: Any) -> str:
        return str(self.to_python(value))

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))

    def run_validators(self, value: When) -> None:
        super().run_validators(str(value))

    def formfield(self, **kwargs: Any) -> Any:
        kwargs.pop("max_length", None)
        # A default that is called would have Django compare what is sent with a hidden copy, which editors may lack.
        defaults = {"form_class": WhenFormField, "show_hidden_initial": False}
        return super(models.CharField, self).formfield(**{**defaults, **kwargs})
