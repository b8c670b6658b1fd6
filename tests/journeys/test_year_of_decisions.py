"""A year of decisions: a date is fixed, undone, moved, cancelled with a reason; the fallback takes over; it is held."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from hub.home.my_space.actions.news import subscribe_to_news
from tests.factories.organisers import member
from tests.harness.mails import deliver
from tests.journeys.conftest import axe_violations
from workshops.models import Announcement, WorkshopPage
from workshops.planning.actions.announcing import send_announcements

ORIGINAL = "Comment rendre des comptes ?"
FALLBACK = "Atelier de repli"


def workshop(title: str) -> WorkshopPage:
    return WorkshopPage.objects.get(title=title)


def tell() -> list[str]:
    """A quarter of an hour passes; the subjects of all that was sent about workshops."""
    Announcement.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    send_announcements(timezone.now())
    return [mail.subject for mail in deliver() if "atelier" in mail.subject.lower() or "Date" in mail.subject]


def fix(page: Page, day: str) -> None:
    """From the screen of decisions: the day with its hours, confirmed."""
    page.get_by_label("Ce que l’on sait de la date").select_option("Un jour, avec l’heure")
    page.locator("#id_when-first_day").fill(day)
    page.locator("#id_when-last_day").fill("")
    page.locator("#id_when-start").fill("14:00")
    page.locator("#id_when-end").fill("16:00")
    page.get_by_role("button", name="Fixer cette date").click()
    expect(page.get_by_text("C’est décidé et publié.")).to_be_visible()


def date_fixed_undone_and_moved(page: Page, public: Page) -> None:
    """Two clicks from the dashboard; undone in time, nobody knows."""
    page.goto("/admin/")
    page.get_by_role("link", name="Fixer la date").click()
    expect(page.get_by_role("heading", name=ORIGINAL, exact=True)).to_be_visible()
    assert axe_violations(page) == []
    fix(page, "2099-03-18")
    public.reload()
    expect(public.get_by_text("mercredi 18 mars 2099, de 14 h à 16 h")).to_be_visible()
    expect(public.get_by_text("année supposée")).to_have_count(0)
    page.get_by_role("button", name="Annuler cette décision").click()
    expect(page.get_by_text("décision annulée")).to_be_visible()
    assert tell() == []
    fix(page, "2099-03-18")
    assert tell() == [f"Date d’atelier : {ORIGINAL}"]
    fix(page, "2099-03-25")
    assert tell()[1:] == [f"Date changée : {ORIGINAL}"]


def cancelled_once_asked_why(page: Page, public: Page) -> None:
    page.get_by_role("button", name="Annuler l’atelier").click()
    expect(page.get_by_text("1 personne qui suit un thème")).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_label("Motif public").fill("Les Rencontres n’ont pas lieu.")
    page.get_by_role("button", name="Annuler l’atelier").click()
    expect(page.get_by_text("C’est décidé et publié.")).to_be_visible()
    public.reload()
    expect(public.get_by_text("Les Rencontres n’ont pas lieu.")).to_be_visible()
    expect(public.get_by_text("n’est pas encore décidé")).to_be_visible()


def fallback_takes_over(page: Page, public: Page) -> None:
    """Both pages say so, and so does the mail."""
    page.get_by_role("link", name="activer l’atelier de repli").click()
    expect(page.get_by_role("heading", name=FALLBACK, exact=True)).to_be_visible()
    page.get_by_role("button", name="Activer l’atelier de repli").click()
    expect(page.get_by_text("C’est décidé et publié.")).to_be_visible()
    public.reload()
    public.get_by_role("link", name=f"« {FALLBACK} »").click()
    expect(public.get_by_text("Il remplace")).to_be_visible()
    assert axe_violations(public) == []
    assert tell()[2:] == [f"Atelier annulé : {ORIGINAL}"]
    assert FALLBACK in deliver()[-1].body


def held_says_the_dashboard(page: Page) -> None:
    day = timezone.localdate() - timedelta(days=10)
    WorkshopPage.objects.filter(title=FALLBACK).update(when=day.isoformat(), earliest=day, latest=day)
    page.goto("/admin/")
    expect(page.get_by_text("Cet atelier a-t-il eu lieu ?")).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_role("button", name="Oui, il a eu lieu").click()
    expect(page.get_by_text("Liste de fin d’atelier")).to_be_visible()
    assert workshop(FALLBACK).certainty == "held"


def test_organisers_decide_through_a_year(visit, organiser, sign_in):
    subscribe_to_news(member("lectrice@exemple.fr"), themes=workshop(ORIGINAL).themes.all(), rhythm="weekly")
    public, page = visit(), visit()
    public.goto(f"/ateliers/{workshop(ORIGINAL).slug}/")
    expect(public.get_by_text("mars 2027, année supposée")).to_be_visible()
    expect(public.get_by_text("Ville de Paris : sous réserve")).to_be_visible()
    sign_in(page, organiser)
    date_fixed_undone_and_moved(page, public)
    cancelled_once_asked_why(page, public)
    fallback_takes_over(page, public)
    held_says_the_dashboard(page)
