"""What one source of news says, without the others."""

from hub.core.registries import Line, NewsSource


def lines_of_source(source: NewsSource) -> list[Line]:
    """All that anybody may read, with their themes, oldest first."""
    rows = list(source.rows(None).order_by(source.at, "pk"))
    themes: dict[int, set[int]] = {row.pk: set() for row in rows}
    for number, theme in source.themes(list(themes)):
        themes[number].update([theme] if theme else [])
    return [Line(getattr(row, source.at), row.pk, frozenset(themes[row.pk])) for row in rows]
