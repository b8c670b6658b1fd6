"""Addresses for search engines that are not pages."""

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from casestudies.models import Recommendation
from glossary.models import Term, Theme
from hub.home.open_data import DATA_TABLES


class ThemeSitemap(Sitemap):
    """The theme pages."""

    def items(self) -> QuerySet:
        return Theme.objects.order_by("pk")


class TermSitemap(Sitemap):
    """The words that have a definition."""

    def items(self) -> QuerySet:
        return Term.objects.exclude(definition="").order_by("pk")


class DataSitemap(Sitemap):
    """The tables that one may take away."""

    def items(self) -> list[str]:
        return list(DATA_TABLES)

    def location(self, item: str) -> str:
        return reverse("open_data_table", args=[item])


class RecommendationSitemap(Sitemap):
    """What assemblies asked for."""

    def items(self) -> QuerySet:
        return Recommendation.objects.visible_to_all().order_by("slug")


class ViewSitemap(Sitemap):
    """Pages to read that stand outside the page tree."""

    def items(self) -> list[str]:
        found = ["landmarks", "compare", "self_assessment", "follow_ups", "follow_up_rules"]
        return [*found, "whats_new", "themes", "tags", "subscribe", "open_data"]

    def location(self, item: str) -> str:
        return reverse(item)
