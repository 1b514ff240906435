"""Texts kept by modeltranslation: one column a language (``name_zh_hans``, ``live_en``)."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from modeltranslation.translator import translator

from multilingual.languages import column

LIVE = "live"


def fields(model: type[models.Model]) -> tuple[str, ...]:
    registered = translator.get_options_for_model(model).get_field_names()
    return tuple(name for name in registered if name != LIVE)


def read(obj: models.Model, language: str) -> dict[str, str]:
    return {name: getattr(obj, column(name, language)) or "" for name in fields(type(obj))}


def write(obj: models.Model, language: str, texts: Mapping[str, str]) -> None:
    changed = {column(name, language): text or None for name, text in texts.items()}
    _save(obj, changed)


def is_live(obj: models.Model, language: str) -> bool:
    return bool(getattr(obj, column(LIVE, language)))


def set_live(obj: models.Model, language: str, live: bool) -> None:
    _save(obj, {column(LIVE, language): live})


def live_in(queryset: models.QuerySet[Any], language: str) -> models.QuerySet[Any]:
    return queryset.filter(**{column(LIVE, language): True})


def _save(obj: models.Model, values: Mapping[str, Any]) -> None:
    """Save these columns and no other, so that another language cannot be touched by a stale copy (promise 3)."""
    for name, value in values.items():
        setattr(obj, name, value)
    obj.save(update_fields=list(values))
