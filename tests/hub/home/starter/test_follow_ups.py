"""The register as the starter content fills it: our sources, and nothing more than they say."""

import pytest

from casestudies.models import Recommendation, RecommendationState
from hub.home.site_tree.data import Created
from hub.home.starter import load_starter
from hub.home.starter.follow_ups import load_recommendations

pytestmark = pytest.mark.django_db


def test_every_starter_recommendation_is_as_the_register_wants_it():
    load_starter(year=2027)
    for each in [*Recommendation.objects.all(), *RecommendationState.objects.select_related("recommendation")]:
        each.full_clean()
    told = [(each.slug, each.standing().value) for each in Recommendation.objects.standing().order_by("slug")]
    assert told == [
        ("marseille-premiere-edition", "no_answer"),
        ("paris-promotion-1", "taken"),
        ("paris-promotion-2", "taken"),
        ("paris-promotion-3", "taken"),
    ]


def test_loading_again_changes_no_recommendation_of_editors():
    load_starter(year=2027)
    Recommendation.objects.filter(slug="paris-promotion-1").update(title="Corrigé")
    created = Created()
    load_recommendations(assemblies={}, sources={}, created=created)
    assert (created[Recommendation], RecommendationState.objects.count()) == (0, 4)
    assert Recommendation.objects.get(slug="paris-promotion-1").title == "Corrigé"
