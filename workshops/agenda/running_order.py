"""The running order (conducteur) of a workshop: minutes, clock times, and whether the sum fits the slot."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hub.core.enums import Half
from workshops.workshop.agenda_items import AgendaItem
from workshops.workshop.workshop import WorkshopPage


@dataclass(frozen=True)
class Line:
    """A moment. `starts` is its local start time (Europe/Paris) when the hour and all minutes before are known."""

    item: AgendaItem
    starts: datetime | None


@dataclass(frozen=True)
class RunningOrder:
    """Both parts with their lines; minutes are integers, `slot_minutes` is None while the hour is not known."""

    parts: list[tuple[Half, list[Line], int]]
    total_minutes: int
    slot_minutes: int | None
    undefined: int

    @property
    def excess(self) -> int:
        """Minutes by which the programme is longer than the slot; 0 when it fits or when something is not known."""
        if self.slot_minutes is None:
            return 0
        return max(0, self.total_minutes - self.slot_minutes)

    @property
    def remark(self) -> str:
        """What the sum says, in a sentence; empty when it fits."""
        if self.undefined and self.total_minutes:
            some = self.undefined > 1
            return f"{self.undefined} {'moments n’ont' if some else 'moment n’a'} pas encore de durée."
        if self.undefined or self.slot_minutes is None:
            return ""
        if self.excess:
            return f"Le programme dépasse le créneau de {self.excess} min."
        left = self.slot_minutes - self.total_minutes
        return f"Il reste {left} min dans le créneau." if left else ""


def running_order(workshop: WorkshopPage) -> RunningOrder:
    """Compute the running order; agenda items are taken in their order, the first part before the second."""
    clock = workshop.when.starts_at
    parts = []
    for part, items in workshop.agenda_parts:
        lines = []
        for item in items:
            lines.append(Line(item, clock))
            clock = clock + timedelta(minutes=item.minutes) if clock and item.minutes else None
        parts.append((part, lines, sum(item.minutes or 0 for item in items)))
    every = [line.item for _, lines, _ in parts for line in lines]
    start, end = workshop.when.starts_at, workshop.when.ends_at
    slot = int((end - start).total_seconds() // 60) if start and end else None
    return RunningOrder(
        parts, sum(item.minutes or 0 for item in every), slot, sum(item.minutes is None for item in every)
    )
