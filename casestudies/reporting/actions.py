"""The report of a workshop: prepared once, and sent with thanks when it is published."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.utils.html import escape
from django.utils.text import Truncator

from casestudies.publications.lists import ReportIndexPage
from casestudies.publications.meeting_report import ReportPage
from hub.community.models import Member
from hub.core.addresses import site_url
from hub.core.enums import Half
from hub.core.errors import ActionError, NotAllowed
from hub.mail.models import OutgoingMail
from workshops.leading.meeting import Question
from workshops.models import AgendaItem, MeetingNote, WorkshopPage
from workshops.thanking.actions import DEDUP, thank

LEARNT, OPEN = "Ce que l’on a appris", "Ce qui reste ouvert"


def make_report(workshop: WorkshopPage, questions: Iterable[Question], *, by: Member) -> ReportPage:
    """A draft report; `questions` are those that an organiser chose to show. Once per workshop, whoever asks.

    No name of a person goes into it but those of speakers whom the page of the workshop shows already.
    Raises NotAllowed, ActionError when the page that gathers reports does not exist.
    """
    parent = ReportIndexPage.objects.order_by("pk").first()
    if parent is None:
        raise ActionError("La page qui accueille les comptes-rendus n’existe pas.")
    if not parent.permissions_for_user(by).can_add_subpage():
        raise NotAllowed("Vous ne pouvez pas créer de page.")
    with transaction.atomic():
        WorkshopPage.objects.select_for_update().get(pk=workshop.pk)
        made = report_of(workshop)
        if made is not None:
            return made
        page = ReportPage(
            live=False,
            owner=by,
            title=Truncator(f"Compte-rendu : {workshop.title}").chars(200),
            workshop=workshop,
            when=workshop.when,
            **_parts(workshop, list(questions)),
        )
        parent.add_child(instance=page)
        page.themes.set(workshop.themes.all())
        page.authorities.set([partner.authority for partner in workshop.shown_partners])
        page.save()
        page.save_revision(user=by, log_action=True)
    return page


def report_of(workshop: WorkshopPage) -> ReportPage | None:
    """Its report, draft or published; the first one when there are several."""
    return ReportPage.objects.filter(workshop=workshop).order_by("pk").first()


def _parts(workshop: WorkshopPage, questions: list[Question]) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    notes = {note.part: note.text for note in MeetingNote.objects.filter(workshop=workshop)}
    moments = dict(workshop.agenda_parts)
    names = {Half.PRACTICE: "practice", Half.OUTCOME: "outcome"}
    return {
        name: list(_steps(moments[half], notes.get(half, ""), [each for each in questions if each.part == half]))
        for half, name in names.items()
    }


def _steps(moments: list[AgendaItem], notes: str, questions: list[Question]) -> Iterator[tuple[str, dict[str, Any]]]:
    if moments:
        yield _step("Au programme", _listed(_moment(item) for item in moments))
    if notes.strip():
        yield _step(LEARNT, "".join(_paragraphs(notes)))
    if questions:
        yield _step(OPEN, _listed(question.text for question in questions))


def _step(heading: str, text: str) -> tuple[str, dict[str, Any]]:
    return "step", {"heading": heading, "documented": True, "text": text, "more": [], "sources": []}


def _moment(item: AgendaItem) -> str:
    who = item.speaker or (item.authority.name if item.authority else "")
    return " : ".join(filter(None, [item.title, who]))


def _listed(texts: Iterable[str]) -> str:
    lines = "".join(f"<li>{escape(' '.join(text.split()))}</li>" for text in texts)
    return f"<ul>{lines}</ul>"


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        yield f"<p>{escape(paragraph.strip()).replace(chr(10), '<br/>')}</p>"


# ---------------------------------------------------------------- once it is published
def on_report_published(instance: ReportPage, **kwargs: Any) -> None:
    """Receiver of Wagtail's `page_published`: who came is thanked once, with the report."""
    is_public = ReportPage.objects.visible_to_all().filter(pk=instance.pk).exists()
    if is_public and instance.workshop is not None:
        thank(instance.workshop, report=instance.title, link=site_url(instance.get_url() or "/"))


def thanks_hold(mail: OutgoingMail) -> bool:
    """Whether the report that a mail of thanks announces may still be read by everybody."""
    workshop, _, _ = mail.dedup_key.removeprefix(DEDUP).partition("-")
    return ReportPage.objects.visible_to_all().filter(workshop=workshop).exists()
