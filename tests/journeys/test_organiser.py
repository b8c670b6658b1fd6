"""An organiser, who is no developer, announces a workshop of which only the month is known."""

from playwright.sync_api import expect

from tests.harness.editor import publish


def test_organiser_announces_a_workshop_for_a_month(visit, organiser, sign_in):
    page = visit()
    sign_in(page, organiser)
    assert page.url.endswith("/admin/")
    page.get_by_role("button", name="Ateliers").click()
    page.get_by_role("link", name="Tous les ateliers", exact=True).click()
    page.get_by_role("link", name="Ajouter un atelier").first.click()
    page.locator("#id_title").fill("Les experts et nous")
    page.get_by_label("Ce que l’on sait de la date").select_option("Un mois")
    page.locator("#id_when-month").select_option("mai")
    page.locator("#id_when-year").fill("2027")
    publish(page)
    expect(page.get_by_text("publiée").or_(page.get_by_text("publié")).first).to_be_visible()
    public = visit()
    public.goto("/ateliers/")
    expect(public.get_by_role("link", name="Les experts et nous")).to_be_visible()
    public.get_by_role("link", name="Les experts et nous").click()
    expect(public.get_by_text("Mai 2027")).to_be_visible()
