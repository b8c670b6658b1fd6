"""Addresses of what gathers all apps."""

from django.urls import path

from hub.home import feeds, views
from hub.home.open_data import views as open_data

urlpatterns = [
    path("themes/", views.themes, name="themes"),
    path("themes/<slug:slug>/", views.theme, name="theme"),
    path("nouveautes.atom", feeds.news, name="news"),
    path("donnees/", open_data.index, name="open_data"),
    path("donnees/<slug:name>/", open_data.table, name="open_data_table"),
    path("donnees/<slug:name>.<slug:extension>", open_data.file, name="open_data_file"),
    path("mon-espace/", views.my_space, name="my_space"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("favicon.ico", views.favicon, name="favicon"),
]
