"""Addresses of accounts. The last pattern of a name is the one `reverse` gives: ours stand after allauth's."""

from allauth.account import views as account
from django.urls import include, path

from hub.community import views

urlpatterns = [
    path("compte/", include("allauth.account.urls")),
    path("compte/second-facteur/", include("allauth.mfa.urls")),
    path("connexion/", account.request_login_code, name="account_login"),
    path("connexion/", account.request_login_code, name="account_request_login_code"),
    path("connexion/code/", account.confirm_login_code, name="account_confirm_login_code"),
    path("connexion/acces/", views.admin_access, name="admin_access"),
    path("deconnexion/", account.logout, name="account_logout"),
]
