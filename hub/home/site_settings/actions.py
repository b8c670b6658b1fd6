"""The only writers of the settings of the site."""

import json
import uuid
from collections.abc import Iterable
from functools import partial
from hashlib import sha256
from pathlib import PurePath
from typing import Any

from django.core.files.base import File
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from hub.community.actions.security import record_event
from hub.community.enums import SecurityKind
from hub.community.models import Member
from hub.core.errors import NotAllowed, WrongState
from hub.core.models import SiteIdentity
from hub.core.sites import site_identity
from hub.home.site_settings.wording import labels_of

PERMISSION = "core.change_siteidentity"
CHANGED_MEANWHILE = (
    "Quelqu’un a enregistré d’autres réglages sur cet écran depuis que vous l’avez ouvert. Rien n’est perdu : "
    "votre saisie est encore là, et n’est pas enregistrée. Comparez, puis enregistrez de nouveau."
)


class ChangedMeanwhile(WrongState):
    """Somebody else saved first; `saved` is what they wrote."""

    def __init__(self, saved: SiteIdentity) -> None:
        super().__init__(CHANGED_MEANWHILE)
        self.saved = saved


def fingerprint(identity: SiteIdentity, names: Iterable[str]) -> str:
    """Tells whether any of the settings `names` has changed since a screen was opened."""
    values = [getattr(identity, name) for name in names]
    return sha256(json.dumps(values, default=str).encode()).hexdigest()[:32]


def save_settings(values: dict[str, Any], *, seen: str, by: Member) -> SiteIdentity:
    """Write the settings of one screen, whose fingerprint was `seen` when it was opened.

    `logo` is a file already drawn anew, or its stored name, or nothing. Raises NotAllowed, or ChangedMeanwhile when
    somebody saved that screen first: nothing is written then.
    """
    if not by.has_perm(PERMISSION):
        raise NotAllowed("Vous ne pouvez pas changer les réglages du site.")
    with transaction.atomic():
        identity = _locked()
        if fingerprint(identity, values) != seen:
            raise ChangedMeanwhile(identity)
        changed = [name for name, value in values.items() if getattr(identity, name) != value]
        for name in changed:
            _set(identity, name, values[name])
        if changed:
            identity.save()
            record_event(SecurityKind.SETTINGS_CHANGED, by, detail=labels_of(changed))
    return identity


def publish_logo(identity: SiteIdentity) -> bool:
    """Make the public copy of the logo where it is missing, after a restore for instance; says whether it was."""
    public, name = storages["public"], identity.logo.name
    if not name or public.exists(name) or not identity.logo.storage.exists(name):
        return False
    with identity.logo.storage.open(name) as stored:
        public.save(name, stored)
    return True


def on_migrated(**kwargs: Any) -> None:
    """Receiver of `post_migrate`: public files are not part of backups."""
    for identity in SiteIdentity.objects.exclude(logo=""):
        publish_logo(identity)


def _locked() -> SiteIdentity:
    site = site_identity().site_id
    if site is None:
        raise WrongState("Le site n’a pas encore d’adresse : elle se règle dans « Sites ».")
    SiteIdentity.objects.get_or_create(site_id=site)
    return SiteIdentity.objects.select_for_update().get(site_id=site)


def _set(identity: SiteIdentity, name: str, value: Any) -> None:
    if name == "logo":
        _set_logo(identity, value)
    else:
        setattr(identity, name, value)


def _set_logo(identity: SiteIdentity, upload: UploadedFile | str) -> None:
    """The new one under a new name, so that browsers ask for it; the former one goes once this is certain."""
    if identity.logo:
        transaction.on_commit(partial(_forget_logo, str(identity.logo)))
    if isinstance(upload, File):
        suffix = PurePath(upload.name or "").suffix.lower()
        identity.logo.save(f"{uuid.uuid4().hex}{suffix}", upload, save=False)
        publish_logo(identity)
    else:
        identity.logo = ""


def _forget_logo(name: str) -> None:
    """In both places."""
    for storage in (storages["default"], storages["public"]):
        storage.delete(name)
