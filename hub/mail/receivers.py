"""What this app connects to the rest once all apps are ready: registries."""

from hub.core.registries import register_job, register_personal_data, register_purge
from hub.mail.actions import READING
from hub.mail.bounces import read_bounces
from hub.mail.mails import EXAMPLES
from hub.mail.personal import PERSONAL_DATA
from hub.mail.purging import purge_mails
from hub.mail.registries import register_preview
from hub.mail.sending import settle_stale


def connect() -> None:
    """Called once, by `AppConfig.ready`."""
    register_job("courrier périmé", settle_stale)
    register_job(READING, read_bounces)
    register_purge("textes des messages", purge_mails)
    register_personal_data(PERSONAL_DATA)
    for kind, make_example in EXAMPLES.items():
        register_preview(kind, make_example)
