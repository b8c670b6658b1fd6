"""A new organiser sets up a security key and comes back with it, under the strict policy of the site."""

import re

from allauth.mfa.models import Authenticator

from hub.community.actions.invitations import invite_organiser
from tests.harness.mails import deliver, sign_in_code
from tests.journeys.conftest import axe_violations


def plug_in_a_key(page) -> None:
    """A key made by the browser itself, which answers at once."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_invited_organiser_adds_a_key_and_signs_in_with_it(visit, organiser, settings):
    settings.ADMIN_REQUIRES_SECOND_FACTOR = True
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    page = visit()
    plug_in_a_key(page)
    invitation = invite_organiser("nina@exemple.fr", by=organiser)
    page.goto(re.search(r"http\S+/compte/invitation/\S+", deliver()[-1].body)[0])
    assert axe_violations(page) == []
    page.get_by_role("button", name="Accepter l’invitation").click()
    page.wait_for_url("**/compte/second-facteur/")
    assert axe_violations(page) == []
    page.goto("/compte/second-facteur/totp/activate/")
    assert axe_violations(page) == []
    page.goto("/compte/second-facteur/webauthn/add/")
    assert axe_violations(page) == []
    page.get_by_label("Nom de la clé").fill("clé bleue")
    page.get_by_role("button", name="Ajouter").click()
    page.wait_for_url("**/recovery-codes/")
    assert axe_violations(page) == []
    page.goto("/compte/second-facteur/webauthn/")
    assert axe_violations(page) == []
    page.goto("/compte/securite/")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Se déconnecter partout").click()
    invitation.refresh_from_db()
    page.get_by_label("Adresse électronique").fill(invitation.member.email)
    page.get_by_role("button", name="Recevoir un code").click()
    page.wait_for_url("**/connexion/code/")
    code = sign_in_code()
    page.get_by_label("Code reçu").fill(code)
    page.get_by_role("button", name="Entrer").click()
    page.wait_for_url("**/compte/second-facteur/authenticate/")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Utiliser une clé").click()
    page.wait_for_url("**/admin/")
    assert page.url.endswith("/admin/")
    assert Authenticator.objects.get(type="webauthn").last_used_at is not None
