"""For the tests: as the running site, with what would slow or leak taken out."""

import os
import tempfile
from pathlib import Path

# No test may touch the data of the site on this machine.
os.environ.setdefault("SITE_DATA_DIR", tempfile.mkdtemp(prefix="site-test-"))
os.environ.setdefault("SITE_SECRET_KEY", "for tests only")

from .base import *  # noqa: E402, F403

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
MEDIA_ROOT = Path(os.environ["SITE_DATA_DIR"]) / "media"
