"""Windows to choose a thing from, or to add one, without leaving the page that is being edited."""

from typing import Any

from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet, SnippetCreateView

from hub.core.widgets import Select

#: Nobody can know before sending: both were right when they were checked.
AT_ONCE = "Quelqu’un vient d’enregistrer la même chose. Rien n’est perdu : enregistrez de nouveau pour savoir laquelle."


class NamesOfItsOwn:
    """The fields of the form that adds have names of their own: those of the page behind have the same ones."""

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_creation_form_kwargs(), "prefix": "nouveau"}  # type: ignore[misc]  # mixed into views


class Choose(NamesOfItsOwn, ChooseView):
    """The window."""


class ChooseResults(NamesOfItsOwn, ChooseResultsView):
    """What it lists."""


class Create(NamesOfItsOwn, SnippetCreateView):
    """What its form sends."""

    def post(self, request: HttpRequest) -> HttpResponse:
        if self.get_creation_form_class() is None:
            raise Http404
        try:
            with transaction.atomic():
                return super().post(request)
        except IntegrityError:
            self.form.add_error(None, AT_ONCE)
            return self.get_reshow_creation_form_response()


class ThingChooserViewSet(SnippetChooserViewSet):
    """A window with two tabs: those there are, and a form that adds one when `creation_form_class` says which."""

    choose_view_class = Choose
    choose_results_view_class = ChooseResults
    create_view_class = Create
    search_tab_label = "Chercher"


class FewChoices(ThingChooserViewSet):
    """So few of them that a plain list is quicker than a window, which opens to add one only."""

    widget_class = Select
