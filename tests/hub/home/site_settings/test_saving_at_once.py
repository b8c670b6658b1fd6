"""Several people press «Enregistrer» at the same instant: real threads, each with its own connection."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from hub.community.enums import SecurityKind
from hub.community.models import SecurityEvent
from hub.core.models import SiteIdentity
from hub.core.sites import site_identity
from hub.home.site_settings.actions import ChangedMeanwhile, fingerprint, save_settings
from tests.factories.organisers import organiser
from tests.factories.pages import home_page

PEOPLE = 5


@pytest.mark.django_db(transaction=True)
def test_one_of_those_who_save_at_the_same_instant_is_kept_and_the_others_are_told():
    home_page()
    seen = fingerprint(site_identity(), ["signature"])
    people = [organiser() for _ in range(PEOPLE)]
    barrier = Barrier(PEOPLE)

    def save(number: int) -> str:
        barrier.wait(20)
        try:
            return save_settings({"signature": f"Texte {number}"}, seen=seen, by=people[number]).signature
        except ChangedMeanwhile as refusal:
            return f"refusé, car il y a : {refusal.saved.signature}"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(PEOPLE) as pool:
        said = list(pool.map(save, range(PEOPLE)))
    kept = SiteIdentity.objects.get().signature
    assert sorted(said) == sorted([kept, *[f"refusé, car il y a : {kept}"] * (PEOPLE - 1)])
    assert SecurityEvent.objects.filter(kind=SecurityKind.SETTINGS_CHANGED).count() == 1
