"""Run in a copy of the project that speaks Japanese too (tests/test_third_language.py): an article and a product."""

import re
from xml.etree import ElementTree

import pytest

from catalog.models import Family, Product
from multilingual import formats, languages, links, stores
from multilingual.languages import CODES
from publishing import editions, services
from tests import factories
from tests.site.crawler import Answer

pytestmark = pytest.mark.django_db

TAGS = {languages.get(code).tag for code in CODES}
MARKED = re.compile("「.*」", re.DOTALL)
# Said alike in every language: numbers, sizes, designations, addresses.
NEUTRAL = re.compile(r"[\W\d_]*|FT-\d+|Atom|\S+@\S+|[\d.,\s]+(mm|B)")


@pytest.fixture
def site():
    """A product and an article in three languages, an article in two, with the texts of each marked as its own."""
    assert CODES == ("zh-hans", "en", "ja")
    profile, family = factories.profile(), factories.family()
    product, article = factories.product(family), factories.article()
    partial = factories.article(article.category, live=("zh-hans", "en"))
    for obj in (profile, family, product, article, article.category):
        own = {
            name: f"「{text}」" if name not in ("slug", "body") else text
            for name, text in stores.read(obj, "ja").items()
            if text
        }
        if "body" in own:
            own["body"] = "<p>「本文」</p>"
        factories.rewrite(obj, "ja", own) if obj is not profile else stores.write(
            obj, "ja", {"name": "「会社」", "short_name": "「社」"}
        )
    width = factories.attribute(family)
    stores.write(width, "ja", {"name": "「幅」"})
    factories.spec(product, width, number=16)
    return product, article, partial


def visit(client, path):
    response = client.get(path)
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(f"http://testserver{path}", response.status_code, headers, response.content)


def pages(client, site):
    product, article, _partial = site
    items = (product, product.family, article, article.category)
    paths = [path for item in items for path in links.urls_of(item).values()]
    paths += [
        links.url(name, code)
        for name in ("home", "catalog:family-list", "articles:article-list", "site-map")
        for code in CODES
    ]
    found = {path: visit(client, path) for path in paths}
    assert {path: page.status for path, page in found.items() if page.status != 200} == {}
    return found


def test_v1_v3_v5_every_page_has_its_language_a_list_of_switches_and_reciprocal_alternates(
    client, site
):
    found = pages(client, site)

    for path, page in found.items():
        tag = languages.get(path.split("/")[1]).tag
        assert (page.language, page.headers["content-language"]) == (tag, tag)
        switches = {
            a.get("hreflang") for item in page.all("li") for a in item.findall("a[@hreflang]")
        }
        assert switches >= TAGS - {tag}, path
        alternates = {
            link.get("hreflang"): link.get("href")
            for link in page.all("link[@rel='alternate']")
            if link.get("hreflang")
        }
        assert set(alternates) == TAGS | {"x-default"}


def test_v4_an_article_in_two_languages_does_not_exist_in_the_third(client, site):
    _product, _article, partial = site
    slug = editions.newest_texts(partial, "ja")["slug"]

    missing = visit(client, f"/ja/news/{slug}/")

    assert missing.status == 404
    offered = {
        a.get("hreflang")
        for a in missing.all("a[@hreflang]")
        if a.get("href") in links.urls_of(partial).values()
    }
    assert offered == {"zh-Hans", "en"}
    assert slug not in visit(client, "/ja/news/").body.decode()


def test_v5_the_sitemap_names_three_editions(client, site):
    product, article, partial = site
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    locs = {loc.text for loc in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}

    for item in (product, article, partial):
        assert {links.absolute(path) for path in links.urls_of(item).values()} <= locs
    assert len(links.urls_of(partial)) == 2


def test_v6_every_text_of_a_japanese_page_came_from_a_catalogue_or_from_its_content(client, site):
    """The pseudo-locale crawl: a text without brackets was never marked for translation."""
    unmarked = {
        (path, tag, text)
        for path, page in pages(client, site).items()
        if page.language == "ja"
        for lang, tag, text in page.texts()
        if lang == "ja" and not MARKED.search(text) and not NEUTRAL.fullmatch(text)
    }

    assert unmarked == set()


def test_v7_facts_are_joined_by_the_comma_of_their_language():
    assert formats.joined(["PDF", "1.2 MB"], "ja") == "PDF、1.2 MB"


def test_v7_numbers_and_dates_are_written_by_cldr_in_japanese(client, site):
    product, article, _partial = site

    assert "2018/09/05" in visit(client, article.url_in("ja")).body.decode()
    assert "16\u00a0mm" in visit(client, product.url_in("ja")).body.decode()


def test_e1_publishing_japanese_leaves_the_others(client, site):
    product, *_ = site
    before = {code: stores.read(product, code) for code in ("zh-hans", "en")}

    services.withdraw(product, "ja", by=None)
    services.publish(product, "ja", by=None)

    fresh = Product.objects.get(pk=product.pk)
    assert {code: stores.read(fresh, code) for code in ("zh-hans", "en")} == before
    assert Family.objects.live_in("ja").count() == 1
