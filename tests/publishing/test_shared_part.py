"""The shared part: drafted and published like a language, rows included."""

import pytest

from catalog.models import Attribute, Product, Spec
from multilingual import stores
from publishing import editions, services, snapshots, stage
from publishing.models import SHARED, Event, State
from publishing.services import Conflict, Part, Refused
from tests import factories
from tests.publishing.storage import live_values, others, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def product():
    """Live in both languages, 16 mm wide, of alloy 3003."""
    obj = factories.product()
    width = factories.attribute(obj.family)
    alloy = factories.attribute(
        obj.family, "alloy", "term", "", vocabulary=factories.term().vocabulary
    )
    factories.spec(obj, width, number="16")
    factories.spec(obj, alloy, term=factories.term())
    services.keep_shared(obj, by=None)
    return obj


def fresh(obj):
    return type(obj).objects.get(pk=obj.pk)


def newest(obj):
    return services.shared_edition(obj).newest.content


def row(content, attribute, relation="specs"):
    [number] = Attribute.objects.filter(code=attribute).values_list("pk", flat=True)
    return next(r for r in content["rows"][relation] if r["attribute"] == number)


def save(obj, content, **options):
    return services.save_shared_draft(obj, content, **{"by": None, **options})


def test_what_is_read_is_written_back_unchanged(product):
    content = snapshots.read_shared(product)

    snapshots.write_shared(product, content)

    assert snapshots.read_shared(product) == content == newest(product)


def test_e2_a_draft_of_the_shared_part_changes_no_page(product):
    before = stored(product)
    content = newest(product)
    content["fields"]["code"] = "NEW-1"
    row(content, "width")["number"] = "20"

    save(product, content)

    assert live_values(product, SHARED) == {
        name: value
        for name, value in before[SHARED].items()
        if name in live_values(product, SHARED)
    }
    assert others(stored(product), SHARED) == others(before, SHARED)
    assert editions.of(fresh(product), SHARED).state == State.DRAFT


def test_publishing_it_writes_fields_and_rows_and_no_text(product):
    content = newest(product)
    content["fields"]["code"] = "NEW-1"
    row(content, "width")["number"] = "20"
    save(product, content)
    before = others(stored(product), SHARED)

    services.publish(product, SHARED, by=None)

    assert others(stored(product), SHARED) == before
    assert fresh(product).code == "NEW-1"
    assert Spec.objects.get(product=product, attribute__code="width").number == 20
    edition = editions.of(fresh(product), SHARED)
    assert (edition.state, edition.shown) == (State.NONE, edition.newest)


def test_a_new_row_keeps_its_number_from_draft_to_draft_to_live(product):
    depth = factories.attribute(product.family, "depth")
    content = newest(product)
    content["rows"]["specs"].append(
        {**row(content, "width"), "pk": 1, "attribute": depth.pk, "number": "2"}
    )

    given = row(save(product, content).content, "depth")["pk"]
    content = newest(product)
    row(content, "depth")["number"] = "3"
    assert row(save(product, content).content, "depth")["pk"] == given
    services.publish(product, SHARED, by=None)

    assert Spec.objects.get(product=product, attribute=depth).pk == given


def test_a_number_borrowed_from_another_product_s_row_is_not_kept(product):
    foreign = factories.spec(factories.product(product.family), Attribute.objects.first(), number=1)
    depth = factories.attribute(product.family, "depth")
    content = newest(product)
    content["rows"]["specs"].append(
        {**row(content, "width"), "pk": foreign.pk, "attribute": depth.pk}
    )
    save(product, content)

    services.publish(product, SHARED, by=None)

    assert Spec.objects.get(pk=foreign.pk).product_id == foreign.product_id
    assert Spec.objects.filter(product=product).count() == 3


def test_of_two_rows_with_one_number_the_second_gets_another(product):
    depth = factories.attribute(product.family, "depth")
    content = newest(product)
    content["rows"]["specs"].append({**row(content, "width"), "attribute": depth.pk})
    save(product, content)

    services.publish(product, SHARED, by=None)

    assert Spec.objects.filter(product=product).count() == 3


def test_rows_are_removed_and_a_removed_one_comes_back_under_its_number_when_restored(product):
    first = services.shared_edition(product).newest
    number = row(first.content, "width")["pk"]
    content = newest(product)
    content["rows"]["specs"].remove(row(content, "width"))
    save(product, content)
    services.publish(product, SHARED, by=None)
    assert not Spec.objects.filter(pk=number).exists()

    services.restore(first, by=None)
    assert editions.of(fresh(product), SHARED).state == State.APPROVED
    services.publish(product, SHARED, by=None)

    assert Spec.objects.get(pk=number).number == 16
    assert snapshots.read_shared(product) == first.content


def test_two_rows_may_swap_what_has_to_be_unique(product):
    alloys = Attribute.objects.get(code="alloy")
    second = factories.spec(product, alloys, term=factories.term("3102"))
    services.keep_shared(product, by=None)
    content = newest(product)
    one, other = (r for r in content["rows"]["specs"] if r["term"] is not None)
    one["term"], other["term"] = other["term"], one["term"]
    save(product, content)

    services.publish(product, SHARED, by=None)

    assert Spec.objects.get(pk=second.pk).term.code == "3003"


def test_a_row_that_something_else_needs_is_changed_in_place_and_not_removed(product):
    family = product.family
    services.keep_shared(family, by=None)
    content = newest(family)
    width = next(r for r in content["rows"]["attributes"] if r["code"] == "width")
    width["name_en"] = "Overall width"
    save(family, content)
    services.publish(family, SHARED, by=None)
    assert stores.read(Attribute.objects.get(code="width"), "en") == {"name": "Overall width"}
    assert Spec.objects.filter(product=product).count() == 2

    content["rows"]["attributes"].remove(width)
    save(family, content)
    with pytest.raises(Refused, match="is still in use and cannot be removed"):
        services.publish(family, SHARED, by=None)

    assert Attribute.objects.filter(code="width").exists()


def test_what_names_a_thing_that_is_no_more_is_not_published(product):
    content = newest(product)
    content["fields"]["code"] = "NEW-1"
    gone = factories.term("9999")
    row(content, "alloy")["term"] = gone.pk
    save(product, content)
    gone.delete()

    with pytest.raises(Refused, match="“term” names something that is no more: choose again"):
        services.publish(product, SHARED, by=None)

    assert fresh(product).code != "NEW-1"


def test_a_number_that_another_item_has_is_refused_and_nothing_is_published(product):
    other = factories.product()
    content = newest(product)
    content["fields"]["code"] = other.code
    content["rows"]["specs"] = []
    save(product, content)
    before = live_values(product, SHARED)

    with pytest.raises(Refused, match="another item already has what must be unique"):
        services.publish(product, SHARED, by=None)

    assert live_values(product, SHARED) == before
    assert editions.of(fresh(product), SHARED).state == State.DRAFT


def test_somebody_else_s_newer_shared_part_is_a_conflict_that_holds_both(product, mei):
    base = services.shared_edition(product).newest_id
    hers, his = newest(product), newest(product)
    hers["fields"]["code"], his["fields"]["code"] = "HERS", "HIS"
    theirs = save(product, hers, by=mei, based_on=base)

    with pytest.raises(Conflict) as conflict:
        save(product, his, based_on=base)

    assert conflict.value.theirs == theirs
    assert conflict.value.mine["fields"]["code"] == "HIS"
    assert newest(product)["fields"]["code"] == "HERS"


def test_the_first_draft_is_kept_beside_what_the_database_held(article):
    content = snapshots.read_shared(article)
    content["fields"]["date"] = "2020-02-02"

    save(article, content)

    numbers = editions.of(article, SHARED).revisions.order_by("number")
    assert [r.content["fields"]["date"] for r in numbers] == ["2018-09-05", "2020-02-02"]


def test_an_import_is_recorded_announced_and_overtakes_what_was_drafted(product, clock):
    content = newest(product)
    content["fields"]["code"] = "DRAFT"
    drafted = save(product, content)
    Product.objects.filter(pk=product.pk).update(code="IMPORTED")

    services.keep_shared(product, by=None)

    edition = editions.of(fresh(product), SHARED)
    assert (edition.state, edition.shown.content["fields"]["code"]) == (State.NONE, "IMPORTED")
    assert drafted in edition.revisions.all()
    assert Event.objects.filter(item=product.item, revision=edition.shown).get().kind == (
        "edition.published"
    )


def test_keeping_what_is_kept_already_makes_no_revision(product):
    before = services.shared_edition(product).newest

    assert services.keep_shared(product, by=None).newest == before


def test_the_shared_part_is_reviewed_scheduled_and_published_together_with_both_languages(
    product, lin, mei, clock
):
    content = newest(product)
    content["fields"]["code"] = "NEW-1"
    save(product, content, by=mei)
    services.submit(product, SHARED, by=mei)
    services.approve(product, SHARED, by=lin)
    schedule = services.schedule(product, SHARED, clock.in_(hours=1), by=mei)
    clock.passes(hours=1)
    services.carry_out(schedule.pk)
    assert fresh(product).code == "NEW-1"

    content["fields"]["code"] = "NEW-2"
    save(product, content)
    for language in ("zh-hans", "en"):
        services.save_draft(product, language, {"name": f"Name {language}"}, by=None)
    parts = [Part(product, language) for language in ("en", SHARED, "zh-hans")]
    services.publish_together(parts, by=None)

    assert fresh(product).code == "NEW-2"
    assert stores.read(fresh(product), "en")["name"] == "Name en"


def test_a_draft_stands_where_live_values_stand_while_it_is_looked_at_and_is_taken_back(product):
    content = newest(product)
    content["fields"]["code"] = "NEW-1"
    content["rows"]["specs"] = []
    save(product, content)
    before = stored(product)

    with stage.taken_back():
        stage.show_shared_draft(product)
        assert Product.objects.get(code="NEW-1").specs.count() == 0

    assert stored(product) == before


def test_files_that_a_shared_part_names_are_known(product):
    content = newest(product)
    content["fields"]["picture"] = "pictures/a.jpg"
    content["rows"]["datasheets"] = [{"file": "files/a.pdf"}, {"file": ""}]

    assert snapshots.files_of(Product, content) == {"pictures/a.jpg", "files/a.pdf"}


def test_two_shared_parts_that_differ_in_order_or_in_what_nobody_sees_have_one_digest(product):
    content, other = newest(product), newest(product)
    other["rows"]["specs"].reverse()
    other["fields"]["position"] = 7
    other["rows"]["specs"][0]["pk"] = 99

    assert snapshots.digest(Product, SHARED, content) == snapshots.digest(Product, SHARED, other)
    other["rows"]["specs"][0]["decimals"] = 2
    assert snapshots.digest(Product, SHARED, content) != snapshots.digest(Product, SHARED, other)
