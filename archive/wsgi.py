"""The WSGI application that the server runs."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections

from archive.server.serving import about_to_serve
from archive.web.proxies import below

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

application = below(settings.FORCE_SCRIPT_NAME, get_wsgi_application())
about_to_serve.send_robust(sender=None)
# The server forks its workers from here, and a connection must not be shared across a fork.
connections.close_all()
