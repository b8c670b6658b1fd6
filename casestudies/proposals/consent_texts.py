"""The texts people agree to when they send a proposal. A text is never changed: a new version is added.

The version is stored with the time: the exact words of each consent can be read again for as long as it counts.
"""

CONSENT_TEXTS = {
    "2026-11": (
        "J’accepte que le groupe garde ces informations pour me répondre et préparer avec moi ce qui paraîtra. "
        "Rien n’est publié sans ma relecture. Je peux retirer mon accord à tout moment."
    ),
}
CONSENT_VERSION = "2026-11"


def consent_text(version: str) -> str:
    """The words of `version`; empty for a version that this site never showed."""
    return CONSENT_TEXTS.get(version, "")
