"""Specification rows as people read them: numbers by CLDR, one line an attribute, one table a group."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby, islice
from typing import NamedTuple

from django.db.models import F

from multilingual import formats, stores

from .models import Group, Kind, Spec, SpecQuerySet, Term


class Row(NamedTuple):
    """One line of a table: the attribute's name and its value, written out."""

    code: str
    name: str
    text: str


class Table(NamedTuple):
    """The rows of one group; its title is translated where it is shown."""

    group: str
    title: str
    rows: list[Row]


class TermEquivalents(NamedTuple):
    """A term and its (standard, designation) pairs."""

    term: Term
    names: list[tuple[str, str]]


MOST_HIGHLIGHTS = 5


def tables(specs: Iterable[Spec], language: str) -> list[Table]:
    """Group spec rows (in the order of their attributes) into tables, written in a language."""
    by_group: dict[str, list[Row]] = {}
    for row, group in _rows(specs, language):
        by_group.setdefault(group, []).append(row)
    return [
        Table(group.value, str(group.label), by_group[group.value])
        for group in Group
        if group.value in by_group
    ]


def with_equivalents(specs: SpecQuerySet) -> tuple[list[Spec], list[TermEquivalents]]:
    """Return spec rows in order and what other standards call their terms, from one query."""
    rows: dict[int, Spec] = {}
    named: dict[Term, list[tuple[str, str]]] = {}
    joined = specs.in_order().annotate(
        standard=F("term__equivalents__standard"), designation=F("term__equivalents__designation")
    )
    for spec in joined.order_by(*joined.query.order_by, "standard"):
        rows.setdefault(spec.pk, spec)
        if spec.standard and spec.term:
            named.setdefault(spec.term, []).append((spec.standard, spec.designation))
    return list(rows.values()), [TermEquivalents(term, names) for term, names in named.items()]


def highlights(specs: Iterable[Spec], language: str) -> list[Row]:
    """The first rows of a card, from its ``card_specs``."""
    return [row for row, _group in islice(_rows(specs, language), MOST_HIGHLIGHTS)]


def numbers(specs: Iterable[Spec]) -> dict[str, Decimal]:
    """Nominal numbers by attribute code, for drawings."""
    return {spec.attribute.code: spec.number for spec in specs if spec.number is not None}


def written(spec: Spec, language: str) -> str:
    """One number or range with its unit: ``16.00 +0.05/−0.08 mm``, ``95–135 MPa``."""
    unit = spec.attribute.unit
    if spec.number is None:
        low, high = (_bound(bound, spec.decimals) for bound in (spec.low, spec.high))
        return formats.span(low, high, unit, language)
    text = formats.number(_exact(spec.number, spec.decimals), language)
    if spec.plus is not None and spec.minus is not None:
        plus, minus = (_exact(size, spec.decimals) for size in (spec.plus, spec.minus))
        text += formats.NO_BREAK + formats.tolerance(plus, minus, language)
    return formats.quantity(text, unit, language)


def term_label(spec: Spec, language: str) -> str:
    """A term's name in a language where it has words, else its designation."""
    assert spec.term is not None
    return stores.read(spec.term, language)["name"] or spec.term.code


def _rows(specs: Iterable[Spec], language: str) -> Iterable[tuple[Row, str]]:
    for attribute, group in groupby(specs, key=lambda spec: spec.attribute):
        members = list(group)
        if attribute.kind == Kind.TERM:
            text = formats.enumeration((term_label(spec, language) for spec in members), language)
        else:
            text = written(members[0], language)
        name = stores.read(attribute, language)["name"]
        yield Row(attribute.code, name, text), attribute.group


def _exact(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals))


def _bound(value: Decimal | None, decimals: int) -> Decimal | None:
    return None if value is None else _exact(value, decimals)
