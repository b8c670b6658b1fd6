"""WSGI entry point for the web server. Production settings unless DJANGO_SETTINGS_MODULE says otherwise."""

import gc
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
# What is loaded stays: the collector does not walk it again. It comes less often, too: a page that is made leaves
# thousands of objects that are still in use, and walking all of them took up to a fifth of a second out of a page.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 50)
