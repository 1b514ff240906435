"""Specifications as an editor types them: one table, whose cells follow from the attribute of the row."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from unfold.forms import PaginationInlineFormSet

from publishing.forms import CarefulForm

from .models import Attribute, Kind, Product, Spec

NUMBERS = ("number", "plus", "minus", "low", "high")
CELLS = {
    Kind.NUMBER: ("number", "plus", "minus"),
    Kind.RANGE: ("low", "high"),
    Kind.TERM: ("term",),
}


class WrittenNumberField(forms.DecimalField):
    """16.0 and 16.00 say different things about a dimension: a digit more is a change."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            before, after = self.to_python(initial), self.to_python(data)
        except forms.ValidationError:
            return True
        return str(before) != str(after)


class SpecForm(CarefulForm):
    """One value. The number of decimals is read from what was typed."""

    class Meta:
        model = Spec
        fields = ("attribute", *NUMBERS, "term")
        field_classes = dict.fromkeys(NUMBERS, WrittenNumberField)

    def __init__(self, *args: Any, product: Product, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.product = product
        for name in NUMBERS:
            value = getattr(self.instance, name)
            if value is not None:
                self.initial[name] = f"{value:.{self.instance.decimals}f}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        attribute = cleaned.get("attribute")
        if attribute is None:
            return cleaned
        if attribute.family_id != self.product.family_id:
            self.add_error("attribute", _("This attribute belongs to another product family."))
        for name in {*NUMBERS, "term"} - set(CELLS[attribute.kind]):
            if cleaned.get(name) is not None:
                self.add_error(
                    name,
                    _("“%(attribute)s” takes no value here: it is a %(kind)s.")
                    % {"attribute": attribute, "kind": attribute.get_kind_display()},
                )
        {
            Kind.NUMBER: self._clean_number,
            Kind.RANGE: self._clean_range,
            Kind.TERM: self._clean_term,
        }[attribute.kind](cleaned, attribute)
        self.instance.decimals = max(map(_decimals, (cleaned.get(name) for name in NUMBERS)))
        return cleaned

    def _clean_number(self, cleaned: dict[str, Any], attribute: Attribute) -> None:
        if cleaned.get("number") is None and not self.has_error("number"):
            self.add_error("number", _("Write the number."))
        plus, minus = cleaned.get("plus"), cleaned.get("minus")
        for name, size in (("plus", plus), ("minus", minus)):
            if size is not None and size < 0:
                self.add_error(name, _("Write the size of the tolerance, without a sign."))
        # One cell filled means the same on both sides: ±0.05.
        cleaned["plus"], cleaned["minus"] = (
            plus if plus is not None else minus,
            minus if minus is not None else plus,
        )

    def _clean_range(self, cleaned: dict[str, Any], attribute: Attribute) -> None:
        low, high = cleaned.get("low"), cleaned.get("high")
        if (
            low is None
            and high is None
            and not self.has_error("low")
            and not self.has_error("high")
        ):
            self.add_error("low", _("Write at least one end of the range."))
        if low is not None and high is not None and low > high:
            self.add_error("high", _("The upper end is below the lower one."))

    def _clean_term(self, cleaned: dict[str, Any], attribute: Attribute) -> None:
        term = cleaned.get("term")
        if term is None:
            if not self.has_error("term"):
                self.add_error("term", _("Choose a term."))
        elif term.vocabulary_id != attribute.vocabulary_id:
            self.add_error("term", _("This term belongs to another vocabulary."))

    def validate_constraints(self) -> None:
        """Said in words by clean() and by the table; the database holds them in any case."""

    def changed_fields(self) -> list[str]:
        changed = {*self.changed_data, "decimals"}
        return [*(changed | {"plus", "minus"} if changed & {"plus", "minus"} else changed)]


class SpecTable(PaginationInlineFormSet):
    """All rows of a product: a number or range stands once, a list of terms has each term once."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "product": self.instance}

    def clean(self) -> None:
        super().clean()
        seen = set()
        for form in self.forms:
            row = getattr(form, "cleaned_data", {})
            if not row.get("attribute") or row.get("DELETE"):
                continue
            key = (row["attribute"], row.get("term"))
            if key in seen:
                form.add_error("attribute", _("This stands in the table twice."))
            seen.add(key)

    def validate_unique(self) -> None:
        """Said by clean()."""


class AttributeForm(CarefulForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("kind") == Kind.TERM:
            if not cleaned.get("vocabulary") and not self.has_error("vocabulary"):
                self.add_error("vocabulary", _("Choose the vocabulary of the terms."))
            if cleaned.get("unit"):
                self.add_error("unit", _("Terms have no unit."))
        elif cleaned.get("kind") and cleaned.get("vocabulary"):
            self.add_error("vocabulary", _("Only terms have a vocabulary."))
        return cleaned


def _decimals(value: Decimal | None) -> int:
    return 0 if value is None else max(0, -int(value.as_tuple().exponent))
