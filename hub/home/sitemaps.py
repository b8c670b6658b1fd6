"""Addresses for search engines that are not pages."""

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from glossary.models import Theme


class ThemeSitemap(Sitemap):
    """The theme pages."""

    def items(self) -> QuerySet:
        return Theme.objects.all()
