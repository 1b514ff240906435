"""Hints on the texts of an edition, in sentences, for forms (E6)."""

from collections.abc import Mapping

from django.db.models.fields.files import FileField

from multilingual import stores
from multilingual.text import hints

from . import hint_sentences
from .models import HasItem


def sentences(
    model: type[HasItem], obj: HasItem | None, language: str, texts: Mapping[str, str]
) -> dict[str, list[str]]:
    """Say of each text of one language what a reader may stumble over, in the active language; {} when nothing."""
    found: dict[str, list[str]] = {}
    for hint in hints.hints(
        texts, language, rich=stores.rich_fields(model), pictures=_pictures(model, obj)
    ):
        said = hint_sentences.sentence(hint)
        if said not in found.setdefault(hint.field, []):
            found[hint.field].append(said)
    return found


def _pictures(model: type[HasItem], obj: HasItem | None) -> list[str]:
    """The texts that describe a picture which is there: ``picture_alt`` of ``picture``."""
    files = [field.name for field in model._meta.concrete_fields if isinstance(field, FileField)]
    texts = stores.fields(model)
    return [f"{name}_alt" for name in files if f"{name}_alt" in texts and getattr(obj, name, None)]
