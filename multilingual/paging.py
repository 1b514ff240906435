"""One page of a long list: rows and their count in a single query."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db.models import Count, F, QuerySet, Window
from django.http import Http404


class Page(NamedTuple):
    rows: list[Any]
    number: int
    total: int
    per_page: int

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.per_page))

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.last else None


def paginate(queryset: QuerySet[Any], query: Mapping[str, str], per_page: int) -> Page:
    """Return the page that ``?page=`` names; raises Http404 for one that is not there. One query."""
    number = _number(query.get("page", "1"))
    start = (number - 1) * per_page
    counted = queryset.annotate(total=Window(Count(F("pk"))))
    rows = list(counted[start : start + per_page])
    if not rows and number > 1:
        raise Http404
    return Page(rows, number, rows[0].total if rows else 0, per_page)


def _number(text: str) -> int:
    # Six digits bound the offset that a visitor can ask the database for.
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and int(text) >= 1):
        raise Http404
    return int(text)
