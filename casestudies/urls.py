"""Addresses of what is learnt, outside the page tree."""

from django.urls import path

from casestudies import views

urlpatterns = [
    path("etiquettes/", views.tags, name="tags"),
    path("etiquettes/<str:slug>/", views.tag, name="tag"),
    path("proposer-un-temoignage/", views.propose, name="propose"),
    path("proposer-un-temoignage/merci/", views.thanks, name="propose_thanks"),
]
