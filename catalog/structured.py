"""What a product page tells search engines (schema.org Product). No offer is invented: prices are asked for."""

from collections.abc import Iterable
from typing import Any

from multilingual import languages, links

from .models import Product
from .specs import Table


def product(product: Product, tables: Iterable[Table], language: str) -> dict[str, Any]:
    """Describe a live product in one language; texts and numbers are those of the page."""
    data = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.title_in(language),
        "sku": product.code,
        "category": product.family.title_in(language),
        "url": links.absolute(product.url_in(language) or ""),
        "inLanguage": languages.get(language).tag,
        "additionalProperty": [
            {"@type": "PropertyValue", "name": row.name, "value": row.text}
            for table in tables
            for row in table.rows
        ],
    }
    if product.summary:
        data["description"] = product.summary
    if product.picture:
        data["image"] = links.absolute(product.picture.url)
    return data
