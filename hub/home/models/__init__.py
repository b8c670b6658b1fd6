"""Pages that gather what the apps hold, plain pages, and what the site remembers of its members' wishes."""

from hub.home.models.erasure import ErasureRecord, InactivityWarning
from hub.home.models.home import HomePage
from hub.home.models.standard import StandardPage
from hub.home.models.subscription import NewsSubscription

__all__ = ["ErasureRecord", "HomePage", "InactivityWarning", "NewsSubscription", "StandardPage"]
