"""The editor of case studies: a tag typed with another spelling is the tag that exists."""

from django.core.exceptions import ValidationError

from casestudies.tags.models import TagName
from casestudies.tags.spelling import tag_problem
from hub.core.models import PageForm
from hub.core.validators import one_line


class CaseStudyForm(PageForm):
    """Typing «élues» when «Élus» exists gives «Élus»; a new tag must be one that members could type too."""

    def clean_tags(self) -> list[str]:
        return list(dict.fromkeys(_known_or_new(text) for text in self.cleaned_data["tags"]))


def _known_or_new(text: str) -> str:
    name = one_line(text)
    known = TagName.objects.tag_of(name)
    if known is not None:
        return known.name
    problem = tag_problem(name)
    if problem:
        raise ValidationError(f"« {name[:60]} » : {problem[0].lower()}{problem[1:]}")
    return name
