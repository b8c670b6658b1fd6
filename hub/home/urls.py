"""Addresses of what gathers all apps."""

from django.urls import path

from hub.home import feeds, views
from hub.home.my_space import unsubscribing
from hub.home.my_space import views as my_space
from hub.home.open_data import views as open_data

urlpatterns = [
    path("themes/", views.themes, name="themes"),
    path("themes/<slug:slug>/", views.theme, name="theme"),
    path("nouveautes/", views.whats_new, name="whats_new"),
    path("nouveautes.atom", feeds.news, name="news"),
    path("nouveautes/themes/<slug:slug>.atom", feeds.news_of_theme, name="news_theme"),
    path("suites.atom", feeds.follow_ups, name="follow_ups_feed"),
    path("donnees/", open_data.index, name="open_data"),
    path("donnees/datapackage.json", open_data.package, name="open_data_package"),
    path("donnees/<slug:name>/", open_data.table, name="open_data_table"),
    path("donnees/<slug:name>.<slug:extension>", open_data.file, name="open_data_file"),
    path("mon-espace/", my_space.my_space, name="my_space"),
    path("mon-espace/nouvelles/", my_space.news, name="my_news"),
    path("mon-espace/nouvelles/arreter/", my_space.news_stop, name="my_news_stop"),
    path("mon-espace/nouvelles/reprendre/", my_space.news_resume, name="my_news_resume"),
    path("mon-espace/mes-donnees/", my_space.profile, name="my_profile"),
    path("mon-espace/telecharger/", my_space.download, name="my_data"),
    path("mon-espace/effacer/", my_space.erase, name="erase_me"),
    path("mon-espace/efface/", my_space.erased, name="erased"),
    path("desabonnement/<int:pk>/<str:token>/", unsubscribing.unsubscribe, name="unsubscribe"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("favicon.ico", views.favicon, name="favicon"),
]
