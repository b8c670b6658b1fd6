"""Choices about people and authorities."""

from django.db import models


class AuthorityKind(models.TextChoices):
    """The level of a public authority («différentes échelles de territoire», founding text)."""

    COMMUNE = "commune", "Commune"
    INTERCOMMUNALITY = "intercommunality", "Intercommunalité"
    DEPARTMENT = "department", "Département"
    REGION = "region", "Région"
    COMMUNITY = "community", "Communauté ou État"
    OTHER = "other", "Autre"


class InvitationRole(models.TextChoices):
    """What the person who opens an invitation becomes."""

    MEMBER = "member", "Membre"
    ORGANISER = "organiser", "Organisation"


class SecurityKind(models.TextChoices):
    """What the security log keeps."""

    SIGNED_IN = "signed_in", "Connexion"
    CODE_REFUSED = "code_refused", "Code de connexion refusé"
    FACTOR_REFUSED = "factor_refused", "Second facteur refusé"
    FACTOR_ADDED = "factor_added", "Second facteur ajouté"
    FACTOR_REMOVED = "factor_removed", "Second facteur retiré"
    FACTOR_GIVEN_BACK = "factor_given_back", "Second facteur retiré par une autre personne"
    FACTOR_RESET = "factor_reset", "Second facteur remis à zéro par commande"
    INVITED = "invited", "Invitation envoyée"
    INVITATION_USED = "invitation_used", "Invitation acceptée"
    INVITATION_REVOKED = "invitation_revoked", "Invitation retirée"
    ACCOUNT_OPENED = "account_opened", "Compte ouvert"
    ACCOUNT_CLOSED = "account_closed", "Compte fermé"
    ADDRESS_CHANGED = "address_changed", "Adresse changée"
    ROLE_GIVEN = "role_given", "Rôle donné"
    ROLE_TAKEN = "role_taken", "Rôle retiré"
    SIGNED_OUT = "signed_out", "Déconnexion partout"
    SETTINGS_CHANGED = "settings_changed", "Réglages du site changés"
    ERASED = "erased", "Compte effacé"
