"""Words and themes in the administration."""

from collections.abc import Iterable
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.forms import RadioSelect
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from glossary.forms import DefinitionForm, NewThemeForm, TermForm, ThemeForm, WordForm
from glossary.models import DefinitionVersion, EquivalentWords, Term, Theme, pages_that_open
from hub.core.choosers import FewChoices
from hub.core.viewsets import AddThing, ThingListViewSet, ThingUsage


class TermFilterSet(WagtailFilterSet):
    """Filters of the list of terms; `?defined=false` lists those that nobody sees yet."""

    defined = django_filters.ChoiceFilter(
        label="Définition",
        method="by_definition",
        choices=[("false", "Termes sans définition"), ("true", "Termes définis")],
        empty_label="Tous",
        widget=RadioSelect,
    )

    class Meta:
        model = Term
        fields: ClassVar[list[str]] = ["defined", "is_starter"]

    def by_definition(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.exclude(definition="") if value == "true" else queryset.filter(definition="")


class TermUsage(ThingUsage):
    """The pages whose text opens a term."""

    def found(self) -> Iterable[Any]:
        return pages_that_open(self.object)


class TermViewSet(ThingListViewSet):
    """Terms of the glossary."""

    model = Term
    icon = "title"
    add_item_label = "Ajouter un terme"
    related = ("themes",)
    edit_handler = ObjectList(Term.panels, base_form_class=TermForm)
    list_display = [
        "name",
        Column("has_definition", label="Définition", accessor=lambda term: "oui" if term.definition else "à écrire"),
        Column("theme_list", label="Thèmes", accessor=lambda term: ", ".join(t.short_label for t in term.themes.all())),
        BooleanColumn("is_starter", label="À relire", sort_key="is_starter"),
    ]
    filterset_class = TermFilterSet
    usage_view_class = TermUsage


class AddEquivalents(AddThing):
    """The page that adds equivalent words."""

    def get_initial_form_instance(self) -> EquivalentWords:
        return EquivalentWords(word=WordForm(self.request.GET).values().get("word", ""))


class ThemeChooser(FewChoices):
    """A theme is added from the page that needs it."""

    creation_form_class = NewThemeForm
    creation_tab_label = "Nouveau thème"
    create_action_label = "Ajouter ce thème"


class ThemeViewSet(ThingListViewSet):
    """The questions that order everything else; dragging their lines changes the order."""

    model = Theme
    icon = "help"
    add_item_label = "Ajouter un thème"
    related = ("questions", "requests")
    chooser_viewset_class = ThemeChooser
    edit_handler = ObjectList(Theme.panels, base_form_class=ThemeForm)
    sort_order_field = "order"
    list_display = [
        "label",
        Column("short_label", label="Libellé court"),
        Column("question", label="Questions"),
        Column("looked_for", label="On cherche", accessor=lambda theme: ", ".join(map(str, theme.requests.all()))),
    ]


class EquivalentViewSet(ThingListViewSet):
    """Words typed for one another; `?word=…` on the page that adds some fills in the first, from a search in vain."""

    model = EquivalentWords
    icon = "resubmit"
    add_item_label = "Ajouter des mots équivalents"
    list_display = [
        "word",
        Column("others", label="Autres façons", accessor=lambda row: ", ".join(row.all_words[1:])),
    ]
    add_view_class = AddEquivalents


class DefinitionViewSet(ThingListViewSet):
    """Versions of the definition, each with its criteria."""

    model = DefinitionVersion
    icon = "list-ol"
    menu_label = "Définition"
    add_item_label = "Ajouter une version"
    edit_handler = ObjectList(DefinitionVersion.panels, base_form_class=DefinitionForm)
    list_display = [
        "__str__",
        Column("adopted_on", label="Adoptée", accessor=lambda version: version.adopted_on.french()),
        BooleanColumn("is_current", label="En vigueur"),
    ]


class GlossaryViewSetGroup(SnippetViewSetGroup):
    """«Glossaire» in the menu."""

    items = [TermViewSet, EquivalentViewSet, ThemeViewSet, DefinitionViewSet]
    menu_label = "Glossaire"
    menu_name = "glossary"
    menu_icon = "title"
    menu_order = 70
