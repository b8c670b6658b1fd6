"""Addresses for search engines that are not pages."""

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from casestudies.models import Recommendation
from glossary.models import Theme


class ThemeSitemap(Sitemap):
    """The theme pages."""

    def items(self) -> QuerySet:
        return Theme.objects.all()


class RecommendationSitemap(Sitemap):
    """What assemblies asked for."""

    def items(self) -> QuerySet:
        return Recommendation.objects.visible_to_all().order_by("slug")


class ViewSitemap(Sitemap):
    """Pages to read that stand outside the page tree."""

    def items(self) -> list[str]:
        return ["landmarks", "follow_ups", "follow_up_rules", "compare", "self_assessment"]

    def location(self, item: str) -> str:
        return reverse(item)
