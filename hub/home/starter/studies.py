"""Case studies, in their two parts."""

from collections.abc import Iterable

from casestudies.models import AssemblyPage, CaseStudyPage
from glossary.models import Theme
from hub.core.models import BasePage
from hub.home.site_tree import text, tree
from hub.home.site_tree.data import Created, Row, read
from hub.home.site_tree.text import Sources
from workshops.models import WorkshopPage

COPIED_FIELDS = ("slug", "title", "figure", "figure_unit", "practice_summary", "outcome_summary")


def load_studies(
    *,
    parent: BasePage,
    live: bool,
    themes: dict[str, Theme],
    sources: Sources,
    assemblies: dict[str, AssemblyPage],
    workshops: dict[str, WorkshopPage],
    created: Created,
) -> None:
    """Every case study; the first of the file is published last, for lists show the latest first."""
    rows = read("case_studies")
    pages = tree.existing(CaseStudyPage, parent=parent, slugs=[row["slug"] for row in rows])
    for row in reversed([row for row in rows if row["slug"] not in pages]):
        page = _study(row, sources=sources, themes=themes)
        page.assemblies = [assemblies[slug] for slug in row["assemblies"]]
        page.themes = [themes[slug] for slug in row["themes"]]
        page.workshops = _on_same_themes(page, workshops.values())
        tree.add(page, parent=parent, live=live)
        created[CaseStudyPage] += 1


def _study(row: Row, *, sources: Sources, themes: dict[str, Theme]) -> CaseStudyPage:
    page = CaseStudyPage(
        **{name: row[name] for name in COPIED_FIELDS},
        introduction=row["summary"],
        practice=text.steps(row["practice"], sources, themes),
        outcome=text.steps(row["outcome"], sources, themes),
        is_starter=True,
    )
    page.tags.add(*row["tags"])
    return page


def _on_same_themes(study: CaseStudyPage, workshops: Iterable[WorkshopPage]) -> list[WorkshopPage]:
    wanted = set(study.themes.all())
    return [workshop for workshop in workshops if not wanted.isdisjoint(workshop.themes.all())]
