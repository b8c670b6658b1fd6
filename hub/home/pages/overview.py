"""What the home page and the theme pages gather from all apps."""

from collections import Counter
from typing import Any

from django.db.models import Count, OuterRef, Subquery, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from casestudies.across.page import of_theme as facts_of_theme
from casestudies.landmarks.page import of_theme
from casestudies.models import AssemblyPage, CaseStudyPage, Recommendation, ReportPage, TestimonyPage
from glossary.models import Explanations, Theme
from hub.core.forms import PAGE_SIZE
from hub.core.lists.counting import counted_by, counts_of
from hub.core.lists.kept import kept
from hub.home.news import ON_HOME
from hub.home.news import latest as latest_news
from workshops.models import WorkshopPage

LATEST_FIRST = ("-first_published_at", "-pk")
WORKSHOPS_ON_HOME = 5


def upcoming_workshops() -> Any:
    """Open workshops still to come, in calendar order."""
    return WorkshopPage.objects.visible_to_all().still_open().to_come(timezone.localdate()).in_order()


def home_overview() -> dict[str, Any]:
    """Context of the home page, kept until the content changes."""
    return kept("home", _home_overview)


def _home_overview() -> dict[str, Any]:
    workshops = list(upcoming_workshops().with_details()[:WORKSHOPS_ON_HOME])
    case_studies = CaseStudyPage.objects.visible_to_all()
    latest = list(case_studies.for_lists().order_by(*LATEST_FIRST)[:3])
    case_study_count, assembly_count = counts_of(case_studies, AssemblyPage.objects.visible_to_all())
    return {
        "next_workshop": workshops[0] if workshops else None,
        "other_workshops": workshops[1:],
        "themes": theme_overview(),
        "case_studies": latest,
        "starters": sum(study.is_starter for study in latest),
        "case_study_count": case_study_count,
        "assembly_count": assembly_count,
        "news": latest_news(ON_HOME),
    }


def theme_overview() -> list[dict[str, Any]]:
    """Each theme with how many case studies and testimonies it has, and its next workshop."""
    themes = Theme.objects.prefetch_related("questions").annotate(
        case_study_count=counted_by("themes", CaseStudyPage.objects.visible_to_all()),
        testimony_count=counted_by("themes", TestimonyPage.objects.visible_to_all()),
        next_workshop=Subquery(upcoming_workshops().filter(themes=OuterRef("pk")).values("pk")[:1]),
    )
    workshops = WorkshopPage.objects.visible_to_all().in_bulk([theme.next_workshop for theme in themes])
    return [
        {
            "theme": theme,
            "case_study_count": theme.case_study_count,
            "testimony_count": theme.testimony_count,
            "workshop": workshops.get(theme.next_workshop),
        }
        for theme in themes
    ]


def count_by_theme(pages: Any) -> Counter:
    """Key of each theme → how many of `pages` have it."""
    counted = pages.order_by().filter(themes__isnull=False).values_list("themes")
    return Counter(dict(counted.annotate(Count("pk"))))


def theme_page(theme: Theme) -> dict[str, Any]:
    """Everything the site holds about one theme, kept until the content changes: there are few themes."""
    return {**kept(f"theme {theme.pk}", lambda: _theme_page(theme)), "glossary": Explanations.of_site()}


def _theme_page(theme: Theme) -> dict[str, Any]:
    """Of what may be long, the latest, and how many there are."""
    workshops = WorkshopPage.objects.visible_to_all().filter(themes=theme).select_related("host_event", "cycle")
    today = timezone.localdate()
    studies = CaseStudyPage.objects.visible_to_all().filter(themes=theme)
    testimonies = TestimonyPage.objects.visible_to_all().filter(themes=theme)
    in_order = studies.order_by(*LATEST_FIRST)
    upcoming = list(workshops.to_come(today).in_order()[:PAGE_SIZE])
    past = list(workshops.past(today).order_by("-latest", "-earliest", "uid")[:PAGE_SIZE])
    latest = list(in_order[:PAGE_SIZE])
    with_outcome = list(in_order.exclude(outcome_summary="")[:PAGE_SIZE])
    case_study_count, starters, testimony_count, workshop_count = counts_of(
        studies, studies.filter(is_starter=True), testimonies, workshops
    )
    told = list(testimonies.select_related("authority").order_by(*LATEST_FIRST)[:PAGE_SIZE])
    prefetch_related_objects([*upcoming, *past], *workshops.details())
    prefetch_related_objects([*latest, *with_outcome], *studies.details())
    return {
        "theme": theme,
        "trail": [("Thèmes", reverse("themes")), (theme.label, "")],
        "all_themes": list(Theme.by_slug().values()),
        "case_studies": latest,
        "case_study_count": case_study_count,
        "starters": starters,
        "landmarks": of_theme(theme.slug, studies),
        "facts": facts_of_theme(theme, latest, with_outcome),
        "upcoming": upcoming,
        "past": past,
        "has_more_workshops": workshop_count > len(upcoming) + len(past),
        "testimonies": told,
        "testimony_count": testimony_count,
        "reports": list(ReportPage.objects.visible_to_all().filter(themes=theme)),
        "recommendations": list(Recommendation.objects.visible_to_all().filter(assembly__themes=theme).standing()),
        "terms": list(theme.terms.exclude(definition="")),
        "requests": list(theme.requests.all()),
    }
