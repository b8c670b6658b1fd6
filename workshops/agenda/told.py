"""What calendars are told of a workshop: its dates, how sure they are, and the sentences beside them.

A feed of known days tells days; the forecast tells months too. What was told never disappears in silence: it is told
as cancelled, at the days last announced, until `CLOSED_FOR` after them.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hub.core.addresses import site_url
from hub.core.dates.when import Precision, When
from workshops.agenda.calendar import CalendarEvent
from workshops.workshop.enums import FAILED_CERTAINTIES, Certainty, Mode
from workshops.workshop.workshop import WorkshopPage

#: What does not take place any more stays this long after its end, so that subscribers see it go.
CLOSED_FOR = timedelta(days=30)
CLOSED_PREFIX = {Certainty.CANCELLED: "[Annulé] ", Certainty.POSTPONED: "[Reporté] ", Certainty.VOID: "[Sans objet] "}
TO_BE_SET = "[Date à préciser] "


def told(page: WorkshopPage, today: date, *, forecast: bool) -> CalendarEvent | None:
    """The event of `page`, whose partners, themes and relays are loaded; None when this feed does not show it."""
    when, is_off = _dates(page, forecast=forecast)
    if when is None or when.latest is None:
        return None
    if when.latest < (today - CLOSED_FOR if is_off else today) and (is_off or not when.is_firm):
        return None
    status, prefix = _off(page) if is_off else _certainty(page, when)
    shown = _first_of(when)
    return replace(_event(page), when=shown, status=status, prefix=prefix, is_free=page.is_waiting_fallback)


def is_announced(page: WorkshopPage) -> bool:
    """Whether the feed of known days tells that `page` takes place on its days."""
    when, is_off = _dates(page, forecast=False)
    return when is not None and not is_off


def _dates(page: WorkshopPage, *, forecast: bool) -> tuple[When | None, bool]:
    """What this feed shows, and whether it is off: what is closed, or has no day any more."""
    fits = page.when if page.when.is_firm or (forecast and page.when.precision <= Precision.SPAN) else None
    if page.certainty == Certainty.IDEA:
        return None, False
    if page.certainty == Certainty.CANCELLED:
        return fits or page.announced or None, True
    if page.is_closed:
        return page.announced or fits, True
    if fits is not None:
        return fits, False
    return page.announced or None, True


def _first_of(when: When) -> When:
    """The first of several months that do not touch: a banner would cover the months between."""
    months = [year * 12 + month for year, month in when.months()]
    apart = when.one_of and months != list(range(months[0], months[-1] + 1))
    return When(when.parts[:1]) if apart else when


def _off(page: WorkshopPage) -> tuple[str, str]:
    return "CANCELLED", CLOSED_PREFIX.get(Certainty(page.certainty), TO_BE_SET)


def _certainty(page: WorkshopPage, when: When) -> tuple[str, str]:
    """STATUS, and what it says in the title: most programs show nothing else."""
    if page.is_waiting_fallback:
        return "TENTATIVE", "[Repli] "
    if not when.is_firm:
        return "TENTATIVE", TO_BE_SET
    if page.is_firm:
        return "CONFIRMED", ""
    return "TENTATIVE", f"[{page.get_certainty_display()}] "


def _event(page: WorkshopPage) -> CalendarEvent:
    """What does not depend on the feed: what is published, never a video link."""
    published = page.last_published_at or page.first_published_at or datetime(2026, 1, 1, tzinfo=UTC)
    return CalendarEvent(
        uid=str(page.uid),
        sequence=page.sequence,
        when=page.when,
        title=page.title,
        description="\n\n".join(filter(None, _paragraphs(page))),
        location=page.place or ("Visioconférence" if page.mode == Mode.ONLINE else ""),
        url=site_url(page.get_url() or "/"),
        categories=tuple(theme.label for theme in page.themes.all()),
        created=page.first_published_at or published,
        published=published,
    )


def _paragraphs(page: WorkshopPage) -> list[str]:
    """The description: first what decides whether it takes place and when, then what it is about."""
    condition = page.fallback_condition or "Seulement si un autre atelier n’a pas lieu"
    dated = page.when and not page.when.is_firm and page.certainty not in FAILED_CERTAINTIES
    partners = [partner for partner in page.shown_partners if partner.is_unsure]
    return [
        _sentence(condition) if page.is_waiting_fallback else "",
        f"{page.when.french()}." if dated else "",
        "L’année est une hypothèse, à confirmer par le groupe." if page.when and page.year_assumed else "",
        " ".join(map(str, page.sentences)),
        "\n".join(f"{partner.authority.name} : sous réserve." for partner in partners),
        page.introduction,
    ]


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:].rstrip('. ')}."
