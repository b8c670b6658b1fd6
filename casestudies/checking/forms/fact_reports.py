"""What people type to report an error, and organisers to answer."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import F, Q
from django.http import QueryDict
from django.utils.text import Truncator
from wagtail.models import Page

from casestudies.checking.enums import FactReportState
from casestudies.evidence.assembly import AssemblyPage
from casestudies.evidence.facts import CriterionAnswer, Fact
from glossary.models import Term
from hub.core.forms import AddressField, AddressInput, BaitForm, LineField, QueryForm, TextField, with_key
from hub.core.models import BasePageQuerySet
from hub.core.validators import too_long

MAX_MESSAGE = 5_000
#: The largest number of a page.
MAX_NUMBER = 2**31 - 1


#: Signs of a line in the list to choose from; what is stored has the whole line.
SHOWN = 90


@dataclass(frozen=True)
class Target:
    """What a report is about: a page the reader may see, and perhaps one line of it.

    `lines` are those of the page to choose from, in words, under the heading of each kind; `line` is the one asked.
    """

    page: Page | None = None
    about: str = ""
    lines: dict[str, dict[str, str]] = field(default_factory=dict)
    line: str = ""

    def choices(self) -> list[tuple[str, Any]]:
        shown = [
            (heading, [(code, Truncator(words).chars(SHOWN)) for code, words in lines.items()])
            for heading, lines in self.lines.items()
        ]
        return [("", "Toute la page, ou autre chose"), *shown]

    def words_of(self, code: str) -> str:
        return next((lines[code] for lines in self.lines.values() if code in lines), "")


class TargetQuery(QueryForm):
    """`?sur=<page>&fait=<fact>` or `&reponse=<answer>`, or `?mot=<term>`; what is not there is left out."""

    sur = forms.IntegerField(required=False, min_value=1, max_value=MAX_NUMBER)
    fait = forms.IntegerField(required=False, min_value=1, max_value=MAX_NUMBER)
    reponse = forms.IntegerField(required=False, min_value=1, max_value=MAX_NUMBER)
    mot = forms.SlugField(required=False, max_length=80)

    def target(self) -> Target:
        asked = self.values()
        page = BasePageQuerySet(Page).visible_to_all().filter(pk=asked.get("sur", 0), depth__gt=1).first()
        if page is None:
            return Target(None, _term(asked.get("mot", "")))
        lines = _lines(page)
        codes = [f"{kind}-{asked[kind]}" for kind in ("fait", "reponse") if kind in asked]
        known = [code for code in codes if any(code in each for each in lines.values())]
        return Target(page, "", lines, known[0] if known else "")


def _term(slug: str) -> str:
    term = Term.objects.exclude(definition="").filter(slug=slug).first()
    return f"Glossaire, « {term.name} » : {term.definition}" if term else ""


def _lines(page: Page) -> dict[str, dict[str, str]]:
    """Facts and answers of an assembly, or of those that a case study is about; three queries at most."""
    of_page = Q(pk=page.pk) | Q(case_studies=page.pk)
    names = dict(AssemblyPage.objects.visible_to_all().filter(of_page).values_list("pk", "title"))
    if not names:
        return {}
    facts = Fact.objects.filter(page__in=names).order_by("page", "sort_order", "pk")
    in_order = ("page", "criterion__number", F("point__sort_order").asc(nulls_first=True), "pk")
    answers = CriterionAnswer.objects.filter(page__in=names).select_related("criterion", "point").order_by(*in_order)
    said = {
        "Faits": [(f"fait-{fact.pk}", fact.page_id, f"{fact.shown_label} : {fact.value}") for fact in facts],
        "Réponses aux critères": [(f"reponse-{answer.pk}", answer.page_id, _answer(answer)) for answer in answers],
    }
    several = len(names) > 1
    return {
        heading: {code: f"{names[number]}, {words}" if several else words for code, number, words in lines}
        for heading, lines in said.items()
        if lines
    }


def _answer(answer: CriterionAnswer) -> str:
    subject = answer.point.label if answer.point else answer.criterion.label
    return f"{subject} : {answer.get_state_display()}. {answer.reason}".strip()


class ReportForm(BaitForm):
    """What is wrong, what would be right, and an address if an answer is wanted."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    place = LineField(
        label="Sur quelle page ?",
        max_length=300,
        required=False,
        help_text="Facultatif. Son titre ou son adresse.",
        widget=forms.TextInput(attrs={"class": "input"}),
        error_messages={"max_length": too_long("L’adresse de la page est trop longue", 300)},
    )
    line = forms.ChoiceField(
        label="De quoi s’agit-il ?",
        required=False,
        help_text="Facultatif.",
        widget=forms.Select(attrs={"class": "input"}),
        error_messages={"invalid_choice": "Cette ligne n’est plus sur la page : choisissez-en une autre."},
    )
    message = TextField(
        label="Qu’est-ce qui est faux ?",
        max_length=MAX_MESSAGE,
        widget=forms.Textarea(attrs={"class": "input", "rows": 5}),
        error_messages={
            "required": "Dites ce qui est faux.",
            "max_length": too_long("Ce texte est trop long", MAX_MESSAGE),
        },
    )
    correction = TextField(
        label="Qu’est-ce qui serait juste ?",
        max_length=MAX_MESSAGE,
        required=False,
        help_text="Facultatif. Avec la source si vous la connaissez : un lien, une délibération.",
        widget=forms.Textarea(attrs={"class": "input", "rows": 4}),
        error_messages={"max_length": too_long("La correction est trop longue", MAX_MESSAGE)},
    )
    email = AddressField(
        label="Votre adresse électronique",
        required=False,
        help_text="Facultatif. Seulement pour vous répondre, une fois confirmée par un courriel. "
        "Effacée après six mois.",
        widget=AddressInput(attrs={"class": "input", "autocomplete": "email"}),
    )

    def __init__(self, data: QueryDict | None = None, *, target: Target, **kwargs: Any) -> None:
        super().__init__(with_key(data) if data is not None else None, **kwargs)
        self.target = target
        if target.page is not None or target.about:
            del self.fields["place"]
        if target.lines:
            self.fields["line"].choices = target.choices()  # type: ignore[attr-defined]  # a field of choices
            self.initial["line"] = target.line
        else:
            del self.fields["line"]

    def report(self) -> dict[str, Any]:
        """The arguments of `submit_report`."""
        data = self.cleaned_data
        return {
            **{name: data[name] for name in ("message", "correction", "email")},
            "idempotency_key": data["key"],
            "page": self.target.page,
            "about": self.target.about or self._line() or data.get("place", ""),
        }

    def _line(self) -> str:
        """The whole line that is chosen; without the box, the one of the address."""
        return self.target.words_of(self.cleaned_data["line"] if "line" in self.data else self.target.line)


class CloseForm(forms.Form):
    """An organiser's decision about a report."""

    outcome = forms.ChoiceField(choices=FactReportState.choices)
    answer = TextField(
        label="Réponse",
        max_length=MAX_MESSAGE,
        required=False,
        help_text="Facultative. Envoyée à la personne si elle a laissé une adresse, une fois celle-ci confirmée.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": too_long("La réponse est trop longue", MAX_MESSAGE)},
    )
