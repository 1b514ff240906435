"""The texts of an item in a language: the only readers and writers of translated values by language.

Two libraries keep them: modeltranslation in columns, parler in rows. Both modules have the same functions; this one
chooses by the model. A language is a Django code; texts are a dict of field name to text. An absent edition reads as
empty texts; nothing here ever falls back to another language.
"""

import re
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from django.db import models
from django.db.models import Exists, Q
from parler.models import TranslatableModelMixin

from multilingual import richtext
from multilingual.languages import CODES

from . import columns, rows

Texts = dict[str, str]

# Characters that XML, and so a feed, cannot hold. They come with texts pasted from other programs.
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _store(model: type[models.Model]) -> ModuleType:
    return rows if issubclass(model, TranslatableModelMixin) else columns


def fields(model: type[models.Model]) -> tuple[str, ...]:
    """Name the translated text fields of a model, in the order of its definition."""
    return _store(model).fields(model)


def field(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    """Return the model field behind a translated text: its name for people, its length, its kind."""
    return _store(model).field(model, name)


def name_field(model: type[models.Model]) -> str:
    """Name the text a thing is called by, without which nothing else is stored: the first of its definition."""
    return _store(model).name_field(model)


def rich_fields(model: type[models.Model]) -> tuple[str, ...]:
    """Name the translated fields that hold HTML: the model's RICH_TEXT."""
    return getattr(model, "RICH_TEXT", ())


def cleaned(model: type[models.Model], texts: Mapping[str, str]) -> Texts:
    """Return texts as they are stored: rich text keeps only the formats of multilingual.richtext."""
    rich = rich_fields(model)
    readable = {name: _UNREADABLE.sub("", text) for name, text in texts.items()}
    return {name: richtext.clean(text) if name in rich else text for name, text in readable.items()}


def shared_fields(
    model: type[models.Model], *, texts: bool = False
) -> "list[models.Field[Any, Any]]":
    """The stored fields that an object has once for all languages; ``texts``: with every language's columns.

    Without the primary key and the identity that publishing gives.
    """
    translated = columns.translated(model)
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key
        and field.name != "item"
        and field.name not in translated
        and (texts or not columns.is_column(field))
    ]


def read(obj: models.Model, language: str) -> Texts:
    """Return the texts of one language exactly as stored, ``""`` where there is none."""
    return _store(type(obj)).read(obj, language)


def write(obj: models.Model, language: str, texts: Mapping[str, str]) -> None:
    """Store texts of one language and make it live; other languages keep theirs. Raises KeyError for an unknown field.

    Every text that visitors read passes here, so that no HTML is stored uncleaned. The database refuses texts with
    which nothing can be live (IntegrityError).
    """
    unknown = set(texts) - set(fields(type(obj)))
    if unknown:
        raise KeyError(
            f"not translated fields of {type(obj).__name__}: {', '.join(sorted(unknown))}"
        )
    _store(type(obj)).write(obj, language, cleaned(type(obj), texts))


def erase(obj: models.Model, language: str) -> None:
    """End an edition's life: visitors read nothing of it any more."""
    _store(type(obj)).erase(obj, language)


def has_life(model: type[models.Model]) -> bool:
    """Tell whether editions of this model can be withdrawn; else what is written is always shown."""
    return _store(model).has_life(model)


def is_live(obj: models.Model, language: str) -> bool:
    """Tell whether visitors read this edition."""
    return _store(type(obj)).is_live(obj, language)


def live(model: type[models.Model], language: str) -> Q | Exists:
    """The condition that an item is live in a language, for filters and counts."""
    return _store(model).live(model, language)


def live_in(queryset: models.QuerySet[Any], language: str) -> models.QuerySet[Any]:
    """Keep the items that are live in a language."""
    return queryset.filter(live(queryset.model, language))


def live_anywhere(queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Keep the items that are live in at least one language."""
    anywhere = Q()
    for code in CODES:
        anywhere |= Q(live(queryset.model, code))
    return queryset.filter(anywhere)


def live_with(queryset: models.QuerySet[Any], language: str, **texts: str) -> models.QuerySet[Any]:
    """Keep the items that are live in a language and have exactly these texts there."""
    return _store(queryset.model).live_with(queryset, language, texts)


def with_texts(queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Bring the texts of every language along, so that reading them asks nothing more."""
    return _store(queryset.model).with_texts(queryset)


def lookups(model: type[models.Model], name: str) -> tuple[str, ...]:
    """Paths that search one field in every language."""
    return _store(model).lookups(model, name)
