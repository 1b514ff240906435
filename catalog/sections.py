"""The drawing of a product, to scale from its own numbers, with its words in the reader's language."""

from collections.abc import Mapping
from decimal import Decimal

from .models import Product


def section(product: Product, numbers: Mapping[str, Decimal], language: str) -> None:
    return None
