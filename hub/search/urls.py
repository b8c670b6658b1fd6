from django.urls import path

from hub.search import views

urlpatterns = [
    path("recherche/", views.search, name="search"),
    path("recherche/suggestions/", views.suggest, name="search_suggestions"),
]
