"""Addresses of accounts. Of allauth, only what signing in by code and the second factor need: no password here."""

from allauth.account import views as account
from django.urls import include, path

from hub.community import views

urlpatterns = [
    path("compte/inactif/", account.account_inactive, name="account_inactive"),
    path("compte/adresse-a-confirmer/", account.email_verification_sent, name="account_email_verification_sent"),
    path("compte/confirmer/", account.reauthenticate, name="account_reauthenticate"),
    path("compte/second-facteur/", include("allauth.mfa.urls")),
    # allauth's own pages link to sign-up under this name.
    path("compte/ouvrir/", views.open_account, name="account_signup"),
    path("compte/ouvrir/courrier/", views.open_account_sent, name="open_account_sent"),
    path("compte/invitation/<str:token>/", views.accept_invitation, name="accept_invitation"),
    path("compte/securite/", views.security, name="account_security"),
    path("compte/securite/deconnexion/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("connexion/", account.request_login_code, name="account_login"),
    path("connexion/", account.request_login_code, name="account_request_login_code"),
    path("connexion/code/", account.confirm_login_code, name="account_confirm_login_code"),
    path("connexion/acces/", views.admin_access, name="admin_access"),
    path("deconnexion/", account.logout, name="account_logout"),
]
