"""Public views: tag pages and the proposal form."""

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe
from taggit.models import Tag

from casestudies.actions import submit_proposal
from casestudies.filters import ThemeFilter
from casestudies.forms import ProposalForm
from casestudies.models import CaseStudyPage


@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    """Every tag in use, with its count."""
    visible = CaseStudyPage.objects.visible_to(request.user)
    used = Count("casestudies_casestudytag_items", filter=Q(casestudies_casestudytag_items__content_object__in=visible))
    return render(
        request, "casestudies/tags.html", {"tags": Tag.objects.annotate(used=used).filter(used__gt=0).order_by("name")}
    )


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """The case studies that bear one tag; a tag that only drafts bear does not exist for readers."""
    chosen = get_object_or_404(Tag, slug=slug)
    studies = CaseStudyPage.objects.visible_to(request.user).filter(tags=chosen).for_lists()
    page = ThemeFilter(request.GET).paginate(studies.order_by("-first_published_at", "-pk"))
    if not page.object_list:
        raise Http404
    trail = [("Étiquettes", reverse("tags")), (chosen.name, "")]
    return render(request, "casestudies/tag.html", {"tag": chosen, "items": page, "trail": trail})


@cache_control(private=True, no_cache=True)
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """«Proposer un témoignage»: stored once, whatever the number of clicks.

    No `no-store`: going back must find the same form, with the same key, not a new one.
    """
    form = ProposalForm(request.POST) if request.method == "POST" else ProposalForm()
    if form.is_bound and form.is_valid():
        if not form.looks_automatic:
            submit_proposal(**form.proposal())
        return HttpResponseRedirect(reverse("propose_thanks"))
    return render(request, "casestudies/propose.html", {"form": form})


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """The clear end of the form, the same for everybody."""
    return render(request, "casestudies/propose_thanks.html")
