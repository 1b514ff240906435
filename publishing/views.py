"""What the forms of the desk ask while somebody writes."""

import json
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.core.exceptions import BadRequest
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from accounts.models import User
from multilingual import languages, stores

from . import autosave, hinting, log
from .models import HasItem

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
    return JsonResponse({"at": log.moment(kept.at), "hints": _hints(form, fields)})


def _hints(form: str, fields: Mapping[str, str]) -> dict[str, list[str]]:
    """Hints by the name of the form's field; the form is named after its model and its thing."""
    label, _colon, pk = form.partition(":")
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return {}
    if not issubclass(model, HasItem):
        return {}
    obj = model._default_manager.filter(pk=pk).first() if pk.isdecimal() else None
    found = {}
    for code in languages.CODES:
        names = {name: f"{name}__{code}" for name in stores.fields(model)}
        texts = {name: fields[key] for name, key in names.items() if fields.get(key)}
        said = hinting.sentences(model, obj, code, stores.cleaned(model, texts))
        found.update({names[name]: sentences for name, sentences in said.items()})
    return found


def _read(body: bytes) -> tuple[str, dict[str, str] | None]:
    try:
        said: Any = json.loads(body)
        form, fields = said["form"], said.get("fields")
        json.dumps([form, fields], ensure_ascii=False).encode()  # half a character is no text
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise BadRequest from None
    if not isinstance(form, str) or not form or len(form) > MOST_FORM_NAME:
        raise BadRequest
    form = form.replace("\0", "")
    if fields is None:
        return form, None
    if not isinstance(fields, dict) or not all(isinstance(v, str) for v in fields.values()):
        raise BadRequest
    # PostgreSQL stores no NUL; who pasted one loses nothing else that she typed.
    return form, {name.replace("\0", ""): text.replace("\0", "") for name, text in fields.items()}
