"""Texts kept by modeltranslation: one column a language (``name_zh_hans``, ``live_en``)."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db import models
from django.db.models import Q
from modeltranslation.translator import translator

from multilingual.languages import CODES, column

LIVE = "live"


@cache
def fields(model: Any) -> tuple[str, ...]:
    registered = set(translator.get_options_for_model(model).get_field_names()) - {LIVE}
    return tuple(field.name for field in model._meta.concrete_fields if field.name in registered)


def name_field(model: type[models.Model]) -> str:
    return fields(model)[0]


def field(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    return model._meta.get_field(name)  # type: ignore[return-value]  # registered, so a field of this model


def has_life(model: type[models.Model]) -> bool:
    return LIVE in translator.get_options_for_model(model).get_field_names()


def read(obj: models.Model, language: str) -> dict[str, str]:
    return {name: getattr(obj, column(name, language)) or "" for name in fields(type(obj))}


def write(obj: models.Model, language: str, texts: Mapping[str, str]) -> None:
    changed = {column(name, language): text or None for name, text in texts.items()}
    _save(obj, changed)


def is_live(obj: models.Model, language: str) -> bool:
    return bool(getattr(obj, column(LIVE, language)))


def set_live(obj: models.Model, language: str, live: bool) -> None:
    _save(obj, {column(LIVE, language): live})


def live(model: type[models.Model], language: str) -> Q:
    return Q(**{column(LIVE, language): True}) if has_life(model) else written(model, language)


def written(model: type[models.Model], language: str) -> Q:
    return Q(**{f"{column(name_field(model), language)}__gt": ""})


def live_with(
    queryset: models.QuerySet[Any], language: str, texts: Mapping[str, str]
) -> models.QuerySet[Any]:
    same = Q(**{column(name, language): text for name, text in texts.items()})
    return queryset.filter(live(queryset.model, language), same)


def with_texts(queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
    return queryset


def lookups(model: type[models.Model], name: str) -> tuple[str, ...]:
    return tuple(column(name, code) for code in CODES)


def _save(obj: models.Model, values: Mapping[str, Any]) -> None:
    """Save these columns and no other, so that another language cannot be touched by a stale copy (promise 3)."""
    for name, value in values.items():
        setattr(obj, name, value)
    obj.save(update_fields=list(values))
