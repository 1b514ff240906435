"""CLDR formatting in templates: the only way public templates write dates, numbers and lists (V7)."""

import datetime
from decimal import Decimal

from django import template
from django.utils.translation import get_language, gettext

from multilingual import formats, languages
from multilingual.models import LanguageFile

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
def shortened(text: str, width: int) -> str:
    """Cut to a display width: {{ summary|shortened:120 }}."""
    return formats.truncate(text, width)


@register.filter
def file_facts(file: LanguageFile) -> str:
    """What a reader wants to know before opening a file: ``PDF, 1.2 MB``; a foreign one ``in Chinese, PDF, 1.2 MB``."""
    language = _language()
    facts = [file.format_name, formats.file_size(file.size, language)]
    if file.language != language:
        name = formats.language_name(file.language, language)
        facts.insert(0, gettext("in %(language)s") % {"language": name})
    return formats.joined(facts, language)
