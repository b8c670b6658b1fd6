"""What follows from a sign-in, a code, a second factor or a role, whichever screen or command it came from."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import login_code_rejected
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from django.apps import apps
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import m2m_changed, post_migrate, pre_delete
from django.http import HttpRequest

from hub.community.actions.erasing import ERASABLE
from hub.community.actions.erasure_book import settle_erasures, write_erasures_down
from hub.community.actions.invitations import purge_unconfirmed
from hub.community.actions.security import purge_security_log, record_event
from hub.community.actions.sessions import end_sessions, purge_sessions
from hub.community.enums import SecurityKind
from hub.community.mails import EXAMPLES
from hub.community.models import Authority, Member
from hub.community.organisers import on_migrated
from hub.community.personal import PERSONAL_DATA
from hub.core.former.actions import follow
from hub.core.freed_space import clean_freed_space
from hub.core.limits import client_address, purge_limits
from hub.core.registries import register_erasable, register_job, register_personal_data, register_purge
from hub.mail.registries import register_preview

#: Changes of the roles of members, as Django names them, and how they are logged.
ROLE_CHANGES = {
    "post_add": SecurityKind.ROLE_GIVEN,
    "post_remove": SecurityKind.ROLE_TAKEN,
    "pre_clear": SecurityKind.ROLE_TAKEN,
}
#: Second factors, as allauth names them, in the words of the site.
FACTORS = {"totp": "application de codes", "webauthn": "clé de sécurité", "recovery_codes": "codes de secours"}


def connect() -> None:
    """Called once, by `AppConfig.ready`."""
    user_logged_in.connect(on_sign_in, dispatch_uid="community.sign_in")
    login_code_rejected.connect(on_code_refused, dispatch_uid="community.code_refused")
    authentication_failed.connect(on_factor_refused, dispatch_uid="community.factor_refused")
    authenticator_added.connect(on_factor_added, dispatch_uid="community.factor_added")
    authenticator_removed.connect(on_factor_removed, dispatch_uid="community.factor_removed")
    m2m_changed.connect(on_roles_changed, sender=Member.groups.through, dispatch_uid="community.roles")
    pre_delete.connect(on_group_deleted, sender=Group, dispatch_uid="community.group_deleted")
    # The signal is sent for each app in turn; permissions of all apps exist only at the last one.
    last = [config for config in apps.get_app_configs() if config.models_module][-1]
    post_migrate.connect(on_migrated, sender=last, dispatch_uid="community.organisers")
    follow(Authority)
    _register()


def _register() -> None:
    register_job("suites des effacements", settle_erasures)
    register_purge("invitations", purge_unconfirmed)
    register_purge("journal de sécurité", purge_security_log)
    register_purge("limites", purge_limits)
    register_purge("sessions finies", purge_sessions)
    register_purge("registre des effacements", write_erasures_down)
    register_purge("place libérée", clean_freed_space)
    for things in ERASABLE:
        register_erasable(things)
    for data in PERSONAL_DATA:
        register_personal_data(data)
    for kind, make_example in EXAMPLES.items():
        register_preview(kind, make_example)


def on_sign_in(sender: Any, request: HttpRequest, user: Member, **kwargs: Any) -> None:
    """An organiser's session is short: it opens what others can't see."""
    request.session.set_expiry(settings.ORGANISER_SESSION_AGE if user.is_organiser else settings.SESSION_COOKIE_AGE)
    record_event(SecurityKind.SIGNED_IN, user, address=client_address(request))


def on_code_refused(sender: Any, request: HttpRequest, user: Member, **kwargs: Any) -> None:
    record_event(SecurityKind.CODE_REFUSED, user, address=client_address(request))


def on_factor_refused(sender: Any, request: HttpRequest, user: Member, **kwargs: Any) -> None:
    record_event(SecurityKind.FACTOR_REFUSED, user, address=client_address(request))


def on_factor_added(sender: Any, request: HttpRequest, user: Member, authenticator: Any, **kwargs: Any) -> None:
    """Other sessions were opened without it: only this one stays.

    A code or a key has just been shown, which is what allauth asks for before it shows recovery codes.
    """
    _keep_this_session_only(request, user)
    record_authentication(request, user, method="mfa", type=authenticator.type, reauthenticated=True)
    record_event(SecurityKind.FACTOR_ADDED, user, address=client_address(request), detail=FACTORS[authenticator.type])


def on_factor_removed(sender: Any, request: HttpRequest, user: Member, authenticator: Any, **kwargs: Any) -> None:
    _keep_this_session_only(request, user)
    record_event(SecurityKind.FACTOR_REMOVED, user, address=client_address(request), detail=FACTORS[authenticator.type])


def _keep_this_session_only(request: HttpRequest, member: Member) -> None:
    end_sessions(member)
    update_session_auth_hash(request, member)


def on_roles_changed(
    sender: Any, instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """A role given or taken ends the sessions of who has it: the next one has the rights and the length it should."""
    kind = ROLE_CHANGES.get(action)
    if kind is None:
        return
    if reverse:
        chosen = instance.user_set.all() if pk_set is None else Member.objects.filter(pk__in=pk_set)
        pairs = [(member, instance.name) for member in chosen]
    else:
        groups = instance.groups.all() if pk_set is None else Group.objects.filter(pk__in=pk_set)
        pairs = [(instance, group.name) for group in groups]
    for member, name in pairs:
        end_sessions(member)
        record_event(kind, member, detail=name)


def on_group_deleted(sender: Any, instance: Group, **kwargs: Any) -> None:
    """Taken from everybody at once: Django removes the links without a word."""
    instance.user_set.clear()
