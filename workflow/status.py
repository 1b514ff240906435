"""How far translations are, from the tallies: equal to a count of the units that an export holds."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Case, F, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from .models import INTERFACE, Tally


class Row(NamedTuple):
    """Units of one part of the site, from one language into another, in one state."""

    language: str
    source: str
    part: str
    state: str
    units: int
    words: int
    characters: int


class PersonRow(NamedTuple):
    """Units whose text one person wrote last (None: the site itself)."""

    person: int | None
    language: str
    state: str
    units: int
    words: int
    characters: int


class ItemRow(NamedTuple):
    """Units of one item."""

    item: int
    language: str
    state: str
    units: int
    words: int
    characters: int


def totals() -> list[Row]:
    """Count by language, source language, part of the site and state. One query."""
    return [Row(*row) for row in _counted("translation__language", "source", "part", "state")]


def by_person() -> list[PersonRow]:
    """Count by whoever wrote the text last, language and state. One query."""
    return [PersonRow(*row) for row in _counted("person", "translation__language", "state")]


def of_items(items: Iterable[int]) -> list[ItemRow]:
    """Count by item, language and state. One query."""
    found = _counted("translation__document__item", "translation__language", "state")
    return [ItemRow(*row) for row in found.filter(translation__document__item__in=items)]


def _counted(*groups: str) -> Any:
    item = "translation__document__item"
    kinds = [
        When(**{f"{item}__kind__startswith": f"{part}."}, then=Value(part))
        for part in settings.CONTENT_APPS
    ]
    tallies: Any = Tally.objects.filter(Q(**{f"{item}__binned_at": None})).annotate(
        part=Case(*kinds, default=Value(INTERFACE)),
        source=Coalesce(F(f"{item}__source_language"), Value(settings.LANGUAGE_CODE)),
    )
    return (
        tallies.values_list(*groups)
        .annotate(Sum("units"), Sum("words"), Sum("characters"))
        .order_by(*groups)
    )
