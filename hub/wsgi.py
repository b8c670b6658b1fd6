"""WSGI entry point for the web server. Production settings unless DJANGO_SETTINGS_MODULE says otherwise."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

# A write that can't be made is refused, with what was typed, before anybody gives up waiting.
os.environ.setdefault("AGORA_DATABASE_WAIT", "4")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings.production")
_django = get_wsgi_application()

from django.conf import settings  # noqa: E402 -- once Django is set up

from hub.delivery.front import Delivery  # noqa: E402 -- once Django is set up

application = Delivery(_django) if settings.DELIVERY else _django
# Loads every address and its view now: whoever comes first after a start does not wait seconds for it.
resolve("/")
