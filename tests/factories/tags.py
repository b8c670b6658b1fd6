"""Tags on case studies, editorial and of members, for tests."""

from casestudies.models import CaseStudyPage, MemberTag
from casestudies.tagging.actions import add_member_tag
from tests.factories.casestudies import case_study
from tests.factories.organisers import member


def tagged(title: str, *tags: str, **fields: object) -> CaseStudyPage:
    """A case study with editorial tags."""
    study = case_study(title, **fields)
    study.tags.add(*tags)
    study.save()
    return study


def proposed(page: CaseStudyPage, text: str, **fields: object) -> MemberTag:
    """A tag that a new member put."""
    return add_member_tag(page, text, by=member(**fields))


def draft_with(page: CaseStudyPage, *tags: str) -> CaseStudyPage:
    """The same page with another set of tags in its draft only."""
    draft = page.get_latest_revision_as_object() if page.latest_revision else page
    draft.tags.set(tags)
    draft.save_revision()
    return CaseStudyPage.objects.get(pk=page.pk)
