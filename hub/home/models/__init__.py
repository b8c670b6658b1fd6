"""Pages that gather what the apps hold, and plain pages."""

from hub.home.models.home import HomePage
from hub.home.models.standard import StandardPage

__all__ = ["HomePage", "StandardPage"]
