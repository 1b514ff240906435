"""Where a page stands, for templates: addresses, breadcrumb, language switcher and what stands in the head."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

from django import template
from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import HttpRequest
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from multilingual import languages, links
from multilingual.links import Localized, Place

register = template.Library()

# JSON inside HTML: what could end the script element, and two line ends that JavaScript does not allow.
JSON_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


class Edition(NamedTuple):
    """A page in one of its languages."""

    language: languages.Language
    url: str
    title: str


def _language() -> str:
    return get_language() or languages.CODES[0]


@register.simple_tag
def language_tag() -> str:
    """The page's language for ``html[lang]``."""
    return languages.get(_language()).tag


@register.simple_tag
def language_cookie() -> str:
    """The name of Django's language cookie."""
    return settings.LANGUAGE_COOKIE_NAME


@register.filter
def tag_of(code: str) -> str:
    """The ``lang`` of a language code: ``zh-hans`` -> ``zh-Hans``."""
    return languages.get(code).tag


@register.filter
def localized_url(item: Localized) -> str:
    """The address of an item in the page's language."""
    return item.url_in(_language()) or ""


@register.filter
def at(values: Mapping[str, Any], key: str) -> Any:
    """Look a key up that is itself data; None when it is not there."""
    return values.get(key)


@register.simple_tag
def breadcrumb(place: Place) -> list[links.Crumb]:
    return links.breadcrumb(place, _language())


@register.simple_tag
def switches(place: Place, request: HttpRequest) -> list[links.Switch]:
    """The switcher's links; filters survive."""
    return links.switches(place, _language(), request.GET)


@register.simple_tag
def editions(place: Place) -> list[Edition]:
    """A page in each language in which it is published, for a page that is not."""
    return [
        Edition(languages.get(code), url, place.title(code)) for code, url in place.urls.items()
    ]


@register.simple_tag
def canonical(place: Place, number: int = 1) -> str:
    """The one address of a page; of a list, that of its page of that number, without filters.

    "" on a page that says that it is not there.
    """
    path = place.urls.get(_language())
    return links.absolute(path) + (f"?page={number}" if number > 1 else "") if path else ""


@register.simple_tag
def alternates(place: Place) -> list[links.Alternate]:
    """hreflang of a page, from the function that the sitemap asks too."""
    return links.alternates(place.urls)


@register.simple_tag
def open_graph_locales(place: Place) -> list[str]:
    """Open Graph's names of the page's languages, its own first."""
    own = _language()
    ordered = sorted(place.urls, key=lambda code: code != own)
    return [languages.get(code).open_graph for code in ordered]


@register.filter
def file_url(file: FieldFile) -> str:
    """The path of a file that may not be there."""
    return file.url if file else ""


@register.filter
def absolute(path: str) -> str:
    return links.absolute(path)


@register.simple_tag(takes_context=True)
def page_query(context: Context, number: int) -> str:
    """The query of another page of this list, its filters kept."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    if number > 1:
        query["page"] = str(number)
    return f"?{query.urlencode()}" if query else "./"


@register.simple_tag
def mailto(address: str, subject: str, body: str = "") -> str:
    """An address for a prepared e-mail."""
    url = f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}"
    return url + (f"&body={quote(body, safe='')}" if body else "")


@register.simple_tag
def json_ld(data: Any) -> SafeString:
    """A block of structured data; nothing in it can end the block."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(JSON_ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308  escaped above
    )


@register.simple_tag
def breadcrumb_data(place: Place) -> SafeString:
    """The breadcrumb for search engines; the home page has none."""
    crumbs = links.breadcrumb(place, _language())
    if len(crumbs) < 2:
        return mark_safe("")
    rows = [
        {
            "@type": "ListItem",
            "position": position,
            "name": crumb.title,
            "item": links.absolute(crumb.url),
        }
        for position, crumb in enumerate(crumbs, start=1)
    ]
    return json_ld(
        {
            "@context": "https://schema.org",
            "@type": "BreadcrumbList",
            "inLanguage": language_tag(),
            "itemListElement": rows,
        }
    )
