"""What facts rest on and whom they are about: sources and public authorities."""

from casestudies.models import Source
from hub.community.models import Authority
from hub.home.site_tree.data import Created, Row, fill, read
from hub.home.site_tree.text import Sources

SOURCE_FIELDS = ("key", "publisher", "title", "url", "kind", "published_on", "note")
AUTHORITY_FIELDS = (
    "slug",
    "name",
    "article",
    "short_name",
    "kind",
    "country",
    "insee_code",
    "department_code",
    "population",
)


def load_sources(*, created: Created) -> Sources:
    """Every source, by key."""
    return fill(Source, read("sources"), make=_source, identities=[("key",)], created=created)


def _source(row: Row) -> Source:
    source = Source(**{name: row[name] for name in SOURCE_FIELDS}, language=row.get("language", "fr"))
    source.clean_fields()
    return source


def load_authorities(*, sources: Sources, created: Created) -> dict[str, Authority]:
    """Every authority, by slug; one that editors made under another slug is known by its code."""

    def make(row: Row) -> Authority:
        origin = sources.get(row["population_source"])
        values = {name: row[name] for name in AUTHORITY_FIELDS}
        return Authority(**values, population_source=str(origin) if origin else "")

    identities = [("slug",), ("country", "kind", "insee_code")]
    return fill(Authority, read("authorities"), make=make, identities=identities, created=created)


def cited(row: Row, sources: Sources) -> dict[str, Source]:
    """The sources of a line, as the fields of `Sourced`."""
    names = ("source", "second_source", "third_source")
    return {name: sources[key] for name, key in zip(names, row["sources"], strict=False)}
