"""R1 and promise 8: at most six queries for any public page, however much there is."""

import pytest

from articles.models import Article
from catalog.models import Product
from company.models import Certificate, CertificateFile, Download, Link
from multilingual import stores
from multilingual.languages import CODES
from tests import factories
from tests.costs import queries

pytestmark = pytest.mark.django_db

MOST = 6


def fill(family, category, width, alloys, n):
    for i in range(n):
        product = factories.product(family)
        factories.spec(product, width, number=i + 1)
        factories.spec(product, alloys, term=factories.term(("3003", "3102")[i % 2]))
        factories.article(category)
        for model, texts in (
            (Certificate(issued_on=factories.DAY), {"name": f"Certificate {i}"}),
            (Download(), {"name": f"Guide {i}"}),
            (Link(url=f"https://example.com/{product.pk}/"), {"name": f"Link {i}"}),
        ):
            model.save()
            for code in CODES:
                stores.write(model, code, texts)
            if isinstance(model, Certificate):
                CertificateFile.objects.create(
                    certificate=model, language="en", file=factories.pdf()
                )


@pytest.fixture
def site():
    factories.profile()
    factories.page(role="contact", menu="header")
    factories.page(role="privacy", menu="footer")
    family, category = factories.family(), factories.category()
    width = factories.attribute(family)
    alloys = factories.attribute(
        family, "alloy", "term", "", group="material", vocabulary=factories.term().vocabulary
    )
    fill(family, category, width, alloys, 2)
    return family, category, width, alloys


def paths(site, language):
    family, category, *_ = site
    return [
        f"/{language}/",
        f"/{language}/products/",
        family.url_in(language),
        f"{family.url_in(language)}?alloy=3003&width-from=1",
        Product.objects.first().url_in(language),
        f"/{language}/news/",
        category.url_in(language),
        Article.objects.first().url_in(language),
        f"/{language}/certificates/",
        f"/{language}/downloads/",
        f"/{language}/sitemap/",
        factories.Page.objects.get(role="contact").url_in(language),
        factories.Page.objects.get(role="privacy").url_in(language),
        "/sitemap.xml",
        f"/{language}/news/feed/",
    ]


@pytest.mark.parametrize("language", CODES)
def test_r1_no_page_asks_more_than_six_queries_and_none_more_for_more_items(client, site, language):
    where = paths(site, language)
    few = {path: queries(lambda path=path: client.get(path)) for path in where}
    fill(*site, 20)

    many = {path: queries(lambda path=path: client.get(path)) for path in where}

    assert many == few
    assert {
        path: cost for path, cost in few.items() if cost > MOST and path != "/sitemap.xml"
    } == {}


def test_r1_one_thousand_items_cost_as_many_queries_as_ten(client, site):
    family, category, width, alloys = site
    where = [family.url_in("en"), "/en/news/", category.url_in("en"), "/en/"]
    few = [queries(lambda path=path: client.get(path)) for path in where]
    fill(family, category, width, alloys, 330)

    assert [queries(lambda path=path: client.get(path)) for path in where] == few
