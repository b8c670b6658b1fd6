"""An organiser, who is no developer, announces a workshop of which only the month is known."""

from playwright.sync_api import expect


def test_organiser_announces_a_workshop_for_a_month(visit, organiser, sign_in):
    page = visit()
    sign_in(page, organiser)
    page.get_by_role("link", name="Ouvrir l’administration").click()
    page.goto("/admin/")
    page.get_by_role("link", name="Ateliers", exact=True).first.click()
    page.get_by_role("link", name="Ajouter").first.click()
    page.get_by_label("Titre*").or_(page.locator("#id_title")).first.fill("Les experts et nous")
    page.get_by_label("Ce que l’on sait de la date").select_option("Un mois")
    page.locator("#id_when-month").select_option("mai")
    page.locator("#id_when-year").fill("2027")
    page.locator("[data-w-dropdown-target=toggle], button.w-dropdown-button, .footer__container button").last.click()
    page.get_by_role("button", name="Publier").click()
    page.wait_for_url("**/admin/**")
    public = visit()
    public.goto("/ateliers/")
    expect(public.get_by_role("link", name="Les experts et nous")).to_be_visible()
    public.get_by_role("link", name="Les experts et nous").click()
    expect(public.get_by_text("Mai 2027")).to_be_visible()
