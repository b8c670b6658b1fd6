"""Sources, assemblies, case studies, testimonies and reports for tests."""

import itertools
from datetime import date, timedelta

from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from casestudies.models import (
    AssemblyIndexPage,
    AssemblyPage,
    CaseStudyIndexPage,
    CaseStudyPage,
    CriterionAnswer,
    Fact,
    ReportIndexPage,
    ReportPage,
    Source,
    TestimonyIndexPage,
    TestimonyPage,
)
from glossary.models import Criterion, DefinitionVersion
from tests.factories.pages import index_page
from tests.factories.workshops import PUBLISHED, authority

_numbers = itertools.count(1)


def source(**fields: object) -> Source:
    number = next(_numbers)
    defaults = {"key": f"source-{number}", "publisher": "Ville", "title": f"Page {number}", "kind": "official"}
    return Source.objects.create(**{**defaults, **fields})


def step(heading: str, text: str = "<p>Un texte.</p>", *, documented: bool = True, sources: tuple = ()) -> tuple:
    """One step of a part, ready for a stream."""
    return "step", {"heading": heading, "documented": documented, "text": text, "sources": list(sources)}


def _published(index: type[Page], slug: str, title: str, page: Page, **relations: list) -> Page:
    page.slug = page.slug or f"page-{next(_numbers)}"
    page.first_published_at = page.last_published_at = PUBLISHED
    index_page(index, slug, title).add_child(instance=page)
    for name, related in relations.items():
        getattr(page, name).set(related)
    if relations:
        page.save()
    return page


def assembly(title: str = "Assemblée citoyenne", *, themes: list | None = None, **fields: object) -> AssemblyPage:
    fields.setdefault("authority", None)
    place = fields.pop("authority") or authority()
    page = AssemblyPage(title=title, authority=place, **fields)
    return _published(AssemblyIndexPage, "assemblees", "Assemblées", page, themes=themes or [])


def case_study(
    title: str = "Une étude", *, themes: list | None = None, assemblies: list | None = None, **fields: object
) -> CaseStudyPage:
    page = CaseStudyPage(title=title, **{"practice_summary": "On fait ainsi.", **fields})
    relations = {"themes": themes or [], "assemblies": assemblies or []}
    return _published(CaseStudyIndexPage, "etudes-de-cas", "Études de cas", page, **relations)


def witness(title: str = "Un témoignage", *, themes: list | None = None, **fields: object) -> TestimonyPage:
    """A testimony; pytest would take a name in «test» for a test."""
    page = TestimonyPage(title=title, **{"consent_on": date(2026, 11, 1), **fields})
    return _published(TestimonyIndexPage, "temoignages", "Témoignages", page, themes=themes or [])


def report(
    title: str = "Un compte-rendu", *, themes: list | None = None, authorities: list | None = None, **fields: object
) -> ReportPage:
    relations = {"themes": themes or [], "authorities": authorities or []}
    page = ReportPage(title=title, **fields)
    return _published(ReportIndexPage, "comptes-rendus", "Comptes-rendus", page, **relations)


def fact(page: AssemblyPage, key: str = "size", value: str = "100 membres.", **fields: object) -> Fact:
    """A fact with one source, unless another `source` is given."""
    fields.setdefault("source", None)
    return Fact.objects.create(page=page, key=key, value=value, **{**fields, "source": fields["source"] or source()})


def definition(*labels: str) -> list[Criterion]:
    """The definition in force, with one criterion per label."""
    version = DefinitionVersion.objects.create(number=1, is_current=True)
    return [
        Criterion.objects.create(version=version, number=number, label=label, wording=label)
        for number, label in enumerate(labels, 1)
    ]


def answer(page: AssemblyPage, criterion: Criterion, state: str = "yes", **fields: object) -> CriterionAnswer:
    defaults = {"reason": "Parce que.", "source": fields.pop("source", None) or source()}
    return CriterionAnswer.objects.create(page=page, criterion=criterion, state=state, **{**defaults, **fields})


def hide(page: Page, way: str) -> Page:
    """Take `page` away from readers: as a draft, as expired or as private."""
    if way == "private":
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
        return page
    changed = {"draft": {"live": False}, "expired": {"expire_at": timezone.now() - timedelta(days=1)}}[way]
    for name, value in changed.items():
        setattr(page, name, value)
    page.save()
    return page
