"""Texts kept by parler: one row a language, in a hand-written translation model with a ``live`` flag."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef


def fields(model: Any) -> tuple[str, ...]:
    translation = model._parler_meta.root_model
    return tuple(
        field.name
        for field in translation._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and field.name != "language_code"
    )


def name_field(model: Any) -> str:
    return fields(model)[0]


def field(model: Any, name: str) -> "models.Field[Any, Any]":
    return model._parler_meta.root_model._meta.get_field(name)


def has_life(model: Any) -> bool:
    return True


def _row(obj: Any, language: str) -> Any:
    if obj.pk is None:
        return None
    return next((row for row in obj.translations.all() if row.language_code == language), None)


def read(obj: Any, language: str) -> dict[str, str]:
    row = _row(obj, language)
    return {name: getattr(row, name, "") for name in fields(type(obj))}


def write(obj: Any, language: str, texts: Mapping[str, str]) -> None:
    """A new row is written whole; of an existing one only these fields, for others may have changed meanwhile."""
    whole = {**dict.fromkeys(fields(type(obj)), ""), **texts}
    obj.translations.update_or_create(
        language_code=language, defaults=dict(texts), create_defaults=whole
    )
    _forget(obj)


def is_live(obj: Any, language: str) -> bool:
    row = _row(obj, language)
    return row is not None and row.live


def set_live(obj: Any, language: str, live: bool) -> None:
    obj.translations.filter(language_code=language).update(live=live)
    _forget(obj)


def live(model: Any, language: str) -> Exists:
    return Exists(_rows(model, language).filter(live=True))


def written(model: Any, language: str) -> Exists:
    return Exists(_rows(model, language))


def live_with(
    queryset: models.QuerySet[Any], language: str, texts: Mapping[str, str]
) -> models.QuerySet[Any]:
    """One filter, for one row has to be all of it."""
    wanted = {"language_code": language, "live": True, **texts}
    return queryset.filter(**{f"translations__{name}": value for name, value in wanted.items()})


def with_texts(queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
    return queryset.prefetch_related("translations")


def lookups(model: Any, name: str) -> tuple[str, ...]:
    return (f"translations__{name}",)


def _rows(model: Any, language: str) -> models.QuerySet[Any]:
    translation = model._parler_meta.root_model
    return translation._default_manager.filter(master=OuterRef("pk"), language_code=language)


def _forget(obj: Any) -> None:
    """Drop what the object remembers of its rows: parler's own copies and a prefetch would be stale."""
    obj._translations_cache.clear()  # noqa: SLF001  # parler offers no other way
    getattr(obj, "_prefetched_objects_cache", {}).pop("translations", None)
