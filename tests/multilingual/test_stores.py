"""Both libraries answer the same questions in the same way: promise 3, on columns and on rows."""

import pytest
from django.db import IntegrityError, transaction

from articles.models import Article, Category
from catalog.models import Family
from company.models import Contact, Profile
from multilingual import stores
from tests import factories

pytestmark = pytest.mark.django_db

KINDS = [
    pytest.param(factories.family, Family, "name", id="columns"),
    pytest.param(factories.article, Article, "title", id="rows"),
]
COMPLETE = {"name": "Words", "title": "Words", "slug": "words", "body": "<p>Words</p>"}


def complete(model, **texts):
    """Texts with which an edition may be live."""
    whole = {name: text for name, text in COMPLETE.items() if name in stores.fields(model)}
    return {**whole, **texts}


@pytest.mark.parametrize(("make", "model", "field"), KINDS)
def test_fields_are_those_given_to_the_library_without_the_live_flag(make, model, field):
    assert field in stores.fields(model)
    assert "live" not in stores.fields(model)
    assert "language_code" not in stores.fields(model)


@pytest.mark.parametrize(
    ("model", "name"),
    [(Family, "name"), (Article, "title"), (Category, "name"), (Contact, "person")],
)
def test_a_thing_is_called_by_the_first_of_its_texts(model, name):
    assert stores.name_field(model) == name


@pytest.mark.parametrize(("make", "model", "field"), KINDS)
def test_what_was_written_is_read_back_by_a_fresh_object(make, model, field):
    obj = make(live=())

    stores.write(obj, "en", complete(model, **{field: "New words"}))

    assert stores.read(model.objects.get(pk=obj.pk), "en")[field] == "New words"
    assert stores.read(obj, "en")[field] == "New words"


@pytest.mark.parametrize(("make", "model", "field"), KINDS)
def test_writing_one_language_leaves_the_other_byte_for_byte(make, model, field):
    obj = make()
    stale = model.objects.get(pk=obj.pk)
    stores.write(obj, "zh-hans", {field: "新的文字"})
    before = stores.read(model.objects.get(pk=obj.pk), "zh-hans")

    stores.write(stale, "en", {field: "New words"})

    fresh = model.objects.get(pk=obj.pk)
    assert stores.read(fresh, "zh-hans") == before
    assert stores.is_live(fresh, "zh-hans")


@pytest.mark.parametrize(("make", "model", "field"), KINDS)
def test_an_absent_text_reads_as_empty_and_never_as_another_language(make, model, field):
    obj = make(live=("zh-hans",))

    fresh = model.objects.get(pk=obj.pk)
    assert stores.read(fresh, "en") == dict.fromkeys(stores.fields(model), "")
    assert stores.read(fresh, "zh-hans")[field]


@pytest.mark.parametrize(("make", "model", "field"), KINDS)
def test_live_is_one_fact_per_language_begun_by_writing_and_ended_by_erasing(make, model, field):
    obj = make(live=())

    stores.write(obj, "en", complete(model))

    fresh = model.objects.get(pk=obj.pk)
    assert stores.is_live(fresh, "en")
    assert not stores.is_live(fresh, "zh-hans")
    assert list(stores.live_in(model.objects.all(), "en")) == [obj]
    assert list(stores.live_in(model.objects.all(), "zh-hans")) == []

    stores.erase(fresh, "en")

    assert not stores.is_live(fresh, "en")
    assert not stores.is_live(model.objects.get(pk=obj.pk), "en")
    assert list(stores.live_in(model.objects.all(), "en")) == []


@pytest.mark.parametrize(("make", "model", "field"), KINDS)
def test_erasing_one_language_leaves_no_text_of_it_and_the_other_as_it_was(make, model, field):
    obj = make()
    before = stores.read(obj, "zh-hans")

    stores.erase(model.objects.get(pk=obj.pk), "en")

    fresh = model.objects.get(pk=obj.pk)
    assert not any(stores.read(fresh, "en").values())
    assert stores.read(fresh, "zh-hans") == before


def test_what_has_no_life_is_live_where_it_has_a_text():
    profile = factories.profile()
    assert not stores.has_life(Profile)
    assert stores.is_live(profile, "en")

    stores.erase(profile, "en")

    assert not stores.is_live(Profile.objects.get(), "en")
    assert list(stores.live_in(Profile.objects.all(), "zh-hans")) == [profile]


@pytest.mark.parametrize(("make", "model", "field"), KINDS)
def test_the_database_refuses_a_live_edition_without_its_name(make, model, field):
    obj = make()

    with pytest.raises(IntegrityError), transaction.atomic():
        stores.write(obj, "en", {field: ""})


@pytest.mark.parametrize(("make", "model", "field"), KINDS)
def test_an_unknown_field_is_an_error(make, model, field):
    with pytest.raises(KeyError, match="colour"):
        stores.write(make(live=()), "en", {"colour": "grey"})
