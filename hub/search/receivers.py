"""What this app connects to the rest once all apps are ready: what changes the index, registries."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from modelcluster.fields import ParentalKey
from wagtail.documents.models import Document
from wagtail.models import CollectionViewRestriction, PageViewRestriction
from wagtail.signals import page_published, page_unpublished

from casestudies.models import AssemblyPage, RecommendationState, Source, TagName
from glossary.models import Criterion, CriterionPoint, DefinitionPage, DefinitionVersion, EquivalentWords
from hub.community.models import Authority
from hub.core.lists.watching import watch
from hub.core.registries import register_job, register_purge, register_text_search
from hub.search.actions.documents import forget_hidden_documents, read_documents
from hub.search.actions.indexing import fill_index, forget, repair_index, search_changed
from hub.search.actions.misses import purge_misses
from hub.search.attached import pages_that_give
from hub.search.engine import numbers_with
from hub.search.kinds import PAGE, RECOMMENDATION, family_of


def connect() -> None:
    """Called once, by `AppConfig.ready`."""
    page_published.connect(on_saved)
    page_unpublished.connect(on_saved)
    for model in apps.get_models():
        if family_of(model):
            post_save.connect(on_saved, sender=model)
            post_delete.connect(on_deleted, sender=model)
        for receiver in filter(None, map(_of_parent, model._meta.fields)):
            post_save.connect(receiver, sender=model, weak=False)
            post_delete.connect(receiver, sender=model, weak=False)
    for model in (DefinitionVersion, Criterion, CriterionPoint):
        post_save.connect(on_definition_changed, sender=model)
        post_delete.connect(on_definition_changed, sender=model)
    watch(EquivalentWords, TagName)  # the rest of what `hub.search.catalogue` reads is watched by other apps
    post_save.connect(on_authority_saved, sender=Authority)
    post_save.connect(on_state_written, sender=RecommendationState)
    for model in (Document, Source):
        post_save.connect(on_attached_saved, sender=model)
    for model in (PageViewRestriction, CollectionViewRestriction):
        post_save.connect(on_shown_to_fewer, sender=model)
    for signal in (page_published, page_unpublished):
        signal.connect(on_shown_to_fewer)
    register_text_search(numbers_with)
    register_purge("recherches sans résultat", purge_misses)
    register_job("textes des documents", read_documents)
    register_job("premier index de la recherche", fill_index)
    register_purge("index de la recherche", repair_index)


def on_saved(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    search_changed(family_of(sender), [instance.pk])
    if sender is AssemblyPage:
        # Recommendations are shown with their assembly, under its name.
        search_changed(RECOMMENDATION, instance.recommendations.values_list("pk", flat=True))


def on_state_written(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """What is said of a recommendation is found with it."""
    search_changed(RECOMMENDATION, [instance.recommendation_id])


def on_deleted(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    forget(family_of(sender), [instance.pk])
    on_shown_to_fewer(sender)


def on_definition_changed(sender: type[Model], **kwargs: Any) -> None:
    search_changed(PAGE, DefinitionPage.objects.visible_to_all().values_list("pk", flat=True))


def on_authority_saved(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Its name stands in the sheets of its assemblies."""
    sheets = AssemblyPage.objects.visible_to_all().filter(authority=instance)
    search_changed(PAGE, sheets.values_list("pk", flat=True))


def on_attached_saved(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Its title stands in the pages that give it."""
    search_changed(PAGE, pages_that_give(sender, [instance.pk]))


def on_shown_to_fewer(sender: type[Model], **kwargs: Any) -> None:
    """A document may have no public page any more: its text goes at once, before the next pass of `tick`."""
    transaction.on_commit(forget_hidden_documents, robust=True)


def _of_parent(field: Any) -> Callable | None:
    """What notes that the parent of a line of `field` has changed: facts of an assembly, questions of a theme."""
    family = family_of(field.related_model) if isinstance(field, ParentalKey) else ""
    if not family:
        return None

    def on_child_changed(sender: type[Model], instance: Any, **kwargs: Any) -> None:
        search_changed(family, [getattr(instance, field.attname)])

    return on_child_changed
