"""The editor of assemblies: what its many rows show or choose from is loaded once, however many rows there are."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import prefetch_related_objects
from django.utils.text import Truncator
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.snippets.widgets import AdminSnippetChooser

from casestudies.evidence.disputes import disputed, repeated
from casestudies.evidence.source import Source, Sourced
from glossary.models import Criterion, CriterionPoint, Theme
from hub.core.folded_rows import TITLE, FoldedRows
from hub.core.models import PageForm
from hub.core.row_sets import Known, RowSet

#: What can be the key of a source; anything else that was sent is no source.
IS_KEY = re.compile(r"[0-9]{1,18}")
NO_CHOICE = ("", "---------")
ANSWERED = {"criterion": "Ce critère a déjà une réponse.", "point": "Ce point a déjà une réponse."}
NO_SUCH_SOURCE = "Cette source n’existe pas ou plus. Choisissez-en une autre."


class SourceChooser(AdminSnippetChooser):
    """The button that chooses a source. `known` are those of the whole form; any other is looked up by itself."""

    known: dict[str, Source] | None = None

    def get_instance(self, value: Any) -> Source | None:
        if isinstance(value, Source):
            return value
        text = str(value)
        if self.known is not None and text in self.known:
            return self.known[text]
        return super().get_instance(value) if IS_KEY.fullmatch(text) else None


class Questions:
    """The criteria and their points, as choices: two queries for a whole form, none when it has no answers."""

    @cached_property
    def _criteria(self) -> list[Criterion]:
        criteria = Criterion.objects.select_related("version").prefetch_related("points")
        return list(criteria.order_by("-version__is_current", "-version__number", "number"))

    def tell(self, answer: Any) -> None:
        """Give `answer` its criterion, which its title names."""
        known = {criterion.pk: criterion for criterion in self._criteria}
        if answer.criterion_id in known:
            answer.criterion = known[answer.criterion_id]

    @cached_property
    def known_criteria(self) -> Known:
        return Known(Criterion, self._criteria)

    @cached_property
    def known_points(self) -> Known:
        return Known(CriterionPoint, [point for each in self._criteria for point in each.points.all()])

    @cached_property
    def criteria(self) -> list[tuple[Any, str]]:
        return [NO_CHOICE, *((criterion.pk, _label(criterion)) for criterion in self._criteria)]

    @cached_property
    def points(self) -> list[tuple[Any, Any]]:
        """Under the name of their criterion: a point means nothing without it."""
        groups = [(_label(each), [(point.pk, str(point)) for point in each.points.all()]) for each in self._criteria]
        return [NO_CHOICE, *((label, points) for label, points in groups if points)]


def _label(criterion: Criterion) -> str:
    """With the version, unless it is the one in force."""
    return str(criterion) if criterion.version.is_current else f"{criterion} ({criterion.version})"


class _WithQuestions:
    """A row of answers that takes its choices from the form."""

    def __init__(self, *args: Any, questions: Questions | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if questions is not None:
            questions.tell(self.instance)  # type: ignore[attr-defined]  # mixed into a form
            criterion, point = (self.fields[name] for name in ("criterion", "point"))  # type: ignore[attr-defined]  # mixed into a form
            criterion.queryset, point.queryset = questions.known_criteria, questions.known_points
            criterion.choices, point.choices = questions.criteria, questions.points


class _Answers(RowSet):
    """Rows of answers: each criterion, and each point of it, is answered once."""

    def clean(self) -> None:
        """Compared with one another and with those that are stored, at once for all."""
        gone = {row.instance.pk for row in self.deleted_forms}
        stored = self.model._default_manager.filter(page=self.instance.pk) if self.instance.pk else ()
        answered = {(row.criterion_id, row.point_id): row.pk for row in stored if row.pk not in gone}
        for form in self.forms:
            row = form.instance
            asked = (row.criterion_id, row.point_id)
            if form in self.deleted_forms or row.criterion_id is None:
                continue
            if answered.setdefault(asked, row.pk or form) != (row.pk or form):
                name = "point" if row.point_id else "criterion"
                form.add_error(name, ANSWERED[name])


class AnswersPanel(FoldedRows):
    """The rows of answers to criteria."""

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        rows = options["formsets"][self.relation_name]
        base = rows.get("form", WagtailAdminModelForm)
        rows |= {"form": type("AnswerForm", (_WithQuestions, base), {}), "formset": _Answers}
        return options


class AssemblyForm(PageForm):
    """Opening it costs the same for 1 and for 30 facts. A fact that stands twice is asked about before it is public."""

    publish_anyway = forms.BooleanField(label="Oui, publier quand même", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("instance") is not None:
            _load_routes(kwargs["instance"])
        super().__init__(*args, **kwargs)
        if "answers" in self.formsets:
            self.formsets["answers"].form_kwargs["questions"] = Questions()
        if "facts" in self.formsets:
            rows = self.formsets["facts"].forms
            _know_themes(rows)
            if not self.is_bound:
                _mark([row.instance for row in rows])
        _know_sources(form for formset in self.formsets.values() for form in formset.forms)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.data.get("action-publish") and not cleaned.get("publish_anyway"):
            for question in self._questions():
                self.add_error("publish_anyway", question)
        return cleaned

    def _questions(self) -> list[str]:
        """One for each fact that stands more often than on the public page: what was accepted is not asked again."""
        rows = self.formsets.get("facts")
        if rows is None or not rows.is_valid():
            return []
        facts = [row.instance for row in rows.forms if row not in rows.deleted_forms]
        published = self.instance.facts.get_live_queryset() if self.instance.live and self.instance.pk else ()
        return [_question(twins) for twins in repeated(facts, published)]


def _mark(facts: list[Any]) -> None:
    """Say in the titles of rows what is to be looked at."""
    for fact in disputed(facts):
        fact.is_disputed = True
    for twins in repeated(facts):
        for fact in twins:
            fact.is_repeated = True


def _question(twins: list[Any]) -> str:
    fact = twins[0]
    said = Truncator(f"{fact.shown_label} : {fact.value}").chars(TITLE)
    when = fact.valid_on.french() if fact.valid_on else "sans date"
    return (
        f"Le même fait est écrit {len(twins)} fois : « {said} », {when}. Supprimez ce qui est en trop, ou cochez pour "
        "publier quand même."
    )


def _load_routes(page: Any) -> None:
    """Those of all generations at once; a draft has them already."""
    stored = [one for one in page.generations.get_object_list() if one.pk and not one.routes.is_deferring]
    prefetch_related_objects(stored, "routes")


def _know_themes(rows: Iterable[Any]) -> None:
    """Give every row the themes to choose from, in one query."""
    boxes = [row.fields["theme"] for row in rows if "theme" in row.fields]
    themes = list(Theme.objects.all()) if boxes else []
    for box in boxes:
        box.queryset = Known(Theme, themes)
        box.choices = [NO_CHOICE, *((theme.pk, theme.label) for theme in themes)]


def _know_sources(rows: Iterable[Any]) -> None:
    """Give every button of `rows` the sources of the whole form, in one query, whatever was sent."""
    boxes = [row[name] for row in rows for name in Sourced.SOURCE_FIELDS if name in row.fields]
    keys = {text for box in boxes if IS_KEY.fullmatch(text := str(box.value()))}
    known = {str(source.pk): source for source in Source.objects.filter(pk__in=keys)} if keys else {}
    choices = Known(Source, known.values())
    for box in boxes:
        box.field.queryset = choices
        box.field.widget.known = known
        box.field.error_messages["invalid_choice"] = NO_SUCH_SOURCE
