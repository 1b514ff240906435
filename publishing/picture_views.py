"""Where the editor of rich text sends the pictures that are inserted, dropped or pasted."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from accounts.models import User
from multilingual.pictures import src

from . import pictures, remote_pictures, rights
from .storages import NotStored


@require_POST
def add_picture(request: HttpRequest) -> JsonResponse:
    """Store an uploaded file, or the one at an address of another site: ``{src, width, height}`` or ``{error}``."""
    person = request.user
    if not isinstance(person, User) or not rights.may_write_any(person):
        raise PermissionDenied
    try:
        file = request.FILES.get("file") or remote_pictures.fetch(request.POST.get("address", ""))
        picture = pictures.keep(file, by=person)
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=400)
    except NotStored as error:
        return JsonResponse({"error": str(error)}, status=507)
    return JsonResponse(
        {"src": src(picture.file.name), "width": picture.width, "height": picture.height}
    )
