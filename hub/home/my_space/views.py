"""`/mon-espace/`: one page to read, and a page for each thing to do."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST, require_safe

from casestudies.proposals.personal import published_pages
from hub.community.actions.erasing import LAST_ORGANISER, erase_member, is_last_organiser
from hub.community.models import Member
from hub.community.people import people_behind
from hub.community.personal import ERASURE_REMAINS
from hub.core.errors import ActionError
from hub.core.http import read_or_send
from hub.core.registries import personal_data
from hub.home.my_space.actions.news import resume_news, stop_news, subscribe_to_news
from hub.home.my_space.actions.profile import correct_profile
from hub.home.my_space.content import my_space_content, own_subscription
from hub.home.my_space.export import export_archive
from hub.home.my_space.forms import ErasureForm, NewsForm, ProfileForm

NEWS = "#nouvelles"


@never_cache
@csrf_protect
@login_required
@require_safe
def my_space(request: HttpRequest) -> HttpResponse:
    """What a signed-in person has here."""
    return render(request, "home/my_space.html", my_space_content(_member(request)))


@never_cache
@csrf_protect
@login_required
@read_or_send
def news(request: HttpRequest) -> HttpResponse:
    """Choose themes and rhythm. Without a form, back to the page where it is."""
    if request.method != "POST":
        return _to_news()
    member = _member(request)
    form = NewsForm(request.POST)
    if not form.is_valid():
        return render(request, "home/my_space.html", my_space_content(member, news_form=form))
    subscribe_to_news(member, themes=form.cleaned_data["themes"], rhythm=form.cleaned_data["rhythm"])
    messages.success(request, "C’est noté : vous recevrez les nouvelles de ces thèmes.")
    return _to_news()


@never_cache
@csrf_protect
@login_required
@require_POST
def news_stop(request: HttpRequest) -> HttpResponse:
    """No digest any more."""
    subscription = own_subscription(_member(request))
    if subscription is not None:
        stop_news(subscription)
    messages.success(request, "Les nouvelles par thème sont arrêtées. Rien d’autre ne change.")
    return _to_news()


@never_cache
@csrf_protect
@login_required
@require_POST
def news_resume(request: HttpRequest) -> HttpResponse:
    """The same themes again."""
    subscription = own_subscription(_member(request))
    if subscription is not None:
        resume_news(subscription)
        messages.success(request, "Les nouvelles par thème reprennent.")
    return _to_news()


@never_cache
@csrf_protect
@login_required
@read_or_send
def profile(request: HttpRequest) -> HttpResponse:
    """Correct one's name and authority."""
    member = _member(request)
    form = ProfileForm(request.POST if request.method == "POST" else None, member=member)
    if form.is_bound and form.is_valid():
        correct_profile(member, by=member, **form.cleaned_data)
        messages.success(request, "Vos données sont corrigées.")
        return HttpResponseRedirect(reverse("my_space"))
    return render(request, "home/my_profile.html", {"form": form, "member": member})


@never_cache
@csrf_protect
@login_required
@require_POST
def download(request: HttpRequest) -> FileResponse:
    """Everything the site knows about the person, in one archive."""
    now = timezone.now()
    archive = export_archive(people_behind(_member(request)), at=now)
    name = f"agoratheque-mes-donnees-{timezone.localdate(now):%Y-%m-%d}.zip"
    return FileResponse(archive, as_attachment=True, filename=name, content_type="application/zip")


@never_cache
@csrf_protect
@login_required
@read_or_send
def erase(request: HttpRequest) -> HttpResponse:
    """What goes, what remains and why; then a button erases the account."""
    member = _member(request)
    pages = [page for person in people_behind(member) for page in published_pages(person)]
    form = ErasureForm(request.POST if request.method == "POST" else None, has_published=bool(pages))
    refusal = LAST_ORGANISER if is_last_organiser(member) else ""
    if form.is_bound and form.is_valid() and not refusal:
        try:
            erase_member(member, keep_published=form.keep_published, at=timezone.now())
        except ActionError as error:
            refusal = str(error)
        else:
            logout(request)
            return HttpResponseRedirect(reverse("erased"))
    return render(request, "home/erase.html", _erasure_context(form, pages, refusal))


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """The clear end, the same for everybody."""
    return render(request, "home/erased.html")


def _erasure_context(form: ErasureForm, pages: list, refusal: str) -> dict[str, Any]:
    register = personal_data()
    return {
        "form": form,
        "pages": pages,
        "refusal": refusal,
        "goes": [(data.label, bool(data.remains)) for data in register],
        "remains": [*(data.remains for data in register if data.remains), *ERASURE_REMAINS],
    }


def _member(request: HttpRequest) -> Member:
    return cast("Member", request.user)


def _to_news() -> HttpResponse:
    return HttpResponseRedirect(reverse("my_space") + NEWS)
