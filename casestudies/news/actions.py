"""What a publication changes on the sheet of an assembly becomes news, in the transaction that writes it.

The first publication says that there is a sheet, never thirty facts.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from casestudies.evidence.assembly import AssemblyPage
from casestudies.evidence.facts import Fact
from casestudies.news.differences import Difference, Sheet, differences, explained
from casestudies.news.models import SheetChange


def on_assembly_saving(sender: type, instance: AssemblyPage, **kwargs: Any) -> None:
    """Receiver of `pre_save`: what was last public; None for a sheet that never was."""
    if kwargs.get("update_fields") is None:
        stored = AssemblyPage.objects.filter(pk=instance.pk, first_published_at__isnull=False)
        found = stored.values_list("status", "verified_on").first() if instance.pk else None
        instance.public_before = Sheet(_facts(instance), *found) if found else None


def on_assembly_published(sender: type, instance: AssemblyPage, **kwargs: Any) -> None:
    """Receiver of `page_published`."""
    before, instance.public_before = instance.public_before, None
    if before is None or not instance.live:
        return
    after = Sheet(_facts(instance), instance.status, instance.verified_on)
    found = list(differences(before, after, instance.status_note))
    reasons = explained(before, after.facts.values(), {each.fact for each in found})
    if found or reasons:
        with transaction.atomic():
            # Locked first: two people may publish at once.
            AssemblyPage.objects.select_for_update().filter(pk=instance.pk).values_list("pk").first()
            _write(instance, found)
            for fact, because in reasons.items():
                _explain(fact, because)


def _facts(page: AssemblyPage) -> dict[int, Fact]:
    return {fact.pk: fact for fact in Fact.objects.filter(page=page.pk)}


def _write(page: AssemblyPage, found: list[Difference]) -> None:
    """A row for each; a second one on the same day goes on with the first, and what came back leaves none."""
    now = timezone.now()
    day = timezone.localdate(now)
    today = {(row.fact_id, row.box): row for row in SheetChange.objects.filter(page=page, day=day)}
    rows = []
    for each in found:
        if each.box and (each.fact, "") in today:
            continue  # the sentence has told it today
        row = today.get((each.fact, each.box)) or SheetChange(
            page=page, fact_id=each.fact, box=each.box, day=day, old=each.old
        )
        row.at, row.new = now, each.new
        row.because, row.verified_on = each.because or row.because, each.verified_on or row.verified_on
        rows.append(row)
    back = [row.pk for row in rows if row.pk and row.old == row.new and not row.verified_on]
    said = {each.fact for each in found if each.fact and not each.box}
    SheetChange.objects.filter(pk__in=back).delete()
    SheetChange.objects.filter(fact__in=said, day=day).exclude(box="").delete()
    SheetChange.objects.bulk_create([row for row in rows if not row.pk])
    for row in rows:
        if row.pk and row.pk not in back:
            row.save()


def _explain(fact: int, because: str) -> None:
    """A reason that was written once the correction was public: it goes with the last one."""
    last = SheetChange.objects.filter(fact=fact).order_by("-at", "-pk").first()
    if last is not None:
        last.because = because
        last.save()
