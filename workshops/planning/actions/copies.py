"""Workshops made from others: always drafts, with an identity of their own."""

from collections.abc import Iterable

from django.db import transaction

from hub.community.models import Member
from hub.core.dates.when import When
from hub.core.errors import ActionError, NotAllowed
from hub.core.suggested import free_slug
from workshops.planning.actions.remembering import remember
from workshops.workshop.cycle import Cycle
from workshops.workshop.enums import Certainty, PartnerCertainty
from workshops.workshop.workshop import WorkshopPage


def duplicate_workshop(workshop: WorkshopPage, *, by: Member) -> WorkshopPage:
    """A draft with the same partners and agenda, without date, identity of its own («dupliquer l'atelier»)."""
    _check_right(workshop, by)
    with transaction.atomic():
        return _draft(workshop, title=f"{workshop.title[:240]} (copie)", when=When(), cycle=workshop.cycle, by=by)


def start_cycle(
    cycle: Cycle, *, label: str, period: When, workshops: Iterable[WorkshopPage], by: Member
) -> tuple[Cycle, list[WorkshopPage]]:
    """«Nouveau cycle»: the workshops of `cycle` as drafts of the next one, with months only, fallbacks of one another.

    Raises NotAllowed without the right to add a cycle and workshops, ActionError when a cycle has that name already.
    """
    if not by.has_perm("workshops.add_cycle"):
        raise NotAllowed("Vous ne pouvez pas créer de cycle.")
    if Cycle.objects.filter(label=label).exists():
        raise ActionError("Un cycle a déjà ce nom : choisissez-en un autre.")
    years = _year(period, default=_year(cycle.period) + 1) - _year(cycle.period)
    with transaction.atomic():
        following = Cycle.objects.create(label=label, slug=free_slug(Cycle, label), period=period)
        copies = {}
        for workshop in sorted(workshops, key=lambda page: page.pk):
            _check_right(workshop, by)
            when = months_later(workshop.when, years)
            copies[workshop.pk] = _draft(workshop, title=workshop.title, when=when, cycle=following, by=by)
        for workshop in workshops:
            _relay(copies[workshop.pk], copies.get(workshop.fallback_for_id or 0), workshop.fallback_condition, by)
    return following, list(copies.values())


def months_later(when: When, years: int) -> When:
    """The same months, `years` later: nobody has chosen a day yet."""
    months = [f"{year + years}-{month:02d}" for year, month in when.months()]
    if not months:
        return When.parse("/".join(str(part.year + years) for part in when.parts))
    if when.one_of:
        return When.parse("|".join(months))
    return When.parse(months[0] if when.is_firm or len(months) == 1 else f"{months[0]}/{months[-1]}")


def _check_right(workshop: WorkshopPage, by: Member) -> None:
    if not workshop.get_parent().permissions_for_user(by).can_add_subpage():
        raise NotAllowed("Vous ne pouvez pas créer d’atelier.")


def _draft(workshop: WorkshopPage, *, title: str, when: When, cycle: Cycle | None, by: Member) -> WorkshopPage:
    """A copy of which nothing is decided: neither how sure it is, nor its partners, nor whether it relieves another."""
    copy = workshop.copy(
        update_attrs={"title": title, "slug": _free_slug(workshop), "live": False},
        copy_revisions=False,
        keep_live=False,
        user=by,
    )
    copy.when, copy.cycle, copy.year_assumed = when, cycle, False
    copy.certainty, copy.fallback_for, copy.wording = Certainty.IDEA, None, ""
    for partner in copy.partners.all():
        partner.certainty = PartnerCertainty.PLANNED
        copy.partners.add(partner)
    copy.save()
    copy.save_revision(user=by)
    remember(copy, f"copié de « {workshop.title} »", by=by)
    return copy


def _relay(copy: WorkshopPage, original: WorkshopPage | None, condition: str, by: Member) -> None:
    copy.fallback_for = original
    copy.fallback_condition = condition if original else ""
    copy.save()
    copy.save_revision(user=by)


def _year(when: When, default: int = 0) -> int:
    return when.parts[0].year if when.parts else default


def _free_slug(workshop: WorkshopPage) -> str:
    taken = set(workshop.get_siblings().values_list("slug", flat=True))
    number = 2
    while f"{workshop.slug[:240]}-{number}" in taken:
        number += 1
    return f"{workshop.slug[:240]}-{number}"
