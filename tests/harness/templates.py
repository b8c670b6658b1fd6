"""A variable that one of our templates names and nobody gives is a mistake: the test fails and says where."""

import sys
from pathlib import Path

from django.template import engines
from django.template.base import FilterExpression, Node


class UnknownVariableError(AssertionError):
    """Our template names a variable that its context lacks; `|default:…` or `{% if %}` says that it may be absent."""


class UnknownVariable(str):
    """Stands for Django's `string_if_invalid`, whose truth Django asks each time a variable is missing.

    Third-party templates count on the silent empty string and get it; ours raise.
    """

    __slots__ = ("root",)
    root: Path

    def __new__(cls, root: Path) -> "UnknownVariable":
        mark = super().__new__(cls, "")
        mark.root = root
        return mark

    def __bool__(self) -> bool:
        frame = sys._getframe(1)
        expression = frame.f_locals.get("self")
        if not isinstance(expression, FilterExpression) or _is_optional(expression):
            return False
        while (caller := frame.f_back) is not None:
            frame = caller
            node = frame.f_locals.get("self")
            origin = getattr(node, "origin", None) if isinstance(node, Node) else None
            if origin is not None:
                self._refuse_ours(expression, str(origin.name))
                return False
        return False

    def _refuse_ours(self, expression: FilterExpression, template: str) -> None:
        path = Path(template)
        if path.is_relative_to(self.root) and "site-packages" not in path.parts:
            raise UnknownVariableError(f"{path.relative_to(self.root)}: unknown variable {{{{ {expression} }}}}")


def _is_optional(expression: FilterExpression) -> bool:
    return bool(expression.filters) and expression.filters[0][0].__name__ == "default"


def refuse_unknown_variables(root: Path) -> None:
    """Make every Django template engine of this process refuse them in templates below `root`."""
    for backend in engines.all():
        backend.engine.string_if_invalid = UnknownVariable(root)
