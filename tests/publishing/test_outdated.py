"""Promise 5: outdated is computed from revisions; what visitors read of the source has to have changed in substance."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from multilingual import stores
from publishing import outdated, services
from publishing.models import SHARED, Edition
from tests import factories
from tests.costs import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def translated():
    """An article written in Chinese and translated into English, both live."""
    obj = factories.article()
    services.keep_shared(obj, by=None)
    services.save_draft(obj, "en", {"title": "Translated"}, by=None, source=newest(obj, "zh-hans"))
    services.publish(obj, "en", by=None)
    return obj


def newest(obj, language):
    return edition(obj, language).newest


def edition(obj, language):
    return Edition.objects.select_related("newest").get(item=obj.item_id, language=language)


def why(obj, language="en"):
    """Why an edition is outdated, asked both ways."""
    found = outdated.of_edition(edition(obj, language))
    listed = Edition.objects.filter(outdated.condition(), item=obj.item_id, language=language)
    assert listed.exists() == (found is not None)
    return found


def write(obj, texts, language="zh-hans", **options):
    return services.save_draft(obj, language, texts, **{"by": None, **options})


def publish(obj, texts=None, language="zh-hans"):
    if texts:
        write(obj, texts, language)
    services.publish(obj, language, by=None)


def change_shared(obj, is_published=True, **fields):
    content = services.shared_edition(obj).newest.content
    content["fields"] |= fields
    services.save_shared_draft(obj, content, by=None)
    if is_published:
        services.publish(obj, SHARED, by=None)


def test_a_translation_just_made_is_not_outdated(translated):
    assert why(translated) is None
    assert why(translated, "zh-hans") is None


@pytest.mark.parametrize(
    "texts",
    [
        {"title": "新标题"},
        {"body": "<p>新的文字</p>"},
        {"summary": "摘要"},
        {"body": "<h2>Body</h2>"},
    ],
)
def test_a_published_change_of_a_source_text_makes_its_translation_outdated_and_says_from_what(
    translated, texts
):
    before = newest(translated, "zh-hans")

    publish(translated, texts)

    assert why(translated) == ((before, newest(translated, "zh-hans")), None)
    assert why(translated, "zh-hans") is None


def test_a_draft_of_the_source_makes_nothing_outdated_until_it_is_published(translated):
    write(translated, {"title": "新标题"})
    services.submit(translated, "zh-hans", by=None)
    services.approve(translated, "zh-hans", by=None)
    assert why(translated) is None

    services.publish(translated, "zh-hans", by=None)
    assert why(translated)


def test_a_translation_of_a_draft_that_is_then_published_is_not_outdated(translated):
    draft = write(translated, {"title": "新标题"})
    write(translated, {"title": "New title"}, "en", source=draft)

    publish(translated)
    publish(translated, language="en")

    assert why(translated) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda texts: {"title": texts["title"].replace(" ", "  ")},
        lambda texts: {"title": f" {texts['title']}\u200b"},
        lambda texts: {"body": texts["body"].replace("</p>", " \n</p>\n")},
        lambda texts: {"summary": " "},
        lambda texts: {"slug": "another-slug"},
    ],
    ids=["inside", "around", "in rich text", "alone", "a slug"],
)
def test_white_space_and_slugs_make_nothing_outdated(translated, change):
    publish(translated, change(stores.read(translated, "zh-hans")))

    assert newest(translated, "zh-hans").number == 2
    assert why(translated) is None


def test_a_change_and_its_way_back_make_nothing_outdated(translated):
    first = newest(translated, "zh-hans")
    publish(translated, {"title": "新标题"})
    assert why(translated)

    services.restore(first, by=None)
    publish(translated)

    assert why(translated) is None


def test_a_source_restored_to_an_older_text_makes_what_followed_the_newer_outdated(translated):
    first = newest(translated, "zh-hans")
    publish(translated, {"title": "新标题"})
    write(translated, {"title": "New title"}, "en", source=newest(translated, "zh-hans"))
    publish(translated, language="en")
    assert why(translated) is None

    services.restore(first, by=None)
    publish(translated)

    assert why(translated)


@pytest.mark.parametrize("fields", [{"date": "2020-02-02"}, {"source_name": "社"}])
def test_a_published_change_of_a_shared_field_that_readers_see_makes_translations_outdated(
    translated, fields
):
    before = newest(translated, SHARED)
    extra = {"source_language": "zh-hans"} if "source_name" in fields else {}

    change_shared(translated, **fields, **extra)

    assert why(translated) == (None, (before, newest(translated, SHARED)))


def test_a_draft_of_the_shared_part_or_what_nobody_sees_makes_nothing_outdated(translated):
    change_shared(translated, is_published=False, date="2020-02-02")
    assert why(translated) is None

    change_shared(translated, date="2018-09-05", category=factories.category().pk)
    assert why(translated) is None


def test_a_row_added_to_the_shared_part_makes_translations_outdated_its_order_does_not():
    product = factories.product()
    width, depth = (factories.attribute(product.family, code) for code in ("width", "depth"))
    factories.spec(product, width, number=1)
    services.keep_shared(product, by=None)
    write(product, {"name": "Tube"}, "en", source=newest(product, "zh-hans"))
    publish(product, language="en")
    content = newest(product, SHARED).content
    [row] = content["rows"]["specs"]

    content["rows"]["specs"] = [{**row, "pk": 1}]  # removed and written again
    services.save_shared_draft(product, content, by=None)
    services.publish(product, SHARED, by=None)
    assert why(product) is None

    content["rows"]["specs"].append({**row, "pk": 2, "attribute": depth.pk})
    services.save_shared_draft(product, content, by=None)
    services.publish(product, SHARED, by=None)
    assert why(product)


def test_a_text_written_beside_a_draft_of_the_shared_part_is_up_to_date_once_both_are_live(
    translated,
):
    change_shared(translated, is_published=False, date="2020-02-02")
    write(translated, {"title": "As of 2020"}, "en", source=newest(translated, "zh-hans"))

    services.publish(translated, "en", by=None, with_shared=True)

    assert why(translated) is None


def test_a_confirmed_small_edit_flags_no_longer_neither_the_text_nor_its_corrections(translated):
    publish(translated, {"title": "新标题"})
    change_shared(translated, date="2020-02-02")
    assert why(translated)

    services.confirm(translated, "en", by=None)
    assert why(translated) is None

    publish(translated, {"summary": "A correction"}, "en")
    assert why(translated) is None
    services.restore(
        edition(translated, "en").revisions.get(number=newest(translated, "en").number - 1), by=None
    )
    publish(translated, language="en")
    assert why(translated) is None


def test_confirming_the_live_text_confirms_the_draft_of_it_too(translated):
    write(translated, {"summary": "A correction"}, "en")
    publish(translated, {"title": "新标题"})

    services.confirm(translated, "en", by=None)
    publish(translated, language="en")

    assert why(translated) is None


def test_after_a_confirmation_the_next_change_flags_again(translated):
    publish(translated, {"title": "新标题"})
    services.confirm(translated, "en", by=None)
    confirmed = newest(translated, "zh-hans")

    publish(translated, {"title": "又一个标题"})

    assert why(translated).source == (confirmed, newest(translated, "zh-hans"))


def test_a_correction_alone_does_not_make_an_outdated_text_right(translated):
    publish(translated, {"title": "新标题"})

    publish(translated, {"summary": "A correction"}, "en")

    assert why(translated)


def test_an_old_translation_restored_is_as_outdated_as_it_was(translated):
    old = newest(translated, "en")
    publish(translated, {"title": "新标题"})
    change_shared(translated, date="2020-02-02")
    write(translated, {"title": "New title"}, "en", source=newest(translated, "zh-hans"))
    publish(translated, language="en")
    assert why(translated) is None

    services.restore(old, by=None)
    publish(translated, language="en")

    assert all(why(translated))


def test_only_a_translation_is_confirmed(translated):
    for language in ("zh-hans", SHARED):
        with pytest.raises(services.Refused, match="no translation to confirm"):
            services.confirm(translated, language, by=None)


def test_asking_about_many_editions_costs_two_queries():
    things = [factories.article() for _ in range(4)]
    publish(things[0], {"title": "新标题"})
    found = list(Edition.objects.filter(item__in=[obj.item_id for obj in things]))

    assert queries(lambda: outdated.of_editions(found)) == 2
    assert set(outdated.of_editions(found)) == {edition(things[0], "en").pk}


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(["write", "translate", "publish"]),
            st.sampled_from(["zh-hans", "en"]),
            st.sampled_from(["one", "one ", "two"]),
        ),
        st.tuples(
            st.sampled_from(["restore", "withdraw", "confirm"]),
            st.sampled_from(["zh-hans", "en"]),
            st.integers(1, 4),
        ),
        st.tuples(st.sampled_from(["share", "publish shared"]), st.just(SHARED), st.integers(1, 3)),
    ),
    max_size=14,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_the_condition_on_editions_and_the_reasons_told_agree_whatever_happens(steps):
    obj = factories.article(live=())
    for step in steps:
        play(obj, *step)
        found = outdated.of_editions(Edition.objects.filter(item=obj.item_id))
        listed = Edition.objects.filter(outdated.condition(), item=obj.item_id)
        assert set(listed.values_list("pk", flat=True)) == set(found)


def play(obj, step, language, what):
    other = {"zh-hans": "en", "en": "zh-hans"}.get(language)
    try:
        match step:
            case "write":
                write(obj, {"title": what}, language)
            case "translate":
                write(obj, {"title": what}, language, source=newest(obj, other))
            case "publish":
                publish(obj, language=language)
            case "restore":
                revision = edition(obj, language).revisions.filter(number=what).first()
                revision and services.restore(revision, by=None)
            case "withdraw":
                services.withdraw(obj, language, by=None)
            case "confirm":
                services.confirm(obj, language, by=None)
            case "share":
                change_shared(obj, is_published=False, date=f"2020-02-0{what}")
            case "publish shared":
                services.publish(obj, SHARED, by=None)
    except services.Refused:
        pass
