"""Constraints that many tables share, written once and named readably."""

from collections.abc import Sequence

from django.db.models import BaseConstraint, CheckConstraint, Q, UniqueConstraint

from .languages import CODES, column, get


def known(table: str, field: str, values: Sequence[str]) -> BaseConstraint:
    """A field holds one of these values; a NULL, where the field has it, is none and passes."""
    return CheckConstraint(condition=Q(**{f"{field}__in": values}), name=f"{table}_known_{field}")


def has(table: str, field: str) -> BaseConstraint:
    """A field of every row holds a text."""
    return CheckConstraint(condition=~Q(**{field: ""}), name=f"{table}_has_{field}")


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
