"""The WSGI application, for granian and any other server."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_project.settings.base")

application = get_wsgi_application()

from workflow.interface import Follower  # noqa: E402  (models come with the application)

Follower().start()
if settings.SITE_CLOCK == "embedded":
    from . import clock

    clock.embedded().start()
