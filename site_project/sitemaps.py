"""The site's public pages, for machines (sitemap.xml) and people (site map). Both ask the same items."""

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from articles.models import Article, Category, CategoryTranslation
from articles.views import news_place
from catalog.models import Family, Product
from catalog.views import families_place
from company.models import Page
from multilingual import languages, links, stores

STATIC = (
    "home",
    "catalog:family-list",
    "articles:article-list",
    "company:certificates",
    "company:downloads",
    "site-map",
)

# The protocol (sitemaps.org) allows 50,000 addresses and 50 MB in a file. An address with its alternates takes a
# line for each language and two more, of 300 bytes where slugs are longest: 10,000 of them fit in a dozen languages.
MOST_ADDRESSES = 10_000
MOST_PAGES = MOST_ADDRESSES // len(languages.CODES)
XML = "application/xml"


class Entry(NamedTuple):
    """One <url>: a page in one language with all its editions."""

    loc: str
    alternates: list[links.Alternate]


class Kind(NamedTuple):
    """Public pages of one kind, each in all its languages, and how many there are."""

    items: QuerySet[Any]
    count: int


def sitemap(request: HttpRequest) -> HttpResponse:
    """sitemap.xml with hreflang alternates (V5); the list of several such files where one would be too large."""
    kinds = _kinds()
    files = _files(kinds)
    if files == 1:
        return _file(request, kinds, 1)
    parts = [reverse("sitemap-part", args=(number,)) for number in range(1, files + 1)]
    context = {"parts": [links.absolute(path) for path in parts]}
    return TemplateResponse(request, "sitemap_index.xml", context, content_type=XML)


def sitemap_part(request: HttpRequest, number: int) -> HttpResponse:
    """One of several files; none of them exists while one is enough."""
    kinds = _kinds()
    files = _files(kinds)
    if files == 1 or not 1 <= number <= files:
        raise Http404
    return _file(request, kinds, number)


def _kinds() -> list[Kind]:
    kinds = (
        Family.objects.in_order(),
        Product.objects.select_related("family").in_order(),
        Page.objects.prefetch_related("translations"),
        Category.objects.prefetch_related("translations"),
        Article.objects.prefetch_related("translations"),
    )
    return [Kind(items, items.count()) for items in map(stores.live_anywhere, kinds)]


def _files(kinds: Iterable[Kind]) -> int:
    pages = len(STATIC) + sum(kind.count for kind in kinds)
    return math.ceil(pages / MOST_PAGES)


def _file(request: HttpRequest, kinds: Iterable[Kind], number: int) -> HttpResponse:
    start = (number - 1) * MOST_PAGES
    pages = _pages(kinds, start, start + MOST_PAGES)
    context = {"entries": _entries(pages)}
    return TemplateResponse(request, "sitemap.xml", context, content_type=XML)


def _entries(pages: Iterable[Mapping[str, str]]) -> Iterator[Entry]:
    for urls in pages:
        alternates = links.alternates(urls)
        for path in urls.values():
            yield Entry(links.absolute(path), alternates)


def _pages(kinds: Iterable[Kind], start: int, stop: int) -> Iterator[Mapping[str, str]]:
    """Some of all pages by their place in the whole list; a handful of queries however many there are."""
    for name in STATIC[start:stop]:
        yield {code: links.url(name, code) for code in languages.CODES}
    before = len(STATIC)
    for kind in kinds:
        first, last = (min(max(0, at - before), kind.count) for at in (start, stop))
        for item in kind.items[first:last]:
            if urls := links.urls_of(item):
                yield urls
        before += kind.count


class Branch(NamedTuple):
    title: str
    url: str
    leaves: list[Any]


def tree(language: str) -> list[Branch]:
    """Families with their products, and the news categories, of one language."""
    products: dict[int, list[Product]] = {}
    for product in Product.objects.live_in(language).select_related("family").in_order():
        products.setdefault(product.family_id, []).append(product)
    families = [
        Branch(
            family.title_in(language),
            family.url_in(language) or "",
            [
                Branch(p.title_in(language), p.url_in(language) or "", [])
                for p in products.get(family.pk, [])
            ],
        )
        for family in Family.objects.live_in(language).in_order()
    ]
    categories = [
        Branch(row.name, row.get_absolute_url(), [])
        for row in CategoryTranslation.objects.live_in(language)
    ]
    return [
        _branch(families_place(), language, families),
        _branch(news_place(), language, categories),
    ]


def _branch(place: links.Place, language: str, leaves: list[Branch]) -> Branch:
    return Branch(place.title(language), place.urls[language], leaves)
