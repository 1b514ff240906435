"""Publication of one language: promises 2, 3 and 9, lines E1 and V10."""

import pytest
from django.db import connection
from django.utils import translation

from articles.models import Article
from catalog.models import Product
from multilingual import stores
from publishing import services
from publishing.models import Event, Slug
from publishing.services import Refused
from publishing.signals import edition_changed
from tests import factories

pytestmark = pytest.mark.django_db

KINDS = [pytest.param(factories.product, id="columns"), pytest.param(factories.article, id="rows")]


def stored(obj):
    """Every byte the database holds of an item and its rows."""
    tables = [obj._meta.db_table]
    where = {obj._meta.db_table: "id"}
    if isinstance(obj, Article):
        tables.append("articles_articletranslation")
        where["articles_articletranslation"] = "master_id"
    rows = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {table} WHERE {where[table]} = %s ORDER BY id", [obj.pk])  # noqa: S608
            names = [column[0] for column in cursor.description]
            rows[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return rows


def without_english(rows):
    return {
        table: [
            {name: value for name, value in row.items() if not name.endswith("_en")}
            for row in found
            if row.get("language_code") != "en"
        ]
        for table, found in rows.items()
    }


@pytest.mark.parametrize("make", KINDS)
@pytest.mark.parametrize("action", ["publish", "withdraw", "save"])
def test_e1_an_action_on_english_leaves_chinese_and_the_shared_part_byte_for_byte(make, action):
    obj = make(live=("zh-hans",) if action == "publish" else ("zh-hans", "en"))
    before = without_english(stored(obj))

    if action == "publish":
        services.publish(obj, "en", by=None)
    elif action == "withdraw":
        services.withdraw(obj, "en", by=None)
    else:
        services.save_texts(obj, "en", {"slug": "another"}, by=None)

    assert without_english(stored(obj)) == before


def test_an_untranslated_language_cannot_be_published_and_the_refusal_says_what_is_missing():
    product = factories.product(live=())
    stores.write(product, "en", {"name": " "})

    with translation.override("en"), pytest.raises(Refused, match="name"):
        services.publish(product, "en", by=None)

    assert not stores.is_live(Product.objects.get(pk=product.pk), "en")


def test_a_live_text_cannot_be_emptied():
    article = factories.article()

    with pytest.raises(Refused):
        services.save_texts(article, "en", {"body": ""}, by=None)

    assert stores.read(Article.objects.get(pk=article.pk), "en")["body"]


def test_v10_an_old_slug_is_never_given_to_another_item():
    renamed = factories.product()
    old = stores.read(renamed, "en")["slug"]
    services.save_texts(renamed, "en", {"slug": "renamed"}, by=None)
    newcomer = factories.product(live=())

    with pytest.raises(Refused, match=old):
        services.save_texts(newcomer, "en", {"slug": old}, by=None)

    assert stores.read(Product.objects.get(pk=newcomer.pk), "en")["slug"] != old


def test_v10_an_item_may_take_its_own_old_slug_back():
    product = factories.product()
    old = stores.read(product, "en")["slug"]
    services.save_texts(product, "en", {"slug": "renamed"}, by=None)

    services.save_texts(product, "en", {"slug": old}, by=None)

    assert Slug.objects.filter(item=product.item, language="en").count() == 2


def test_v10_one_slug_may_serve_another_language_and_another_kind():
    product, article = factories.product(), factories.article()
    slug = stores.read(product, "en")["slug"]

    services.save_texts(product, "zh-hans", {"slug": slug}, by=None)
    services.save_texts(article, "en", {"slug": slug}, by=None)

    assert Slug.objects.filter(slug=slug).count() == 3


def test_v10_a_slug_stays_taken_when_its_item_is_deleted():
    product = factories.product()
    slug = stores.read(product, "en")["slug"]
    product.delete()

    assert not slugs.is_free("catalog.product", "en", slug, item_id=None)
    assert slugs.propose("catalog.product", "en", slug, item_id=None) == f"{slug}-2"


def test_every_action_is_logged_with_who_and_announced_after_commit(
    django_capture_on_commit_callbacks, django_user_model
):
    person = django_user_model.objects.create_superuser("chief")
    article = factories.article(live=())
    heard = []

    def listener(**announcement):
        heard.append((announcement["language"], announcement["action"]))

    edition_changed.connect(listener)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            services.publish(article, "en", by=person)
            services.withdraw(article, "en", by=person)
    finally:
        edition_changed.disconnect(listener)

    assert heard == [("en", "published"), ("en", "withdrawn")]
    log = Event.objects.filter(item=article.item, person=person).order_by("pk")
    assert [event.kind for event in log] == ["edition.published", "edition.withdrawn"]


def test_publishing_twice_is_one_event():
    article = factories.article(live=())

    services.publish(article, "en", by=None)
    services.publish(article, "en", by=None)

    assert Event.objects.filter(item=article.item, kind="edition.published").count() == 1
