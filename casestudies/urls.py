"""Addresses of what is learnt, outside the page tree."""

from django.urls import path

from casestudies.views import history, propose, reading, report_error, verify

urlpatterns = [
    path("assemblees/comparer/", reading.compare, name="compare"),
    path("assemblees/comparer.csv", reading.compare_csv, name="compare_csv"),
    path("reperes/", reading.landmarks, name="landmarks"),
    path("citer/<slug:kind>/<slug:slug>.<slug:extension>", reading.cite, name="cite"),
    path("dossier/", reading.dossier, name="dossier"),
    path("historique/<slug:slug>/", history.history, name="fact_history"),
    path("signaler-une-erreur/", report_error.report_error, name="report_error"),
    path("signaler-une-erreur/merci/", report_error.thanks, name="report_error_thanks"),
    path("verifier/merci/", verify.thanks, name="verify_thanks"),
    path("verifier/<str:token>/", verify.verify, name="verify"),
    path("etiquettes/", reading.tags, name="tags"),
    path("etiquettes/<str:slug>/", reading.tag, name="tag"),
    path("proposer-un-temoignage/", propose.propose, name="propose"),
    path("proposer-un-temoignage/merci/", propose.thanks, name="propose_thanks"),
]
