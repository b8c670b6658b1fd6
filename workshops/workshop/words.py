"""What is said of a workshop everywhere: how sure it is, when, with whom."""

from datetime import datetime
from typing import Any

from hub.core.dates.when import When
from hub.core.enums import Half
from workshops.workshop.agenda_items import AgendaItem, WorkshopPartner
from workshops.workshop.enums import CLOSED_CERTAINTIES, FAILED_CERTAINTIES, OPEN_CERTAINTIES, Certainty
from workshops.workshop.situation import Sentence, situation


class WorkshopWords:
    """Read from fields and loaded relations, without a query of its own."""

    when: When
    announced: Any
    year_assumed: Any
    certainty: Any
    fallback_for: Any
    fallback_for_id: Any
    fallbacks: Any
    fallback_lost: Any
    partners: Any
    agenda: Any

    @property
    def is_closed(self) -> bool:
        return self.certainty in CLOSED_CERTAINTIES

    @property
    def may_take_place(self) -> bool:
        return self.certainty in OPEN_CERTAINTIES

    @property
    def has_failed(self) -> bool:
        """True when its fallback may be activated."""
        return self.certainty in FAILED_CERTAINTIES

    @property
    def is_waiting_fallback(self) -> bool:
        """True for a fallback that nobody has activated."""
        return bool(self.fallback_for_id or self.fallback_lost) and self.certainty != Certainty.HELD

    @property
    def awaits_original(self) -> bool:
        """True for a fallback while the workshop that it would replace may still take place."""
        return self.may_take_place and self.fallback_for is not None and self.fallback_for.may_take_place

    @property
    def open_fallbacks(self) -> list[Any]:
        """Its fallbacks that may still be activated: needs `with_relays`."""
        return [other for other in self.fallbacks.all() if other.may_take_place]

    @property
    def is_firm(self) -> bool:
        """True when the day is known and nothing is left to confirm."""
        return self.when.is_firm and self.certainty in (Certainty.CONFIRMED, Certainty.HELD)

    @property
    def begins_at(self) -> datetime | None:
        """Its first instant, once its day is known."""
        return self.when.first_instant

    @property
    def ends_at(self) -> datetime | None:
        """Its last instant, once its day is known."""
        return self.when.last_instant

    @property
    def doubt(self) -> str:
        """The word that must stand beside the date, or nothing: «sous réserve», «repli», «annulé» …

        Only the workshop's own certainty counts: a partner's is said beside the partner.
        """
        if self.is_closed or self.certainty == Certainty.IDEA:
            return Certainty(self.certainty).label.lower()
        if self.certainty == Certainty.HELD:
            return ""
        if self.is_waiting_fallback:
            return "repli"
        if self.certainty == Certainty.TENTATIVE or (self.certainty == Certainty.PROPOSED and self.when.is_firm):
            return Certainty(self.certainty).label.lower()
        return ""

    @property
    def standing(self) -> str:
        """How sure it is in one word, for organisers: a fallback is one before anything else."""
        return "repli" if self.is_waiting_fallback and not self.is_closed else Certainty(self.certainty).label.lower()

    @property
    def has_file(self) -> bool:
        """Whether its calendar file tells what may take place; after days withdrawn for a month, it tells their end."""
        return not self.is_closed and (self.when.is_firm or (bool(self.when.months()) and not self.announced))

    @property
    def date_words(self) -> str:
        """The date in French, with what must be said wherever its year shows."""
        return f"{self.when.french()}, année supposée" if self.when and self.year_assumed else self.when.french()

    @property
    def sentences(self) -> list[Sentence]:
        """What happened to it, for lists: needs `with_relays`."""
        return situation(self)

    @property
    def shown_partners(self) -> list[WorkshopPartner]:
        return [partner for partner in self.partners.all() if not partner.has_withdrawn]

    @property
    def practice_words(self) -> str:
        """Who speaks in the first part, in few words, for lists."""
        return self._speakers(Half.PRACTICE) or ", ".join(
            partner.authority.short_name for partner in self.shown_partners
        )

    @property
    def outcome_words(self) -> str:
        """Who speaks in the second part; empty while nobody is known."""
        return self._speakers(Half.OUTCOME)

    def _speakers(self, part: Half) -> str:
        items = [item for item in self.agenda.all() if item.part == part]
        names = [item.speaker or (item.authority.short_name if item.authority else "") for item in items]
        return ", ".join(dict.fromkeys(filter(None, names)))

    @property
    def agenda_parts(self) -> list[tuple[Half, list[AgendaItem]]]:
        """Both parts, always as a pair, each with its moments."""
        items = list(self.agenda.all())
        return [(part, [item for item in items if item.part == part]) for part in Half]
