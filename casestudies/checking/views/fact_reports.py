"""«Signaler une erreur», and its end."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_safe

from casestudies.checking.actions.fact_reporting import confirm_report, submit_report
from casestudies.checking.forms.fact_reports import ReportForm, TargetQuery
from casestudies.checking.links import report_behind
from hub.core.http import read_or_send
from hub.core.limits import TOO_MANY, allow_place

#: From one place: a whole town hall may share an address.
REPORTS_PER_HOUR = 30


@cache_control(private=True, no_cache=True)
@csrf_protect
@read_or_send
def report_error(request: HttpRequest) -> HttpResponse:
    """A form about one page, or one line of it: `?sur=12&fait=34`. Stored once, however many clicks."""
    target = TargetQuery(request.GET).target()
    form = ReportForm(request.POST if request.method == "POST" else None, target=target)
    context = {"form": form, "target": target}
    if not (form.is_bound and form.is_valid()):
        is_bait = form.is_bound and form.looks_automatic
        status = HTTPStatus.UNPROCESSABLE_ENTITY if is_bait else HTTPStatus.OK
        return render(request, "casestudies/report_error.html", context, status=status)
    if not allow_place("report_error", request, per_hour=REPORTS_PER_HOUR):
        form.add_error(None, TOO_MANY)
        return render(request, "casestudies/report_error.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
    submit_report(**form.report())
    return HttpResponseRedirect(reverse("report_error_thanks"), status=HTTPStatus.SEE_OTHER)


@never_cache
@csrf_protect
@read_or_send
def confirm(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Reading changes nothing, so that programs that open every link of a mail confirm nothing."""
    report = report_behind(pk, token)
    if report is None:
        raise Http404
    if request.method == "POST":
        confirm_report(report)
        return HttpResponseRedirect(request.path, status=HTTPStatus.SEE_OTHER)
    return render(request, "casestudies/report_error_confirm.html", {"report": report})


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """The clear end of the form, the same for everybody."""
    return render(request, "casestudies/report_error_thanks.html")
