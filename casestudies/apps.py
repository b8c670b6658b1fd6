from django.apps import AppConfig


class CaseStudiesConfig(AppConfig):
    name = "casestudies"
    verbose_name = "Études de cas"

    def ready(self) -> None:
        # Apps are not ready at import time.
        from taggit.models import Tag
        from wagtail.models import Page, PageViewRestriction
        from wagtail.signals import page_slug_changed, page_unpublished, post_page_move

        from casestudies.models import (
            AssemblyPage,
            CaseStudyPage,
            CaseStudyTag,
            CriterionAnswer,
            ReportPage,
            TestimonyPage,
        )
        from glossary.models import Criterion, DefinitionVersion, Theme
        from hub.community.models import Authority
        from hub.core.kept import content_changed, watch

        # Everything that casestudies.filters reads.
        watch(AssemblyPage, CaseStudyPage, ReportPage, TestimonyPage, CaseStudyTag, CriterionAnswer, Tag)
        watch(Page, PageViewRestriction, Authority, Criterion, DefinitionVersion, Theme)
        for signal in (page_slug_changed, page_unpublished, post_page_move):
            signal.connect(content_changed)
