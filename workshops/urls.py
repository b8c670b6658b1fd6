"""Addresses of the calendar, of registrations and of date polls: feeds stand here, never under an editable slug."""

from django.urls import path

from glossary.models import Theme
from workshops.agenda import feeds, views
from workshops.contributing.views.public import own_contribution
from workshops.joining.views import public as joining
from workshops.polls.views import public as polls
from workshops.registering.views import public
from workshops.subscribing import views as private_views
from workshops.subscribing.feeds import private_feed
from workshops.thanking.views import feedback

_THEME = "agenda/themes/<slug:slug>"

urlpatterns = [
    path("agenda/", views.subscribe, name="subscribe"),
    path("agenda/ateliers.ics", feeds.workshops, name="feed"),
    path("agenda/ateliers-previsionnels.ics", feeds.forecast, name="feed_forecast"),
    path(f"{_THEME}{Theme.FORECAST_SUFFIX}.ics", feeds.theme, {"forecast": True}, name="feed_theme_forecast"),
    path(f"{_THEME}.ics", feeds.theme, name="feed_theme"),
    path("agenda/prive/", private_views.own_feeds, name="private_feeds"),
    path("agenda/prive/<str:token>/ateliers.ics", private_feed, name="private_feed"),
    path("ateliers/<slug:slug>/atelier.ics", feeds.one_workshop, name="feed_workshop"),
    path("ateliers/<slug:slug>/conducteur/", views.show_running_order, name="workshop_running_order"),
    path("ateliers/<slug:slug>/inscription/", public.register, name="register"),
    path("ateliers/<slug:slug>/inscription/merci/", public.register_thanks, name="register_thanks"),
    path("sondage/<int:pk>/<str:token>/", polls.answer, name="poll_answer"),
    path("intervention/<int:pk>/<str:token>/", own_contribution, name="contributor"),
    path("rejoindre/intervention/<int:pk>/<str:token>/", joining.join_contributor, name="join_contributor"),
    path("rejoindre/<int:pk>/<str:token>/", joining.join, name="join"),
    path("inscription/<int:pk>/<str:token>/agenda/", private_views.registration_feeds, name="registration_feeds"),
    path("retour/<int:pk>/<str:token>/", feedback, name="feedback"),
    path("inscription/<int:pk>/<str:token>/", public.own_registration, name="registration"),
]
