"""Tags: their pages, and what a member puts on a case study or takes back."""

from typing import cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST
from taggit.models import Tag

from casestudies.publications.case_study import CaseStudyPage
from casestudies.tagging.actions import add_member_tag, remove_member_tag
from casestudies.tagging.forms import RemoveTagForm, TagForm, TagQuery
from casestudies.tagging.usage import near_tags, public_tags, studies_with
from casestudies.tags.models import MemberTag, TagName
from hub.community.models import Member
from hub.core.errors import ActionError, NotAllowed
from hub.core.forms import QueryForm
from hub.core.http import public_page, read_or_send
from hub.core.sites import path_of, section_path


@public_page
def tags(request: HttpRequest) -> HttpResponse:
    """Every tag in use, with its count."""
    return render(request, "casestudies/tags.html", {"tags": public_tags(), "trail": [("Étiquettes", "")]})


@public_page
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """The case studies that bear one tag; a tag that only drafts bear does not exist for readers.

    Former names, synonyms and merged tags lead to the present address.
    """
    chosen = _named(slug)
    studies = studies_with(chosen).for_lists()
    page = QueryForm(request.GET).paginate(studies.order_by("-first_published_at", "-pk"))
    if not page.object_list:
        raise Http404
    if chosen.slug != slug:
        return HttpResponsePermanentRedirect(reverse("tag", args=[chosen.slug]))
    trail = [("Étiquettes", reverse("tags")), (chosen.name, "")]
    return render(request, "casestudies/tag.html", {"tag": chosen, "items": page, "trail": trail})


def _named(slug: str) -> Tag:
    if not slug.isprintable():
        raise Http404
    present = Tag.objects.filter(slug=slug).first()
    return present or get_object_or_404(TagName.objects.select_related("tag"), slug=slug).tag


@cache_control(private=True, no_cache=True)
@csrf_protect
@read_or_send
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """«Proposer une étiquette» for one case study. Who must sign in first finds what was typed again afterwards."""
    page = get_object_or_404(CaseStudyPage.objects.visible_to_all(), slug=slug)
    form = TagForm(request.POST) if request.method == "POST" else TagForm(initial=_typed_before(request))
    if not request.user.is_authenticated:
        query = urlencode({"etiquette": form["etiquette"].value() or ""}) if form.is_bound else ""
        return redirect_to_login(f"{request.path}?{query[:300]}" if query else request.get_full_path())
    if not form.is_bound or not form.is_valid():
        return _form_page(request, page, form, [])
    name = form.cleaned_data["etiquette"]
    near = [] if form.cleaned_data["garder"] or TagName.objects.tag_of(name) else near_tags(name, public_tags())
    if near:
        return _form_page(request, page, form, near)
    before = set(MemberTag.objects.filter(page=page, member=request.user.pk).values_list("tag_id", flat=True))
    try:
        line = add_member_tag(page, name, by=request.user)
    except ActionError as refusal:
        form.add_error("etiquette", str(refusal))
        return _form_page(request, page, form, [])
    if line.tag_id in before:
        messages.info(request, f"Vous aviez déjà ajouté l’étiquette « {line.tag.name} » à cette étude.")
    else:
        messages.success(request, _done(name, line.tag.name))
    return HttpResponseRedirect(request.path)


def _typed_before(request: HttpRequest) -> dict[str, str]:
    return {"etiquette": TagQuery(request.GET).text()}


def _done(typed: str, name: str) -> str:
    if typed == name:
        return f"L’étiquette « {name} » est ajoutée."
    return f"Cette étiquette existe déjà : « {name} ». Elle est ajoutée sous ce nom."


def _form_page(request: HttpRequest, page: CaseStudyPage, form: TagForm, near: list[Tag]) -> HttpResponse:
    mine = (
        MemberTag.objects.filter(page=page, member=request.user.pk)
        .select_related("tag")
        .order_by("tag__name__french", "pk")
    )
    trail = [
        ("Études de cas", section_path("etudes-de-cas")),
        (page.title, path_of(page, request)),
        ("Proposer une étiquette", ""),
    ]
    context = {"study": page, "form": form, "near": near, "mine": mine, "known": public_tags(), "trail": trail}
    return render(request, "casestudies/tag_propose.html", context)


@cache_control(private=True, no_cache=True)
@csrf_protect
@require_POST
@login_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's tag back, from the case study's form or from one's own space; twice is no error."""
    line = MemberTag.objects.select_related("tag", "page").filter(pk=pk).first()
    if line is None:
        return HttpResponseRedirect(reverse("my_space"))
    try:
        remove_member_tag(line, by=cast("Member", request.user))
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    messages.success(request, f"L’étiquette « {line.tag.name} » est retirée.")
    if RemoveTagForm(request.POST).returns_to_study and line.page.live:
        return HttpResponseRedirect(reverse("tag_propose", args=[line.page.slug]))
    return HttpResponseRedirect(reverse("my_space"))
