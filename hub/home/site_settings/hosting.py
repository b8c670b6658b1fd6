"""What only the person who runs the server can set: shown with its reason, without any secret."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.db import connection

SET, NOT_SET = "défini", "non défini"


@dataclass(frozen=True)
class Hosted:
    """One setting of the environment: its name there, what it is, its value or whether it has one, why it stays."""

    variable: str
    label: str
    value: str
    reason: str


def _set_or_not(name: str) -> str:
    return SET if getattr(settings, name) else NOT_SET


def _mail_server() -> str:
    return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"


#: Name in the environment, label, what is shown, why it stays there; in the order of `.env.example`.
LINES: list[tuple[str, str, Callable[[], str], str]] = [
    (
        "AGORA_SECRET_KEY",
        "Clé secrète",
        partial(_set_or_not, "SECRET_KEY"),
        "Elle signe les sessions et les liens : personne ne doit la lire, pas même ici.",
    ),
    (
        "AGORA_HOSTS",
        "Noms de domaine",
        lambda: ", ".join(settings.ALLOWED_HOSTS),
        "Un nom mal écrit fermerait le site, administration comprise.",
    ),
    (
        "AGORA_BASE_URL",
        "Adresse du site",
        lambda: settings.WAGTAILADMIN_BASE_URL,
        "Elle va avec le nom de domaine et son certificat, que l’hébergement installe.",
    ),
    (
        "AGORA_FROM_EMAIL",
        "Adresse d’expédition",
        lambda: settings.DEFAULT_FROM_EMAIL,
        "Le domaine doit autoriser le serveur à écrire pour lui. Le nom seul se change dans « Contact et courrier ».",
    ),
    (
        "AGORA_CONTACT_EMAIL",
        "Première adresse de contact",
        lambda: settings.CONTACT_EMAIL,
        "Elle sert tant que « Contact et courrier » n’en a pas d’autre.",
    ),
    (
        "AGORA_SMTP_HOST",
        "Serveur d’envoi",
        _mail_server,
        "Une erreur arrêterait tout le courrier, codes de connexion compris.",
    ),
    (
        "AGORA_SMTP_USER",
        "Compte du serveur d’envoi",
        partial(_set_or_not, "EMAIL_HOST_USER"),
        "Il ouvre le serveur d’envoi : il n’est pas montré.",
    ),
    (
        "AGORA_SMTP_PASSWORD",
        "Mot de passe du serveur d’envoi",
        partial(_set_or_not, "EMAIL_HOST_PASSWORD"),
        "C’est un secret : il n’est pas montré.",
    ),
    (
        "AGORA_SMTP_TLS",
        "Envoi chiffré",
        lambda: "oui" if settings.EMAIL_USE_TLS else "non",
        "Il dépend du serveur d’envoi.",
    ),
    (
        "DATABASE_URL",
        "Base de données",
        lambda: connection.display_name,
        "Son adresse contient un mot de passe. En changer demande de déplacer les données.",
    ),
    (
        "AGORA_VAR",
        "Dossier des données",
        lambda: str(settings.VAR_DIR),
        "Il suit le disque et les sauvegardes.",
    ),
    (
        "AGORA_S3_BUCKET",
        "Seau S3 des fichiers",
        lambda: settings.FILES_BUCKET.get("bucket_name") or NOT_SET,
        "Sa clé est un secret. En changer demande de déplacer les fichiers.",
    ),
    (
        "AGORA_BACKUP_S3_BUCKET",
        "Seau S3 des sauvegardes",
        lambda: settings.BACKUP_BUCKET.get("bucket_name") or NOT_SET,
        "Sa clé est un secret.",
    ),
    (
        "AGORA_ADMIN_PATH",
        "Chemin de l’administration",
        lambda: f"/{settings.ADMIN_PATH}/",
        "Le changer d’ici fermerait la page où l’on se trouve.",
    ),
    (
        "AGORA_TRUSTED_PROXIES",
        "Serveurs mandataires",
        lambda: ", ".join(settings.TRUSTED_PROXIES) or NOT_SET,
        "Une erreur ferait compter toutes les visites comme une seule.",
    ),
]


def hosted_settings() -> list[Hosted]:
    """Every line with its value of now."""
    return [Hosted(variable, label, value(), reason) for variable, label, value, reason in LINES]
