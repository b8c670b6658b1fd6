"""Addresses of what gathers all apps."""

from django.urls import path

from hub.home import feeds, views

urlpatterns = [
    path("themes/", views.themes, name="themes"),
    path("themes/<slug:slug>/", views.theme, name="theme"),
    path("nouveautes.atom", feeds.news, name="news"),
    path("mon-espace/", views.my_space, name="my_space"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("favicon.ico", views.favicon, name="favicon"),
]
