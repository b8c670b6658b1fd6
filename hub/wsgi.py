"""WSGI entry point for the web server. Production settings unless DJANGO_SETTINGS_MODULE says otherwise."""

import os

from django.core.wsgi import get_wsgi_application

# A write that can't be made is refused, with what was typed, before anybody gives up waiting.
os.environ.setdefault("AGORA_DATABASE_WAIT", "4")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings.production")
application = get_wsgi_application()
