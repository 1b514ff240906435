"""CLDR formatting in templates: the only way public templates write dates, numbers and lists (V7)."""

import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import get_language

from multilingual import formats, languages

register = template.Library()


def _language() -> str:
    return get_language() or languages.CODES[0]


@register.filter
def cldr_date(value: datetime.date) -> str:
    return formats.date(value, _language())


@register.filter
def cldr_number(value: int | Decimal) -> str:
    return formats.number(value, _language())


@register.filter
def cldr_compact(value: int) -> str:
    return formats.compact(value, _language())


@register.filter
def cldr_list(words: Any) -> str:
    return formats.enumeration((str(word) for word in words), _language())


@register.filter
def cldr_file_size(size: int) -> str:
    return formats.file_size(size, _language())


@register.filter
def shortened(text: str, width: int) -> str:
    """Cut to a display width: {{ summary|shortened:120 }}."""
    return formats.truncate(text, width)
