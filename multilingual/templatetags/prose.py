"""Rich text as it is shown: pictures in fitting sizes, wide tables in regions of their own, numbers with their unit."""

import re

from django import template
from django.core.files.storage import default_storage
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from multilingual import pictures
from multilingual.formats import NO_BREAK

register = template.Library()

UNITS = "mm|µm|cm|m|km|g|kg|t|MPa|kPa|bar|K|°C|°|V|kV|Hz|kHz|h|min|s|g/m|m²|mm²|W/\\(m·K\\)|MS/m|HV|HB|IACS"
_NUMBER_AND_UNIT = re.compile(rf"(?<=\d) (?=(?:{UNITS})(?!\w)|× \d)|(?<=\d ×) (?=\d)")
_COLUMN = f"(min-width: {pictures.CONTAINER + 64}px) {pictures.CONTAINER}px, 94vw"
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_HEAD = re.compile(r"<thead\b.*?</thead>", re.DOTALL)


@register.filter
def prose(html: str) -> SafeString:
    """Show cleaned rich text (multilingual.richtext cleans it when it is stored)."""
    html = pictures.TAG.sub(_picture, kept_together(html))
    return mark_safe(_TABLE.sub(_region, html))  # noqa: S308  cleaned when stored


@register.filter
def kept_together(text: str) -> str:
    """Keep each number on one line with its unit, and each pair of sizes: ``16 × 1.8 mm``."""
    return _NUMBER_AND_UNIT.sub(NO_BREAK, text)


def _picture(tag: re.Match[str]) -> str:
    """A picture from where its file is, in the sizes that it has."""
    picture = pictures.of_tag(tag[0])
    if picture is None:
        return ""
    url = default_storage.url
    image = format_html(
        '<img src="{}" alt="{}" width="{}" height="{}" loading="lazy" decoding="async">',
        url(picture.name),
        picture.alt,
        picture.width,
        picture.height,
    )
    sizes = [f"{url(name)} {width}w" for width, name in pictures.sizes(picture).items()]
    if not sizes:
        return image
    return format_html(
        '<picture><source type="image/avif" srcset="{}" sizes="{}">{}</picture>',
        ", ".join(sizes),
        _COLUMN,
        image,
    )


def _region(table: re.Match[str]) -> str:
    """A table that scrolls by itself where the screen is narrow, by keyboard too."""
    return format_html(
        '<div class="scroll" role="region" tabindex="0" aria-label="{}">{}</div>',
        gettext("Table"),
        mark_safe(_HEAD.sub(_column_heads, table[0])),  # noqa: S308  cleaned when stored
    )


def _column_heads(head: re.Match[str]) -> str:
    return head[0].replace("<th>", '<th scope="col">')
