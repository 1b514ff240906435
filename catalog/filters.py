"""Filters of a product list, by GET: terms to tick and sizes from–to. They appear only where they divide the list."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import forms
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from multilingual import formats
from multilingual.languages import column

from .models import Kind, Product, Spec


class Facet(NamedTuple):
    """One filterable attribute: the terms to choose from, or the smallest and largest size there is."""

    attribute: int
    code: str
    name: str
    unit: str
    terms: list[tuple[str, str]]
    low: Decimal | None
    high: Decimal | None

    @property
    def divides(self) -> bool:
        return len(self.terms) > 1 if self.terms else self.low != self.high


class Chip(NamedTuple):
    """One chosen value, and the query of the list without it."""

    name: str
    text: str
    query: str


class FilterForm(forms.Form):
    """Fields are made from facets; names and values are the same in every language, so a switch keeps them."""

    def __init__(self, facets: Iterable[Facet], data: QueryDict) -> None:
        super().__init__(data or None)
        for facet in facets:
            if facet.terms:
                self.fields[facet.code] = forms.MultipleChoiceField(
                    label=facet.name,
                    choices=facet.terms,
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                )
            else:
                self.fields[f"{facet.code}-from"] = self._size(_("from"))
                self.fields[f"{facet.code}-to"] = self._size(_("to"))

    @staticmethod
    def _size(label: Any) -> forms.DecimalField:
        return forms.DecimalField(
            label=label,
            required=False,
            min_value=0,
            max_value=10_000_000,
            max_digits=12,
            decimal_places=4,
        )


class ProductFilter:
    """The filters of one list and what the visitor chose."""

    def __init__(self, facets: list[Facet], data: QueryDict, language: str) -> None:
        self.facets = [facet for facet in facets if facet.divides]
        self.language = language
        self.data = data
        self.form = FilterForm(self.facets, data)
        self.is_valid = not self.form.is_bound or self.form.is_valid()
        self.chosen: dict[str, Any] = {}
        if self.form.is_bound:
            cleaned = getattr(self.form, "cleaned_data", {})
            self.chosen = {
                name: value for name, value in cleaned.items() if value not in (None, [], "")
            }

    @property
    def is_filtered(self) -> bool:
        """Whether the visitor chose anything, be it a size that cannot be."""
        return bool(self.chosen) or not self.is_valid

    @classmethod
    def for_products(
        cls, products: QuerySet[Product], data: QueryDict, language: str
    ) -> "ProductFilter":
        """Read the facets of these products; one query."""
        return cls(_facets(products, language), data, language)

    def apply(self, products: QuerySet[Product]) -> QuerySet[Product]:
        """Keep the products that have what was chosen; an invalid choice keeps none, and the form says why."""
        if not self.is_valid:
            return products.none()
        for facet in self.facets:
            condition = self._condition(facet)
            if condition:
                matching = Spec.objects.filter(
                    condition, product=OuterRef("pk"), attribute=facet.attribute
                )
                products = products.filter(Exists(matching))
        return products

    def _condition(self, facet: Facet) -> Q:
        if facet.terms:
            chosen = self.chosen.get(facet.code)
            return Q(term__code__in=chosen) if chosen else Q()
        low, high = (self.chosen.get(f"{facet.code}-{end}") for end in ("from", "to"))
        condition = Q()
        if low is not None:
            condition &= Q(number__gte=low) | Q(high__gte=low)
        if high is not None:
            condition &= Q(number__lte=high) | Q(low__lte=high)
        return condition

    @property
    def groups(self) -> list[dict[str, Any]]:
        """What the template shows: a facet with its bound fields and the range there is."""
        return [
            {
                "facet": facet,
                "span": ""
                if facet.terms
                else formats.span(facet.low, facet.high, facet.unit, self.language),
                "fields": [
                    self.form[name] for name in self.form.fields if name in self._names(facet)
                ],
            }
            for facet in self.facets
        ]

    @staticmethod
    def _names(facet: Facet) -> tuple[str, ...]:
        return (facet.code,) if facet.terms else (f"{facet.code}-from", f"{facet.code}-to")

    @property
    def chips(self) -> list[Chip]:
        """What was chosen, one by one, each with the way back."""
        chips = []
        for facet in self.facets:
            if facet.terms:
                chosen = self.chosen.get(facet.code, [])
                chips += [
                    Chip(facet.name, label, self._without((facet.code, code)))
                    for code, label in facet.terms
                    if code in chosen
                ]
            elif text := self._size_text(facet):
                ends = [(name, None) for name in self._names(facet)]
                chips.append(Chip(facet.name, text, self._without(*ends)))
        return chips

    def _without(self, *dropped: tuple[str, str | None]) -> str:
        """The query without these (field, value) pairs, None for all values of a field, and without the page."""
        pairs = [
            (name, value)
            for name, values in self.data.lists()
            for value in values
            if value and name != "page" and not {(name, value), (name, None)} & set(dropped)
        ]
        return f"?{urlencode(pairs)}" if pairs else "./"

    def _size_text(self, facet: Facet) -> str:
        low, high = (self.chosen.get(f"{facet.code}-{end}") for end in ("from", "to"))
        if low is None and high is None:
            return ""
        return formats.span(low, high, facet.unit, self.language)

    def summary(self) -> str:
        """The chosen filters in one line, for "Ask for this size"."""
        parts = []
        for facet in self.facets:
            if facet.terms:
                labels = [
                    label for code, label in facet.terms if code in self.chosen.get(facet.code, [])
                ]
                text = formats.enumeration(labels, self.language) if labels else ""
            else:
                text = self._size_text(facet)
            if text:
                parts.append(f"{facet.name} {text}")
        return formats.joined(parts, self.language)


def _facets(products: QuerySet[Product], language: str) -> list[Facet]:
    name, term_name = column("attribute__name", language), column("term__name", language)
    rows = (
        Spec.objects.filter(
            product__in=products.order_by().values("pk"), attribute__filterable=True
        )
        .values(
            "attribute_id",
            "attribute__code",
            name,
            "attribute__unit",
            "attribute__kind",
            "term__code",
            term_name,
        )
        .annotate(
            products=Count("product"),
            least=Min("number"),
            most=Max("number"),
            low=Min("low"),
            high=Max("high"),
        )
        .order_by("attribute__position", "attribute_id", "term__position", "term__code")
    )
    facets: dict[int, Facet] = {}
    for row in rows:
        facet = facets.setdefault(
            row["attribute_id"],
            Facet(
                attribute=row["attribute_id"],
                code=row["attribute__code"],
                name=row[name] or row["attribute__code"],
                unit=row["attribute__unit"],
                terms=[],
                low=_least(row["least"], row["low"]),
                high=_most(row["most"], row["high"]),
            ),
        )
        if row["attribute__kind"] == Kind.TERM:
            facet.terms.append((row["term__code"], row[term_name] or row["term__code"]))
    return list(facets.values())


def _least(*bounds: Decimal | None) -> Decimal | None:
    return min((_plain(bound) for bound in bounds if bound is not None), default=None)


def _most(*bounds: Decimal | None) -> Decimal | None:
    return max((_plain(bound) for bound in bounds if bound is not None), default=None)


def _plain(value: Decimal) -> Decimal:
    """Drop the storage's trailing zeros: 16.0000 is offered as 16."""
    return Decimal(format(value.normalize(), "f"))
