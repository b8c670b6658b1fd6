"""What the app connects once all apps are ready, one function per concern."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate, post_save, pre_migrate


class CaseStudiesConfig(AppConfig):
    name = "casestudies"
    verbose_name = "Études de cas"

    def ready(self) -> None:
        from taggit.models import Tag
        from wagtail.models import Page, PageViewRestriction
        from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

        from casestudies import consent_guard
        from casestudies import models as ours
        from casestudies.actions import freshness, reports
        from casestudies.actions.pages import follow_published_page
        from casestudies.actions.tags import on_tag_saved
        from casestudies.mails.examples import EXAMPLES
        from glossary.models import Criterion, DefinitionVersion, Theme
        from hub.community.models import Authority
        from hub.core.kept import content_changed, watch
        from hub.core.registries import register_personal_data, register_purge
        from hub.mail.registries import register_preview

        post_save.connect(on_tag_saved, sender=Tag)
        page_published.connect(follow_published_page, dispatch_uid="casestudies.follow_published_page")

        # Signals of migrations are sent for each app in turn: once before the first table changes, once after the last.
        configs = [config for config in apps.get_app_configs() if config.models_module]
        before, after = consent_guard.remove_before_migrate, consent_guard.install_after_migrate
        pre_migrate.connect(before, sender=configs[0], dispatch_uid="casestudies.consent_guard.remove")
        post_migrate.connect(after, sender=configs[-1], dispatch_uid="casestudies.consent_guard.install")

        # Everything that casestudies.filters reads.
        watch(ours.AssemblyPage, ours.CaseStudyPage, ours.ReportPage, ours.TestimonyPage)
        watch(ours.CaseStudyTag, ours.MemberTag, ours.CriterionAnswer, Tag)
        watch(Page, PageViewRestriction, Authority, Criterion, DefinitionVersion, Theme)
        for signal in (page_slug_changed, page_unpublished, post_page_move):
            signal.connect(content_changed)

        register_purge("fact_reports", reports.purge_reports)
        register_purge("verification_requests", freshness.purge_requests)
        register_personal_data(reports.PERSONAL_DATA)
        register_personal_data(freshness.PERSONAL_DATA)
        for kind, make_example in EXAMPLES.items():
            register_preview(kind, make_example)
