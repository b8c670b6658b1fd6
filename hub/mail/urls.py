"""Addresses of development mail."""

from django.urls import path

from hub.mail import views

urlpatterns = [path("courrier/", views.mailbox, name="mailbox")]
