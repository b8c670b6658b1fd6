"""Names and titles in another language are read in that language wherever the pages of the first content show them."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Page

from casestudies.models import AssemblyPage, Source
from glossary.models import Theme
from hub.core.aloud import foreign_part
from hub.core.models import BasePageQuerySet
from hub.core.sites import path_of
from hub.french.typography import typographic
from tests.harness.spoken import languages_of

pytestmark = pytest.mark.django_db

FOREIGN = {
    "Bürgerdialog": "de",
    "Assemblea permanente dei cittadini sul clima": "it",
    "Newham Permanent Citizens’ Assembly": "en",
    "Toronto Planning Review Panel": "en",
}
SEARCHED = ("dei+cittadini", "toronto", "Newham", "bürgerdialog", "panel")
ALL_FOUR = "a=ostbelgien&a=milan&a=newham&a=toronto"


@pytest.fixture
def starter():
    call_command("load_starter", verbosity=0)


def addresses() -> list[str]:
    pages = BasePageQuerySet(Page).visible_to_all()
    assemblies = AssemblyPage.objects.exclude(language="fr")
    of_assemblies = ("fact_history", "follow_ups_of_assembly")
    return [
        *(path_of(page, None) for page in pages),
        *(reverse(name, args=[page.slug]) for name in of_assemblies for page in assemblies),
        *(reverse("theme_compare", args=[theme.slug]) for theme in Theme.objects.all()),
        *(reverse(name) for name in ("themes", "propose", "landmarks", "follow_ups", "tags", "open_data", "dossier")),
        *(f"{reverse('report_error')}?sur={page.pk}" for page in assemblies),
        *(f"{reverse('dossier')}?p={page.slug}" for page in assemblies),
        *(
            f"{reverse('search')}?q={words}"
            for words in ("dei+cittadini", "toronto", "Newham", "bürgerdialog", "panel")
        ),
        f"{reverse('compare')}?{ALL_FOUR}",
        f"{reverse('compare_notes')}?{ALL_FOUR}",
    ]


def test_foreign_names_and_titles_are_read_in_their_language_on_every_page(starter, client):
    assert {foreign_part(page.title): page.language for page in AssemblyPage.objects.exclude(language="fr")} == FOREIGN
    titles = {each.title: each.language for each in Source.objects.exclude(language="fr")}
    assert len(titles) == 10
    said = {typographic(foreign_part(words)): language for words, language in (titles | FOREIGN).items()}
    missing, seen = [], dict.fromkeys(said, 0)
    for address in addresses():
        response = client.get(address, follow=True)
        assert response.status_code == 200, address
        for words, language in said.items():
            found = languages_of(response.content.decode(), words)
            seen[words] += len(found)
            missing += [(address, words, other) for other in found if other != language]
    assert missing == [], missing
    assert min(seen.values()) > 0
