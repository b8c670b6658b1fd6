"""What the screens of proposals have in common."""

import pytest
from django.urls import reverse

from casestudies.moderating.viewsets.access import crumbs, status_of
from hub.core.errors import ActionError, NotAllowed, WrongState


def test_way_to_a_screen_leads_everywhere_but_to_itself():
    home, board = reverse("wagtailadmin_home"), reverse("propositions:index")
    assert [line["url"] for line in crumbs()] == [home, ""]
    assert crumbs(("/fiche/", "Fiche"), ("/lien/", "Lien")) == [
        {"url": home, "label": "Accueil"},
        {"url": board, "label": "Propositions"},
        {"url": "/fiche/", "label": "Fiche"},
        {"url": "", "label": "Lien"},
    ]


@pytest.mark.parametrize(("refusal", "status"), [(NotAllowed, 403), (WrongState, 409), (ActionError, 409)])
def test_refusal_of_a_right_is_not_that_of_a_state(refusal, status):
    assert status_of(refusal("Non.")) == status
