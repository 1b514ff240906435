"""What the forms of the desk ask while somebody writes."""

import json
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from accounts.models import User

from . import autosave, log

MOST_FORM_NAME = 100


@require_POST
def keep_typing(request: HttpRequest) -> JsonResponse:
    """Keep the fields of a form: JSON {"form": name, "fields": {name: text}}; without fields, forget them."""
    assert isinstance(request.user, User)  # the admin lets nobody else in
    form, fields = _read(request.body)
    if fields is None:
        autosave.drop(request.user, form)
        return JsonResponse({})
    kept = autosave.keep(request.user, form, fields)
    return JsonResponse({"at": log.moment(kept.at)})


def _read(body: bytes) -> tuple[str, dict[str, str] | None]:
    try:
        said: Any = json.loads(body)
        form, fields = said["form"], said.get("fields")
    except (ValueError, TypeError, KeyError, AttributeError):
        raise BadRequest from None
    if not isinstance(form, str) or not form or len(form) > MOST_FORM_NAME:
        raise BadRequest
    if fields is None:
        return form, None
    if not isinstance(fields, dict) or not all(isinstance(v, str) for v in fields.values()):
        raise BadRequest
    return form, fields
