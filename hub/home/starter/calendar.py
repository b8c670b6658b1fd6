"""The first cycle: outside events and workshops, with their honest dates.

The founding text gives days and months without a year: whoever loads the content says which year it is.
"""

from glossary.models import Theme
from hub.community.models import Authority
from hub.core.dates.when import When
from hub.core.models import BasePage
from hub.home.site_tree import tree
from hub.home.site_tree.data import Created, Row, attach, fill, read
from workshops.models import AgendaItem, Cycle, OutsideEvent, WorkshopPage, WorkshopPartner

COPIED_FIELDS = ("slug", "title", "certainty", "mode", "theme_open", "fallback_condition", "wording", "introduction")
AGENDA_FIELDS = ("part", "title", "minutes", "speaker", "note")


def load_calendar(
    *,
    parent: BasePage,
    year: int,
    live: bool,
    themes: dict[str, Theme],
    authorities: dict[str, Authority],
    created: Created,
) -> dict[str, WorkshopPage]:
    """Every workshop, by slug. A fallback stands in the file after the workshop that it replaces."""
    content = read("workshops")
    rows = content["workshops"]
    cycle = load_cycle(content["cycle"], year=year, created=created)
    events = load_events(content["outside_events"], created=created)
    pages = tree.existing(WorkshopPage, parent=parent, slugs=[row["slug"] for row in rows])
    for row in rows:
        if row["slug"] in pages:
            continue
        page = _workshop(row, year=year, authorities=authorities)
        page.cycle = cycle
        page.host_event = events.get(row["host_event"])
        page.fallback_for = pages.get(row["fallback_for"])
        page.themes = [themes[slug] for slug in row["themes"]]
        tree.add(page, parent=parent, live=live)
        pages[row["slug"]] = page
        created[WorkshopPage] += 1
    return pages


def load_cycle(row: Row, *, year: int, created: Created) -> Cycle:
    def make(row: Row) -> Cycle:
        return Cycle(**row, period=str(year))

    return fill(Cycle, [row], make=make, identities=[("slug",)], created=created)[row["slug"]]


def load_events(rows: list[Row], *, created: Created) -> dict[str, OutsideEvent]:
    """Outside events, by slug. Their own dates are not in the founding text."""

    def make(row: Row) -> OutsideEvent:
        return OutsideEvent(slug=row["slug"], name=row["name"], acronym=row["acronym"], edition=row["format_note"])

    return fill(OutsideEvent, rows, make=make, identities=[("slug",)], created=created)


def _workshop(row: Row, *, year: int, authorities: dict[str, Authority]) -> WorkshopPage:
    values = {name: row[name] for name in COPIED_FIELDS}
    when = When.parse(row["when"].replace("{year}", str(year)))
    page = WorkshopPage(**values, when=when, year_assumed=bool(when))
    partners = [(authorities[partner["authority"]], partner["certainty"]) for partner in row["partners"]]
    attach(
        page,
        partners=[WorkshopPartner(authority=authority, certainty=certainty) for authority, certainty in partners],
        agenda=[_moment(item, authorities=authorities) for item in row["agenda"]],
    )
    return page


def _moment(row: Row, *, authorities: dict[str, Authority]) -> AgendaItem:
    return AgendaItem(**{name: row[name] for name in AGENDA_FIELDS}, authority=authorities.get(row["authority"]))
