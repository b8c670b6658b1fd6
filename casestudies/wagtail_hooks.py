"""What is learnt, in the menu of the administration."""

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.snippets.models import register_snippet

from casestudies.viewsets import (
    AssemblyViewSetGroup,
    CaseStudyViewSet,
    ProposalViewSet,
    ReportViewSet,
    TestimonyViewSet,
)

register_snippet(AssemblyViewSetGroup)


@hooks.register("register_admin_viewset")
def viewsets() -> list[ViewSet]:
    return [CaseStudyViewSet(), ProposalViewSet(), TestimonyViewSet(), ReportViewSet()]
