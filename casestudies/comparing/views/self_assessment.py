"""«Mon dispositif en est-il une ?»: nothing is stored, the answers are in the address."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from casestudies.comparing.examples import examples
from casestudies.comparing.forms.self_assessment import AssessmentQuery
from casestudies.evidence.assessment import assess_own, code_of, questions, sentences
from glossary.models import criteria_in_force
from hub.core.http import public_page
from hub.core.sites import section_path

TITLE = "Mon dispositif en est-il une ?"


@public_page
def self_assessment(request: HttpRequest) -> HttpResponse:
    """The questions; with at least one answer about the definition in force, what the answers say."""
    criteria = criteria_in_force()
    asked = {criterion.pk: questions(criterion) for criterion in criteria}
    every = [question for own in asked.values() for question in own]
    query = AssessmentQuery(criteria, every, request.GET)
    answers, is_old = query.answers(), query.is_about_another_version()
    version = criteria[0].version if criteria else None
    shared = {"title": TITLE, "version": version, "trail": [("Définition", section_path("definition")), (TITLE, "")]}
    if answers and not is_old and not query.wants_the_form():
        results = assess_own(criteria, answers)
        links = {
            "change": urlencode({"v": version.number if version else "", **answers, "modifier": 1}),
            "propose": f"{reverse('propose')}?{urlencode({'dispositif': code_of(answers)}, safe=':,')}",
        }
        context = {**shared, **links, "results": results, "sentences": sentences(results)}
        return render(request, "casestudies/self_assessment_result.html", context)
    form = AssessmentQuery(criteria, every, initial=answers)
    shown = examples(criteria)
    groups = [(each, [form[question.code] for question in asked[each.pk]], shown[each.pk]) for each in criteria]
    notices = {"is_old": is_old and bool(answers), "is_empty": "v" in request.GET and not answers}
    starters = any(answer.page.is_starter for answers in shown.values() for answer in answers)
    context = {**shared, **notices, "groups": groups, "starters": starters}
    return render(request, "casestudies/self_assessment.html", context)
