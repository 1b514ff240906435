"""The site with a second, private storage of files."""

from site_project.settings.base import *  # noqa: F403
from site_project.settings.base import DATA_DIR, STORAGES

STORAGES = {
    **STORAGES,
    "vault": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "vault"},
    },
}
