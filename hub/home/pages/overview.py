"""What the home page and the theme pages gather from all apps."""

from collections import Counter
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from casestudies.across.page import of_theme as facts_of_theme
from casestudies.landmarks.page import of_theme
from casestudies.models import AssemblyPage, CaseStudyPage, Recommendation, ReportPage, TestimonyPage
from glossary.models import Explanations, Theme
from hub.core.forms import PAGE_SIZE
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
    return {
        "next_workshop": workshops[0] if workshops else None,
        "other_workshops": workshops[1:],
        "themes": theme_overview(),
        "case_studies": latest,
        "starters": sum(study.is_starter for study in latest),
        "case_study_count": case_studies.count(),
        "assembly_count": AssemblyPage.objects.visible_to_all().count(),
        "news": latest_news(ON_HOME),
    }


def theme_overview() -> list[dict[str, Any]]:
    """Each theme with how many case studies and testimonies it has, and its next workshop."""
    studies = count_by_theme(CaseStudyPage.objects.visible_to_all())
    testimonies = count_by_theme(TestimonyPage.objects.visible_to_all())
    first: dict[int, int] = {}
    for workshop, theme in upcoming_workshops().filter(themes__isnull=False).values_list("pk", "themes"):
        first.setdefault(theme, workshop)
    workshops = WorkshopPage.objects.visible_to_all().in_bulk(first.values())
    return [
        {
            "theme": theme,
            "case_study_count": studies[theme.pk],
            "testimony_count": testimonies[theme.pk],
            "workshop": workshops.get(first.get(theme.pk)),
        }
        for theme in Theme.objects.prefetch_related("questions")
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
    workshops = WorkshopPage.objects.visible_to_all().filter(themes=theme).with_details().in_order()
    today = timezone.localdate()
    studies = CaseStudyPage.objects.visible_to_all().filter(themes=theme)
    testimonies = TestimonyPage.objects.visible_to_all().filter(themes=theme)
    in_order = studies.for_lists().order_by(*LATEST_FIRST)
    upcoming = list(workshops.to_come(today)[:PAGE_SIZE])
    past = list(workshops.past(today).order_by("-latest", "-earliest", "uid")[:PAGE_SIZE])
    latest = list(in_order[:PAGE_SIZE])
    with_outcome = list(in_order.exclude(outcome_summary="")[:PAGE_SIZE])
    return {
        "theme": theme,
        "trail": [("Thèmes", reverse("themes")), (theme.label, "")],
        "all_themes": list(Theme.objects.all()),
        "case_studies": latest,
        "case_study_count": studies.count(),
        "starters": studies.filter(is_starter=True).count(),
        "landmarks": of_theme(theme.slug, studies),
        "facts": facts_of_theme(theme, latest, with_outcome),
        "upcoming": upcoming,
        "past": past,
        "has_more_workshops": workshops.count() > len(upcoming) + len(past),
        "testimonies": list(testimonies.select_related("authority").order_by(*LATEST_FIRST)[:PAGE_SIZE]),
        "testimony_count": testimonies.count(),
        "reports": list(ReportPage.objects.visible_to_all().filter(themes=theme)),
        "recommendations": list(Recommendation.objects.visible_to_all().filter(assembly__themes=theme).standing()),
        "terms": list(theme.terms.exclude(definition="")),
        "requests": list(theme.requests.all()),
    }
