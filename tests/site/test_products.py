"""V8: typed specifications, filters by GET, files per language."""

import datetime
from decimal import Decimal

import pytest

from catalog.models import Datasheet
from company.models import Certificate, CertificateFile
from multilingual import stores
from multilingual.languages import CODES
from tests import factories

pytestmark = pytest.mark.django_db

NB = "\u00a0"


@pytest.fixture
def family():
    return factories.family()


@pytest.fixture
def width(family):
    return factories.attribute(family)


@pytest.fixture
def alloy(family):
    return factories.attribute(
        family,
        "alloy",
        "term",
        "",
        group="material",
        vocabulary=factories.term().vocabulary,
        position=0,
    )


def shown(client, family, query="", language="en"):
    response = client.get(family.url_in(language) + query)
    return {product.code for product, _rows in response.context["cards"]}


def test_v8_numbers_are_identical_in_both_languages(client, family, width):
    product = factories.product(family)
    factories.spec(
        product,
        width,
        number=Decimal(16),
        plus=Decimal("0.05"),
        minus=Decimal("0.08"),
        decimals=2,
    )

    for language in CODES:
        text = client.get(product.url_in(language)).content.decode()
        assert f"16.00{NB}+0.05/−0.08{NB}mm" in text


@pytest.mark.parametrize("language", CODES)
def test_v8_filter_by_alloy_and_size_range(client, family, width, alloy, language):
    thin, wide, other = (factories.product(family) for _ in range(3))
    for product, size, code in ((thin, 12, "3003"), (wide, 32, "3003"), (other, 12, "3102")):
        factories.spec(product, width, number=size)
        factories.spec(product, alloy, term=factories.term(code))

    assert shown(client, family, "?alloy=3003", language) == {thin.code, wide.code}
    assert shown(client, family, "?alloy=3003&alloy=3102&width-to=20", language) == {
        thin.code,
        other.code,
    }
    assert shown(client, family, "?width-from=20&width-to=40", language) == {wide.code}
    assert shown(client, family, "?width-from=50", language) == set()


def test_v8_a_product_with_a_range_matches_when_the_ranges_meet(client, family, width):
    product, beside = factories.product(family), factories.product(family)
    factories.spec(product, width, low=10, high=20)
    factories.spec(beside, width, number=30)

    assert shown(client, family, "?width-from=15&width-to=16") == {product.code}
    assert shown(client, family, "?width-from=21&width-to=25") == set()


def test_v8_filters_appear_only_where_they_divide_the_list(client, family, width, alloy):
    for size in (12, 32):
        product = factories.product(family)
        factories.spec(product, width, number=size)
        factories.spec(product, alloy, term=factories.term("3003"))

    facets = client.get(family.url_in("en")).context["filters"].facets

    assert [facet.code for facet in facets] == ["width"]


def test_v8_filters_survive_the_language_switch(client, family, width):
    for size in (12, 32):
        factories.spec(factories.product(family), width, number=size)

    text = client.get(f"{family.url_in('en')}?width-from=20&page=1").content.decode()

    assert f'href="{family.url_in("zh-hans")}?width-from=20"' in text


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize(
    "query", ["?width-from=abc", "?width-from=-1", "?width-to=1e99", "?width-from=NaN"]
)
def test_r4_nonsense_in_a_filter_is_an_error_beside_its_field(
    client, family, width, query, language
):
    for size in (12, 32):
        factories.spec(factories.product(family), width, number=size)

    response = client.get(family.url_in(language) + query)

    assert response.status_code == 200
    assert response.context["filters"].form.errors
    assert (
        next(iter(response.context["filters"].form.errors.values()))[0] in response.content.decode()
    )


@pytest.mark.parametrize(
    "query", ["?page=0", "?page=x", "?page=99", "?page=-1", "?page=99999999999"]
)
def test_r4_a_page_that_is_not_there_is_a_404(client, family, query):
    assert client.get(family.url_in("en") + query).status_code == 404


def test_v8_a_datasheet_that_exists_only_in_the_other_language_is_offered_marked(client, family):
    product = factories.product(family)
    Datasheet.objects.create(
        product=product, language="zh-hans", file=factories.pdf(), issued_on=factories.DAY
    )

    english = client.get(product.url_in("en")).content.decode()

    assert 'hreflang="zh-Hans"' in english
    assert "in Chinese" in english
    assert f"15{NB}B" in english


@pytest.mark.parametrize(
    ("expires", "flagged"), [(datetime.date(2024, 1, 1), True), (datetime.date(2999, 1, 1), False)]
)
def test_v8_an_expired_certificate_is_flagged(client, expires, flagged):
    certificate = Certificate.objects.create(
        issued_on=datetime.date(2020, 1, 1), expires_on=expires
    )
    for code in CODES:
        stores.write(certificate, code, {"name": "ISO 9001"})
    CertificateFile.objects.create(certificate=certificate, language="en", file=factories.pdf())

    assert (">Expired<" in client.get("/en/certificates/").content.decode()) is flagged
    assert (">已过期<" in client.get("/zh-hans/certificates/").content.decode()) is flagged


def test_v8_an_empty_result_offers_to_ask_for_this_size(client, family, width):
    factories.profile()
    factories.page(role="contact", menu="header")
    for size in (12, 32):
        factories.spec(factories.product(family), width, number=size)

    text = client.get(f"{family.url_in('en')}?width-from=50").content.decode()

    assert "Ask for this size" in text
