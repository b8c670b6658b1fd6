"""The register in the administration: the list, one recommendation with its states, what is due for a check."""

from django.urls import URLPattern, path

from casestudies.followups.viewsets import checks, states


def url_patterns() -> list[URLPattern]:
    """Beside the list of recommendations."""
    return [
        path("suites/a-verifier/", checks.due, name="follow_ups_due"),
        path("suites/<int:pk>/", states.states, name="follow_up_states"),
        path("suites/<int:pk>/etat/", states.add, name="follow_up_add_state"),
        path("suites/<int:pk>/etat/<int:number>/rectifier/", states.rectify, name="follow_up_rectify"),
        path("suites/propositions/<int:proposal>/refuser/", states.refuse, name="follow_up_refuse"),
    ]
