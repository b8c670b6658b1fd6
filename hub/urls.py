"""Addresses of the site. Feeds and forms stand here, never under a slug an editor may change."""

from django.conf import settings
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps import Sitemap as PageSitemap
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.views import authenticate_with_password

import casestudies.urls
import glossary.urls
import hub.community.urls
import hub.home.urls
import hub.mail.urls
import hub.operations.urls
import hub.search.urls
import workshops.urls
from hub.core.http import public_page
from hub.core.sites import serve
from hub.core.views import ScriptWords, account, card, document, picture_deletion, public_file
from hub.home.sitemaps import DataSitemap, RecommendationSitemap, TermSitemap, ThemeSitemap, ViewSitemap

#: Names of public files, which the site gives itself: sizes of pictures, cards, the logo.
pictures = [re_path(r"^media/(?P<name>[A-Za-z0-9_][A-Za-z0-9_./-]{0,199})$", public_file)]
urlpatterns = [
    path(f"{settings.ADMIN_PATH}/account/", account),
    path(f"{settings.ADMIN_PATH}/images/<int:image_id>/delete/", picture_deletion),
    path(f"{settings.ADMIN_PATH}/jsi18n/", ScriptWords.as_view()),
    path(f"{settings.ADMIN_PATH}/", include(wagtailadmin_urls)),
    path("cartes/<int:pk>/<slug:digest>.png", card, name="card"),
    path("documents/<int:pk>/<path:name>", document),
    path("documents/", include(wagtaildocs_urls)),
    path(
        "sitemap.xml",
        public_page(sitemap),
        {
            "sitemaps": {
                "pages": PageSitemap,
                "themes": ThemeSitemap,
                "terms": TermSitemap,
                "data": DataSitemap,
                "recommendations": RecommendationSitemap,
                "views": ViewSitemap,
            },
            "content_type": "application/xml; charset=utf-8",
        },
        name="sitemap",
    ),
    path("", serve, {"path": ""}, name="home"),
    path("", include(hub.community.urls)),
    path("", include(glossary.urls)),
    path("", include(workshops.urls)),
    path("", include(casestudies.urls)),
    path("", include(hub.search.urls)),
    path("", include(hub.home.urls)),
    path("", include(hub.operations.urls)),
    *(hub.mail.urls.urlpatterns if settings.SHOW_MAILS else []),
    *(pictures if settings.SERVE_PICTURES else []),
    # Wagtail's own address of it, before ours of pages, which would look for a page there.
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        authenticate_with_password,
        name="wagtailcore_authenticate_with_password",
    ),
    re_path(wagtail_urls.serve_pattern, serve, name="wagtail_serve"),
    path("", include(wagtail_urls)),
]

handler404 = "hub.home.views.not_found"
handler500 = "hub.operations.views.server_error"
handler403 = "hub.home.views.forbidden"
handler400 = "hub.home.views.bad_request"
