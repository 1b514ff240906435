"""Specifications are typed rows: each attribute has its own cells, and wrong ones are named."""

from decimal import Decimal

import pytest

from accounts.models import Role
from catalog.models import Product, Spec
from publishing import services
from publishing.models import SHARED
from tests import factories
from tests.admin.people import address, administrator, desk, opened, person
from tests.costs import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def goods():
    """A product whose family has one attribute of each kind, and a stranger's attribute."""
    family = factories.family()
    made = {
        "product": factories.product(of=family),
        "width": factories.attribute(family, "width"),
        "strength": factories.attribute(family, "strength", kind="range", unit="MPa"),
        "term": factories.term("3003"),
        "other_term": factories.term("bare", vocabulary="surface"),
        "elsewhere": factories.attribute(factories.family(), "width"),
    }
    made["alloy"] = factories.attribute(
        family, "alloy", kind="term", unit="", vocabulary=made["term"].vocabulary
    )
    return made


@pytest.fixture
def chief():
    return desk(administrator())


def save(chief, goods, *rows):
    url = address(goods["product"])
    typed = {"specs-TOTAL_FORMS": str(len(rows))}
    for number, row in enumerate(rows):
        cells = {name: getattr(value, "pk", value) for name, value in row.items()}
        typed |= {f"specs-{number}-{name}": value for name, value in cells.items()}
    return chief.post(url, opened(chief, url) | typed)


def errors_of(answer):
    formsets = answer.context["inline_admin_formsets"]
    return [sorted(form.errors) for form in formsets[0].formset.forms]


def test_a_number_keeps_its_decimals_and_one_tolerance_stands_for_both(chief, goods):
    save(chief, goods, {"attribute": goods["width"], "number": "16.00", "plus": "0.05"})

    assert not Spec.objects.exists()  # E2: before it is published, visitors have nothing of it
    services.publish(goods["product"], SHARED, by=None)
    spec = Spec.objects.get()
    assert (spec.number, spec.decimals) == (Decimal("16.0000"), 2)
    assert (spec.plus, spec.minus) == (Decimal("0.05"), Decimal("0.05"))


def test_ranges_may_be_open_and_terms_are_a_list(chief, goods):
    second = factories.term("3102")
    answer = save(
        chief,
        goods,
        {"attribute": goods["strength"], "low": "95"},
        {"attribute": goods["alloy"], "term": goods["term"]},
        {"attribute": goods["alloy"], "term": second},
    )

    assert answer.status_code == 302
    services.publish(goods["product"], SHARED, by=None)
    assert Spec.objects.count() == 3


WRONG = {
    "a number without its number": ({"attribute": "width"}, ["number"]),
    "a number with the cells of a range": (
        {"attribute": "width", "number": "1", "low": "2"},
        ["low"],
    ),
    "a negative tolerance": ({"attribute": "width", "number": "1", "plus": "-1"}, ["plus"]),
    "a range without an end": ({"attribute": "strength"}, ["low"]),
    "a range upside down": ({"attribute": "strength", "low": "9", "high": "1"}, ["high"]),
    "a range with a number": (
        {"attribute": "strength", "low": "1", "number": "5"},
        ["number"],
    ),
    "no term": ({"attribute": "alloy"}, ["term"]),
    "a term and a number": ({"attribute": "alloy", "term": "term", "number": "1"}, ["number"]),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_cells_are_named(chief, goods, case):
    row, wrong = WRONG[case]

    answer = save(chief, goods, {name: goods.get(value, value) for name, value in row.items()})

    assert errors_of(answer) == [wrong]
    assert not Spec.objects.exists()


def test_attributes_of_another_family_and_terms_of_another_vocabulary_cannot_be_chosen(
    chief, goods
):
    stranger = save(chief, goods, {"attribute": goods["elsewhere"], "number": "1"})
    foreign = save(chief, goods, {"attribute": goods["alloy"], "term": goods["other_term"]})

    assert errors_of(stranger) == [["attribute"]]
    assert errors_of(foreign) == [["term"]]


def test_a_value_that_stands_once_is_not_typed_twice(chief, goods):
    row = {"attribute": goods["width"], "number": "1"}

    answer = save(chief, goods, row, row)

    assert errors_of(answer)[1] == ["attribute"]


def test_moving_a_product_to_another_family_asks_for_its_specifications_to_fit(chief, goods):
    product = goods["product"]
    factories.spec(product, goods["width"], number=Decimal(16))
    family = goods["elsewhere"].family

    answer = chief.post(address(product), opened(chief, address(product)) | {"family": family.pk})

    assert answer.status_code == 200
    assert Product.objects.get(pk=product.pk).family != family


def test_more_decimals_are_a_change(chief, goods):
    spec = factories.spec(goods["product"], goods["width"], number=Decimal(16), decimals=1)
    url = address(goods["product"])

    chief.post(url, opened(chief, url) | {"specs-0-number": "16.00"})

    services.publish(goods["product"], SHARED, by=None)
    assert Spec.objects.get(pk=spec.pk).decimals == 2


def test_e2_a_drafted_row_is_the_same_row_each_time_the_form_opens_and_when_it_is_published(
    chief, goods
):
    url = address(goods["product"])
    save(chief, goods, {"attribute": goods["width"], "number": "16.0"})
    first = opened(chief, url)
    chief.post(url, opened(chief, url) | {"specs-0-number": "18.0"})

    again = opened(chief, url)
    services.publish(goods["product"], SHARED, by=None)

    assert (again["specs-0-number"], again["specs-0-id"]) == ("18.0", first["specs-0-id"])
    assert str(Spec.objects.get().pk) == first["specs-0-id"]


def test_e2_a_removed_row_stays_public_until_its_removal_is_published(chief, goods):
    spec = factories.spec(goods["product"], goods["width"], number=Decimal(16))
    url = address(goods["product"])

    chief.post(url, opened(chief, url) | {"specs-0-DELETE": "on"})

    assert Spec.objects.filter(pk=spec.pk).exists()
    assert "specs-0-number" not in opened(chief, url)
    services.publish(goods["product"], SHARED, by=None)
    assert not Spec.objects.exists()


def test_a_form_of_many_specifications_asks_no_more_queries(chief, goods):
    url = address(goods["product"])
    factories.spec(goods["product"], goods["width"], number=1)
    few = queries(lambda: chief.get(url))
    for code in ("3102", "3103", "1060"):
        factories.spec(goods["product"], goods["alloy"], term=factories.term(code))

    assert queries(lambda: chief.get(url)) == few


def test_who_may_not_change_specifications_reads_them_as_visitors_do(goods):
    factories.spec(
        goods["product"], goods["width"], number=Decimal(16), plus=1, minus=1, decimals=2
    )
    factories.spec(goods["product"], goods["alloy"], term=goods["term"])
    reader = desk(person("reader", Role.REVIEWER))

    page = reader.get(address(goods["product"])).content.decode()

    assert "3003" in page
    assert "16.00" in page
    assert "16.0000" not in page
