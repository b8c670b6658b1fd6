"""What people type to report an error, and organisers to answer."""

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from wagtail.models import Page

from casestudies.checking.enums import FactReportState
from casestudies.evidence.facts import CriterionAnswer, Fact
from glossary.models import Term
from hub.core.forms import AddressField, AddressInput, BaitForm, LineField, QueryForm, TextField, with_key
from hub.core.models import BasePageQuerySet
from hub.core.validators import too_long

MAX_MESSAGE = 5_000
#: The largest number of a page.
MAX_NUMBER = 2**31 - 1


@dataclass(frozen=True)
class Target:
    """What a report is about: a page the reader may see, and perhaps one line of it, in words."""

    page: Page | None = None
    about: str = ""


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
        return Target(page, _fact(page, asked.get("fait", 0)) or _answer(page, asked.get("reponse", 0)))


def _term(slug: str) -> str:
    term = Term.objects.exclude(definition="").filter(slug=slug).first()
    return f"Glossaire, « {term.name} » : {term.definition}" if term else ""


def _fact(page: Page, number: int) -> str:
    fact = Fact.objects.filter(pk=number, page=page.pk).first()
    return f"{fact.shown_label} : {fact.value}" if fact else ""


def _answer(page: Page, number: int) -> str:
    found = CriterionAnswer.objects.filter(pk=number, page=page.pk).select_related("criterion", "point").first()
    if found is None:
        return ""
    subject = found.point.label if found.point else found.criterion.label
    return f"{subject} : {found.get_state_display()}. {found.reason}".strip()


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

    def report(self) -> dict[str, Any]:
        """The arguments of `submit_report`."""
        data = self.cleaned_data
        return {
            **{name: data[name] for name in ("message", "correction", "email")},
            "idempotency_key": data["key"],
            "page": self.target.page,
            "about": self.target.about or data.get("place", ""),
        }


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
