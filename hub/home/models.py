"""Pages that gather what the apps hold, plain pages, and what the site remembers of its members' wishes."""

from hub.home.my_space.models import InactivityWarning, NewsSubscription
from hub.home.pages.home import HomePage
from hub.home.pages.standard import StandardPage

__all__ = ["HomePage", "InactivityWarning", "NewsSubscription", "StandardPage"]
