"""Small faults of a Python file, as somebody might type them: a bound, a window, a condition, a forgotten line.

Texts, logs, annotations and sizes of fields are left alone: no reader of tests would ask that they be held.
"""

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
#: Ends of what queries ask (`starts_at__lt=…`), methods and functions that are easily taken for one another.
LOOKUPS = {"lt": "lte", "lte": "lt", "gt": "gte", "gte": "gt"}
METHODS = {"filter": "exclude", "exclude": "filter", "first": "last", "last": "first"}
FUNCTIONS = {"min": "max", "max": "min", "any": "all", "all": "any"}
#: What is said to machines and to nobody else.
SILENT_CALLS = {"debug", "info", "warning", "error", "exception", "log"}
LEFT_ALONE = {"max_length", "min_length", "max_digits", "decimal_places", "stacklevel", "verbosity", "order", "strict"}
#: Of data classes.
LEFT_ALONE |= {"frozen", "eq", "slots", "kw_only"}
PLAIN_DECORATORS = {"property", "cached_property", "classmethod", "staticmethod", "dataclass", "register", "receiver"}

Edit = Callable[[], None]


@dataclass(frozen=True)
class Mutant:
    path: str
    number: int
    line: int
    #: First and last line of its statement: tests are known by lines.
    lines: tuple[int, int]
    change: str
    #: The function that holds it. Empty where the line runs when the module is loaded; then it gives `name` a value.
    function: str
    name: str

    @property
    def title(self) -> str:
        return f"{self.path}: {self.function or 'module'}: {self.change}"


def mutants_of(path: str, source: str) -> list[Mutant]:
    found, times = [], Counter[tuple[str, str]]()
    for number, (place, change, _) in enumerate(_changes(ast.parse(source))):
        times[place.function, change] += 1
        again = times[place.function, change]
        named = change if again == 1 else f"{change} ({again})"
        found.append(Mutant(path, number, place.line, place.lines, named, place.function, place.name))
    return found


def mutated(source: str, number: int) -> ast.Module:
    """The file with its change of that `number`."""
    tree = ast.parse(source)
    edit = [edit for _, _, edit in _changes(tree)][number]
    edit()
    return ast.fix_missing_locations(tree)


@dataclass(frozen=True)
class _Place:
    line: int = 0
    lines: tuple[int, int] = (0, 0)
    function: str = ""
    name: str = ""
    #: As `__qualname__` says it, of what stands around.
    qualified: str = ""


def _changes(tree: ast.Module) -> Iterator[tuple[_Place, str, Edit]]:
    for node, place in list(_walk(tree, _Place())):
        for after, edit in _edits(node):
            shown = node.test if isinstance(node, ast.If | ast.IfExp) else node
            yield place, f"{_short(ast.unparse(shown))} → {after}", edit


def _walk(node: ast.AST, place: _Place) -> Iterator[tuple[ast.AST, _Place]]:
    """Every node that may change, with where it stands."""
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)):
        return
    if isinstance(node, ast.keyword) and node.arg in LEFT_ALONE:
        return
    if isinstance(node, ast.stmt):
        place = replace(place, lines=_lines(node), name=_given(node))
    place = replace(place, line=getattr(node, "lineno", place.line))
    yield node, place
    is_function = isinstance(node, ast.FunctionDef)
    qualified = place.qualified
    if is_function or isinstance(node, ast.ClassDef):
        qualified = f"{qualified}.{node.name}".lstrip(".")
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns"}:
            continue
        function = place.function or (qualified if is_function and field == "body" else "")
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _walk(child, replace(place, function=function, qualified=qualified))


def _given(node: ast.stmt) -> str:
    """The name that a line gives a value to."""
    target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
    return getattr(target, "id", getattr(node, "name", ""))


def _lines(node: ast.stmt) -> tuple[int, int]:
    """Of a block, those of its head; all of a function, which its decorators change."""
    if isinstance(node, ast.FunctionDef):
        return node.lineno, node.end_lineno or node.lineno
    body = getattr(node, "body", None)
    last = body[0].lineno - 1 if body else node.end_lineno or node.lineno
    return node.lineno, max(node.lineno, last)


def _edits(node: ast.AST) -> Iterator[tuple[str, Edit]]:
    for kind in (_conditions, _values, _calls, _statements, _tables):
        yield from kind(node)


def _conditions(node: ast.AST) -> Iterator[tuple[str, Edit]]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARISONS:
        wanted = COMPARISONS[type(node.ops[0])]()
        yield wanted.__class__.__name__, lambda: node.ops.__setitem__(0, wanted)
    elif isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield other.__class__.__name__, lambda: setattr(node, "op", other)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "without «not»", lambda: (setattr(node, "op", ast.Not()), setattr(node, "operand", _denied(node.operand)))
    elif isinstance(node, ast.If | ast.IfExp):
        yield "never", lambda: setattr(node, "test", ast.Constant(value=False))
        if not isinstance(node.test, ast.Compare | ast.UnaryOp):
            yield "if not", lambda: setattr(node, "test", _denied(node.test))
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield "without its «if»", lambda: node.ifs.clear()


def _values(node: ast.AST) -> Iterator[tuple[str, Edit]]:
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield str(not node.value), lambda: setattr(node, "value", not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        value = node.value
        yield str(value + 1), lambda: setattr(node, "value", value + 1)
        yield str(value - 1), lambda: setattr(node, "value", value - 1)
    elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in OPERATORS and not _is_text(node):
        wanted = OPERATORS[type(node.op)]()
        yield wanted.__class__.__name__, lambda: setattr(node, "op", wanted)
    elif isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield "return None", lambda: setattr(node, "value", ast.Constant(value=None))


def _calls(node: ast.AST) -> Iterator[tuple[str, Edit]]:
    if isinstance(node, ast.keyword) and node.arg:
        head, _, lookup = node.arg.rpartition("__")
        if head and lookup in LOOKUPS:
            yield f"{head}__{LOOKUPS[lookup]}", lambda: setattr(node, "arg", f"{head}__{LOOKUPS[lookup]}")
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
        func, wanted = node.func, METHODS[node.func.attr]
        if wanted in {"first", "last"} and "pk=" in ast.unparse(func):
            return  # the first of one is the last
        yield f".{wanted}()", lambda: setattr(func, "attr", wanted)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS:
        name, instead = node.func, FUNCTIONS[node.func.id]
        yield f"{instead}()", lambda: setattr(name, "id", instead)


def _statements(node: ast.AST) -> Iterator[tuple[str, Edit]]:
    """Lines left out, and decorators."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and not _is_silent(node.value):
        yield "nothing", lambda: setattr(node, "value", ast.Constant(value=None))
    for place, decorator in enumerate(getattr(node, "decorator_list", ())):
        if _last_name(decorator) not in PLAIN_DECORATORS and "." not in ast.unparse(decorator).partition("(")[0]:
            decorators = node.decorator_list  # type: ignore[attr-defined]  # there is one
            yield f"without @{ast.unparse(decorator)}", _drop(decorators, place)


def _tables(node: ast.AST) -> Iterator[tuple[str, Edit]]:
    """Rows of tables: one is forgotten."""
    if isinstance(node, ast.Set) and len(node.elts) > 1:
        for place, element in enumerate(node.elts):
            yield f"without {_short(ast.unparse(element))}", _drop(node.elts, place)


def _drop(rows: list, place: int) -> Edit:
    return lambda: rows.__delitem__(place)


def _denied(node: ast.expr) -> ast.expr:
    return ast.copy_location(ast.UnaryOp(op=ast.Not(), operand=node), node)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_text(node: ast.BinOp | ast.AugAssign) -> bool:
    """Putting texts, lists or types together: another sign would only break at once."""
    parts = (node.value,) if isinstance(node, ast.AugAssign) else (node.left, node.right)
    kinds = ast.JoinedStr | ast.List | ast.ListComp | ast.Tuple
    return any(
        isinstance(part, kinds) or _is_none(part) or isinstance(getattr(part, "value", None), str) for part in parts
    )


def _is_silent(call: ast.Call) -> bool:
    return _last_name(call) in SILENT_CALLS


def _last_name(node: ast.expr) -> str:
    return ast.unparse(node).partition("(")[0].rpartition(".")[2]


def _short(text: str) -> str:
    return text.partition("\n")[0][:70]
