"""Members: people who sign in. Their address is their only identifier."""

import unicodedata
from typing import Any

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from hub.core.models import VisibleLines


def email_key(email: str) -> str:
    """The form under which an address is unique: Unicode NFKC, case folded, stripped."""
    return unicodedata.normalize("NFKC", email).casefold().strip()


class MemberManager(BaseUserManager["Member"]):
    """Creates members from an address; a member has no password and signs in by an e-mailed code."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Member":
        member = self.model(email=email.strip(), **fields)
        member.set_password(password) if password else member.set_unusable_password()
        member.save(using=self._db)
        return member

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Member":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def organisers(self) -> "models.QuerySet[Member]":
        """Open accounts that may enter the administration."""
        permission = {"codename": "access_admin", "content_type__app_label": "wagtailadmin"}
        by_group = Q(**{f"groups__permissions__{name}": value for name, value in permission.items()})
        alone = Q(**{f"user_permissions__{name}": value for name, value in permission.items()})
        keys = self.filter(by_group | alone | Q(is_superuser=True)).values("pk")
        return self.filter(is_active=True, pk__in=keys)

    def get_by_natural_key(self, email: str | None) -> "Member":
        return self.get(email_key=email_key(email or ""))


class Member(VisibleLines, AbstractUser):
    """A person with an account: practitioner, organiser or former assembly member."""

    username = None  # type: ignore[assignment]  # the address replaces it
    email = models.EmailField("adresse électronique", max_length=254, unique=True)
    email_key = models.CharField(max_length=254, unique=True, editable=False)
    authority = models.ForeignKey(
        "community.Authority",
        verbose_name="collectivité",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="members",
    )
    #: Part of what every session is checked against: `end_sessions` counts it up, and all sessions are over.
    session_generation = models.PositiveIntegerField(default=0, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = MemberManager()  # type: ignore[assignment,misc]  # AbstractUser has a manager with user names

    class Meta:
        verbose_name = "membre"
        verbose_name_plural = "membres"

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.strip().lower()
        self.email_key = email_key(self.email)
        super().save(*args, **kwargs)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django compares it with what each session holds, at each request."""
        value = f"{self.password}:{self.session_generation}"
        return salted_hmac("hub.community.member.session", value, secret=secret, algorithm="sha256").hexdigest()

    @property
    def is_organiser(self) -> bool:
        """True for people who may enter the administration."""
        return self.has_perm("wagtailadmin.access_admin")
