"""The drawing of a product, to scale from its own numbers, with its words in the reader's language."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from multilingual import formats

from . import drawings, specs
from .models import Drawing, Group, Product, Spec, Unit

TITLES = {
    Drawing.FLAT_TUBE: _("Cross-section of %(product)s"),
    Drawing.ROUND_COIL: _("Section and coil of %(product)s"),
    Drawing.STRIP_COIL: _("Section and coil of %(product)s"),
}


# A coil is as large as its limit allows at most: drawn at that size, and the number says that it is a limit.
LIMIT = "outer-diameter"
# Wider than this on paper, a drawing shrinks on a telephone, and its numbers must not.
WIDE = 110


class Section(NamedTuple):
    """A drawing and the scales it is drawn at."""

    svg: SafeString
    scale: str
    coil_scale: str
    is_wide: bool


def section(product: Product, rows: list[Spec], language: str) -> Section | None:
    """Draw a product; its sizes are told in words too. None when its numbers do not make a drawing."""
    kind = product.drawing or product.family.drawing
    limits = {
        row.attribute.code: row.high
        for row in rows
        if row.attribute.code == LIMIT and row.high is not None
    }
    drawing = drawings.for_product(kind, {**limits, **specs.numbers(rows)})
    if drawing is None:
        return None

    def write(size: Decimal) -> str:
        shown = _plain(size)
        if size in limits.values():
            return formats.span(None, shown, Unit.MILLIMETRE, language)
        return formats.quantity(shown, Unit.MILLIMETRE, language)

    svg = drawing.svg(
        title=str(TITLES[Drawing(kind)]) % {"product": product.title_in(language)},
        description=_in_words(rows, language),
        write=write,
    )
    return Section(
        mark_safe(svg),  # noqa: S308  escaped there
        drawing.scale,
        drawing.coil_scale,
        drawing.width > WIDE,
    )


def _in_words(rows: Iterable[Spec], language: str) -> str:
    sizes = [spec for spec in rows if spec.attribute.group == Group.DIMENSIONS]
    tables = specs.tables(sizes, language)
    return formats.joined(
        [f"{row.name} {row.text}" for table in tables for row in table.rows], language
    )


def _plain(size: Decimal) -> Decimal:
    """Without the storage's trailing zeros: the table beside it says how exact a size is."""
    return Decimal(format(size.normalize(), "f"))
