"""Constraints that hold for each language's column, written once and named readably."""

from django.db.models import BaseConstraint, CheckConstraint, Q, UniqueConstraint

from .languages import CODES, column, get


def once_per_language(table: str, field: str) -> list[BaseConstraint]:
    """No two rows share this field's text in a language; rows without a text (NULL) do not collide."""
    return [
        UniqueConstraint(
            fields=[column(field, code)], name=f"{table}_{field}_once_{get(code).column}"
        )
        for code in CODES
    ]


def live_needs(table: str, *fields: str) -> list[BaseConstraint]:
    """A row is live in a language only with these texts in that language; NULL and "" both refuse."""
    return [
        CheckConstraint(
            condition=_live_has(code, fields), name=f"{table}_live_has_texts_{get(code).column}"
        )
        for code in CODES
    ]


def _live_has(code: str, fields: tuple[str, ...]) -> Q:
    complete = Q()
    for field in fields:
        name = column(field, code)
        complete &= Q(**{f"{name}__isnull": False}) & ~Q(**{name: ""})
    return Q(**{column("live", code): False}) | complete
