"""Addresses of the health of the site."""

from django.urls import path

from hub.operations import views

urlpatterns = [
    path("sante/", views.health, name="health"),
    path("sante/details/", views.health_details, name="health_details"),
    path("sante/mesures/", views.metrics, name="metrics"),
]
