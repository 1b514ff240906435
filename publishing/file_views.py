"""Files for people who work on the site: from the archive, whether visitors may read them or not."""

import mimetypes
from pathlib import PurePath

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.static import serve

from .storages import is_kept


def staff_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """One file of the archive, for whom the admin lets in. Raises Http404."""
    return kept_file(name)


def kept_file(name: str) -> HttpResponseBase:
    """Send a file of the archive so that it can do nothing in the site's name. Raises Http404."""
    if not is_kept(name):
        raise Http404
    try:
        file = default_storage.open(name)
    except (OSError, ValueError) as error:  # not there, or a name that no file can have
        raise Http404 from error
    is_picture = (mimetypes.guess_type(name)[0] or "").startswith("image/")
    response = FileResponse(file, as_attachment=not is_picture, filename=PurePath(name).name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def public_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """One of the files that visitors read, where no web server in front sends them. Raises Http404."""
    try:
        return serve(request, path, str(settings.MEDIA_ROOT))
    except (OSError, ValueError) as error:  # a name that no file can have
        raise Http404 from error
