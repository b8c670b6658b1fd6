"""Addresses of the words."""

from django.urls import path

from glossary import views

urlpatterns = [path("glossaire/<slug:slug>/", views.term, name="term")]
