"""Which pages can be cited, and what is cited of them."""

from django.utils import timezone

from casestudies.evidence.assembly import AssemblyPage
from casestudies.publications.case_study import CaseStudyPage
from casestudies.publications.citations import Reference
from hub.core.exports import address
from hub.core.models import BasePage, SiteIdentity

#: First part of the address of a citation → the type of page.
CITABLE: dict[str, type[BasePage]] = {"assemblee": AssemblyPage, "etude-de-cas": CaseStudyPage}
#: What is cited is the sheet: «assemblée en ligne» would be an assembly that meets on a screen.
CITED_AS = {"assemblee": "fiche d’assemblée", "etude-de-cas": "étude de cas"}


def kind_of(page: BasePage) -> str:
    """The name of the type of `page` in addresses."""
    return next(name for name, model in CITABLE.items() if isinstance(page, model))


def reference_to(page: BasePage, identity: SiteIdentity) -> Reference:
    """What to cite of a page; a draft in preview has no dates yet."""
    days = [instant and timezone.localtime(instant).date() for instant in _dates(page)]
    return Reference(
        kind=CITED_AS[kind_of(page)],
        slug=page.slug,
        title=page.title,
        organisation=identity.organisation,
        site=identity.name,
        address=address(page) if page.pk else "",
        published=days[0],
        updated=days[1],
        accessed=timezone.localdate(),
    )


def _dates(page: BasePage) -> tuple:
    return page.first_published_at, page.last_published_at
