"""The organisers' screen after a workshop: its report, questions left open, what people found in it."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from casestudies.publications.recording import why_blocked
from casestudies.reporting.actions import make_report, report_of
from casestudies.reporting.forms import OpenQuestionForm
from hub.core.errors import ActionError, NotAllowed
from hub.core.forms import decision_in
from hub.core.http import read_or_send
from workshops.leading.actions.asking import look_for_answer
from workshops.leading.meeting import Question, parts_of, people_of, questions_of, session_of
from workshops.models import WorkshopPage
from workshops.planning.views.screen import heading, organiser
from workshops.thanking.summary import summary_of


@never_cache
@read_or_send
def prepare_report(request: HttpRequest, pk: int) -> HttpResponse:
    """What the report will hold, and «Préparer le compte-rendu». A refused form loses nothing."""
    workshop = get_object_or_404(WorkshopPage, pk=pk)
    if not workshop.permissions_for_user(request.user).can_publish():
        return HttpResponseRedirect(reverse("wagtailadmin_home"))
    data = request.POST if request.method == "POST" else None
    forms = [OpenQuestionForm(data, question) for question in _open(workshop)]
    if data is None:
        return _page(request, workshop, forms)
    if not all(form.is_valid() for form in forms):
        messages.error(request, "Rien n’est enregistré : corrigez ce qui est signalé.")
        return _page(request, workshop, forms, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        return _take(request, workshop, forms)
    except ActionError as refusal:
        messages.error(request, str(refusal))
        status = HTTPStatus.FORBIDDEN if isinstance(refusal, NotAllowed) else HTTPStatus.CONFLICT
        return _page(request, workshop, forms, status)


def _open(workshop: WorkshopPage) -> list[Question]:
    """Those that nobody marked as asked."""
    return [question for question in questions_of(workshop, people_of(workshop)) if question.asked_at is None]


def _take(request: HttpRequest, workshop: WorkshopPage, forms: list[OpenQuestionForm]) -> HttpResponse:
    by, wanted = organiser(request), 0
    for form in forms:
        said, question = form.cleaned_data, form.question
        if said["theme"] is not None:
            made = look_for_answer(
                workshop, name=question.name, part=question.part, theme=said["theme"], words=said["words"], by=by
            )
            wanted += made is not None
    if wanted:
        messages.success(request, f"Recherches ajoutées sur leur thème : {wanted}.")
    if decision_in(request.POST) != "prepare":
        return HttpResponseRedirect(request.path)
    page = make_report(workshop, [form.question for form in forms if form.cleaned_data["shown"]], by=by)
    messages.success(request, "Le compte-rendu est prêt à relire : c’est un brouillon.")
    return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))


def _page(
    request: HttpRequest,
    workshop: WorkshopPage,
    forms: list[OpenQuestionForm],
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "workshop": workshop,
        "report": report_of(workshop),
        "parts": parts_of(workshop, session_of(workshop), []),
        "forms": forms,
        "blocked": why_blocked(workshop),
        "summary": summary_of(workshop),
        **heading(workshop, "Compte-rendu"),
    }
    return render(request, "casestudies/admin/workshop_report.html", context, status=status)
