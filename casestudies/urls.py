"""Addresses of what is learnt, outside the page tree."""

from django.urls import path

from casestudies import views

urlpatterns = [
    path("assemblees/comparer/", views.compare, name="compare"),
    path("assemblees/comparer.csv", views.compare_csv, name="compare_csv"),
    path("reperes/", views.landmarks, name="landmarks"),
    path("citer/<slug:kind>/<slug:slug>.<slug:extension>", views.cite, name="cite"),
    path("dossier/", views.dossier, name="dossier"),
    path("etiquettes/", views.tags, name="tags"),
    path("etiquettes/<str:slug>/", views.tag, name="tag"),
    path("proposer-un-temoignage/", views.propose, name="propose"),
    path("proposer-un-temoignage/merci/", views.thanks, name="propose_thanks"),
]
