"""The site's public pages, for machines (sitemap.xml) and people (site map). Both ask the same items."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from articles.models import Article, Category, CategoryTranslation
from articles.views import news_place
from catalog.models import Family, Product
from catalog.views import families_place
from company.models import Page
from multilingual import languages, links

STATIC = (
    "home",
    "catalog:family-list",
    "articles:article-list",
    "company:certificates",
    "company:downloads",
    "site-map",
)


class Entry(NamedTuple):
    """One <url>: a page in one language with all its editions."""

    loc: str
    alternates: list[links.Alternate]


def entries() -> Iterator[Entry]:
    """Every public page in every language; a handful of queries however many there are."""
    for urls in _pages():
        alternates = links.alternates(urls)
        for path in urls.values():
            yield Entry(links.absolute(path), alternates)


def _pages() -> Iterator[Mapping[str, str]]:
    for name in STATIC:
        yield {code: links.url(name, code) for code in languages.CODES}
    for items in (
        Family.objects.in_order(),
        Product.objects.select_related("family").in_order(),
        Page.objects.prefetch_related("translations"),
        Category.objects.prefetch_related("translations"),
        Article.objects.prefetch_related("translations"),
    ):
        for item in items:
            if urls := links.urls_of(item):
                yield urls


def sitemap(request: HttpRequest) -> HttpResponse:
    """sitemap.xml with hreflang alternates (V5)."""
    return TemplateResponse(
        request, "sitemap.xml", {"entries": entries()}, content_type="application/xml"
    )


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
