"""What this app connects to the rest once all apps are ready: former addresses."""

from glossary.models import Term, Theme
from hub.core.former.actions import follow
from hub.core.registries import register_parameter, register_route


def connect() -> None:
    """Called once, by `AppConfig.ready`."""
    follow(Theme, Term)
    register_route("term", Term)
    register_parameter("theme", Theme)
