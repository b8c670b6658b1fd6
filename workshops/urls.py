"""Addresses of the calendar: feeds stand here, never under an editable slug."""

from django.urls import path

from workshops.agenda import feeds, views

urlpatterns = [
    path("agenda/", views.subscribe, name="subscribe"),
    path("agenda/ateliers.ics", feeds.workshops, name="feed"),
    path("agenda/ateliers-previsionnels.ics", feeds.forecast, name="feed_forecast"),
    path("agenda/themes/<slug:slug>.ics", feeds.theme, name="feed_theme"),
    path("ateliers/<slug:slug>/atelier.ics", feeds.one_workshop, name="feed_workshop"),
    path("ateliers/<slug:slug>/conducteur/", views.show_running_order, name="workshop_running_order"),
]
