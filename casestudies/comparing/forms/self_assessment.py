"""What the address of «Mon dispositif en est-il une ?» may say."""

from collections.abc import Iterable
from typing import Any

from django import forms

from casestudies.evidence.assessment import OWN_WORDS, Question
from casestudies.evidence.enums import AnswerState
from glossary.models import Criterion
from hub.core.forms import QueryForm

STATES = [(str(state), word.capitalize()) for state, word in OWN_WORDS.items()]


class AssessmentQuery(QueryForm):
    """`?v=1&c1=yes&c2-sortition=partly`: one answer per question; `&modifier=1` asks for the form again."""

    v = forms.IntegerField(required=False, min_value=0, max_value=100_000)
    modifier = forms.ChoiceField(choices=[("1", "oui")], required=False)

    def __init__(self, criteria: Iterable[Criterion], asked: Iterable[Question], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = {criterion.version.number for criterion in criteria}
        self.codes = [question.code for question in asked]
        for question in asked:
            label = question.label if question.key else f"Votre réponse : {question.label}"
            self.fields[question.code] = forms.ChoiceField(
                choices=STATES, required=False, label=label, widget=forms.RadioSelect
            )

    def answers(self) -> dict[str, AnswerState]:
        """The answers that were understood, in the order of the questions."""
        values = self.values()
        return {code: AnswerState(values[code]) for code in self.codes if code in values}

    def is_about_another_version(self) -> bool:
        version = self.values().get("v")
        return version is not None and version not in self.numbers

    def wants_the_form(self) -> bool:
        return "modifier" in self.values()
