"""Words: themes with their questions, the definition with its criteria, terms of the glossary."""

from glossary.models import (
    Criterion,
    CriterionPoint,
    DefinitionVersion,
    EquivalentWords,
    Term,
    Theme,
    ThemeQuestion,
    ThemeRequest,
)
from hub.home.site_tree.data import Created, Row, attach, fill, read


def load_themes(*, created: Created) -> dict[str, Theme]:
    """The six themes, by slug, in the order of the file."""
    rows = [{**row, "order": order} for order, row in enumerate(read("themes"), 1)]
    return fill(Theme, rows, make=_theme, identities=[("slug",), ("label",)], created=created)


def _theme(row: Row) -> Theme:
    theme = Theme(**{name: row[name] for name in ("slug", "label", "short_label", "order")})
    attach(
        theme,
        questions=[ThemeQuestion(text=text) for text in row["questions"]],
        requests=[ThemeRequest(**wanted) for wanted in row["wanted"]],
    )
    return theme


def load_criteria(*, created: Created) -> dict[int, Criterion]:
    """The criteria of the first version of the definition, by number; in force unless another version is."""
    row = read("definition")
    versions = fill(DefinitionVersion, [row], make=_definition, identities=[("number",)], created=created)
    return {criterion.number: criterion for criterion in versions[row["number"]].criteria.all()}


def _definition(row: Row) -> DefinitionVersion:
    is_current = DefinitionVersion.objects.current() is None
    version = DefinitionVersion(number=row["number"], note=row["note"], is_current=is_current)
    attach(version, criteria=[_criterion(line) for line in row["criteria"]])
    return version


def _criterion(row: Row) -> Criterion:
    criterion = Criterion(**{name: row[name] for name in ("number", "label", "wording")})
    attach(criterion, points=[CriterionPoint(**point) for point in row["points"]])
    return criterion


def load_terms(*, themes: dict[str, Theme], created: Created) -> None:
    """The glossary and equivalent words. A term refers to others: references are written once all exist."""
    rows = read("terms")
    fresh: list[tuple[Term, Row]] = []

    def make(row: Row) -> Term:
        term = _term(row)
        fresh.append((term, row))
        return term

    terms = fill(Term, rows, make=make, identities=[("slug",), ("name",)], created=created)
    _load_equivalents(created)
    for term, row in fresh:
        term.see_also.add(*(terms[slug] for slug in row["see"]))
        term.themes.add(*(themes[slug] for slug in row["themes"]))


def _term(row: Row) -> Term:
    texts = {name: row[name] for name in ("slug", "name", "definition", "easy_definition")}
    lists = {name: "\n".join(row[name]) for name in ("forms", "equivalents")}
    return Term(**texts, **lists, is_starter=True)


def _load_equivalents(created: Created) -> None:
    """Words that people type for one another."""
    fill(EquivalentWords, read("equivalents"), make=_equivalents, identities=[("word",)], created=created)


def _equivalents(row: Row) -> EquivalentWords:
    return EquivalentWords(word=row["word"], others="\n".join(row["others"]))
