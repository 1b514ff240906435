"""V4, V9, V10: what is not published in a language does not exist in it; addresses lead on."""

import datetime
from xml.etree import ElementTree

import pytest

from multilingual import stores
from publishing import editions, services
from publishing.models import MissedAddress, OldAddress
from tests import factories

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def only_chinese():
    """An article, its category in both languages, and neighbours on both sides in both languages."""
    category = factories.category()
    factories.article(category, date=datetime.date(2018, 9, 4))
    factories.article(category, date=datetime.date(2018, 9, 6))
    return factories.article(category, live=("zh-hans",))


@pytest.fixture
def only_chinese_product():
    family = factories.family()
    factories.product(family)
    return factories.product(family, live=("zh-hans",))


def path_of(obj, language):
    return obj.url_in(language)


def public_english(client, *paths):
    return {path: client.get(path).content.decode() for path in paths}


def test_v4_an_article_published_in_chinese_is_404_in_english_with_a_link_to_the_chinese(
    client, only_chinese
):
    slug = editions.newest_texts(only_chinese, "en")["slug"]

    response = client.get(f"/en/news/{slug}/")

    assert response.status_code == 404
    assert f'href="{path_of(only_chinese, "zh-hans")}"' in response.content.decode()


def test_v4_it_is_absent_from_everything_english(client, only_chinese):
    category = only_chinese.category
    draft = editions.newest_texts(only_chinese, "en")
    title, slug = draft["title"], draft["slug"]
    neighbours = [path_of(a, "en") for a in type(only_chinese).objects.exclude(pk=only_chinese.pk)]
    where = [
        "/en/",
        "/en/news/",
        category.url_in("en"),
        "/en/news/feed/",
        f"{category.url_in('en')}feed/",
        "/sitemap.xml",
        "/en/sitemap/",
        *neighbours,
    ]

    shown = public_english(client, *where)

    assert [
        path for path, text in shown.items() if title in text or f"/en/news/{slug}/" in text
    ] == []


def test_v4_a_product_is_absent_likewise(client, only_chinese_product):
    product = only_chinese_product
    draft = editions.newest_texts(product, "en")
    name, slug = draft["name"], draft["slug"]
    sibling = product.family.products.exclude(pk=product.pk).get()
    where = [
        product.family.url_in("en"),
        sibling.url_in("en"),
        "/en/products/",
        "/en/sitemap/",
        "/sitemap.xml",
        "/en/",
    ]

    shown = public_english(client, *where)

    assert [
        path for path, text in shown.items() if f">{name}<" in text or f"/{slug}/" in text
    ] == []
    assert client.get(f"{product.family.url_in('en')}{slug}/").status_code == 404


def test_v4_a_product_is_not_public_before_its_family(client):
    product = factories.product(factories.family(live=("zh-hans",)))

    assert product.url_in("en") is None
    assert client.get(product.url_in("zh-hans")).status_code == 200


def test_v4_withdrawing_takes_one_language_off_and_leaves_the_other(client):
    article = factories.article()
    chinese, english = path_of(article, "zh-hans"), path_of(article, "en")

    services.withdraw(article, "en", by=None)

    assert client.get(english).status_code == 404
    assert client.get(chinese).status_code == 200


def test_v9_previous_and_next_stay_within_the_language(client, only_chinese):
    older, newer = (
        type(only_chinese).objects.get(date=day)
        for day in (datetime.date(2018, 9, 4), datetime.date(2018, 9, 6))
    )

    english = client.get(path_of(older, "en")).content.decode()
    chinese = client.get(path_of(older, "zh-hans")).content.decode()

    assert path_of(newer, "en") in english
    assert path_of(only_chinese, "zh-hans") in chinese


def test_v9_articles_of_one_day_are_all_reached_by_next(client):
    articles = [factories.article() for _ in range(3)]
    reached, path = [], path_of(articles[0], "en")

    while path:
        reached.append(path)
        path = next_of(client.get(path).context)

    assert reached == [path_of(article, "en") for article in articles]


def next_of(context):
    return context["newer"].get_absolute_url() if context["newer"] else None


def test_v9_the_feed_is_valid_atom_with_ids_of_its_own_per_language(client, only_chinese):
    feeds = {
        code: ElementTree.fromstring(client.get(f"/{code}/news/feed/").content)
        for code in ("zh-hans", "en")
    }

    ids = {
        code: [e.findtext(f"{ATOM}id") for e in feed.iter(f"{ATOM}entry")]
        for code, feed in feeds.items()
    }
    assert (len(ids["zh-hans"]), len(ids["en"])) == (3, 2)
    assert not set(ids["zh-hans"]) & set(ids["en"])
    assert feeds["en"].findtext(f"{ATOM}id") != feeds["zh-hans"].findtext(f"{ATOM}id")
    assert feeds["zh-hans"].get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-Hans"


def test_v9_an_entry_keeps_its_id_when_its_slug_changes(client):
    article = factories.article()

    def entry_id():
        return ElementTree.fromstring(client.get("/en/news/feed/").content).findtext(
            f"{ATOM}entry/{ATOM}id"
        )

    before = entry_id()
    factories.rewrite(article, "en", {"slug": "renamed"})

    assert entry_id() == before


@pytest.mark.parametrize(
    "make",
    [factories.article, factories.product, factories.family, factories.page, factories.category],
)
def test_v10_an_old_slug_is_one_301_in_its_language_only(client, make):
    obj = make()
    old, chinese = path_of(obj, "en"), path_of(obj, "zh-hans")
    for slug in ("renamed", "renamed-again"):
        factories.rewrite(obj, "en", {"slug": slug})

    response = client.get(old)

    assert (response.status_code, response["Location"]) == (301, path_of(obj, "en"))
    assert client.get(response["Location"]).status_code == 200
    assert client.get(chinese).status_code == 200


def test_v10_a_product_whose_family_was_renamed_is_reached_in_one_hop(client):
    product = factories.product()
    old = path_of(product, "en")
    factories.rewrite(product.family, "en", {"slug": "new-family"})
    factories.rewrite(product, "en", {"slug": "new-product"})

    response = client.get(old)

    assert (response.status_code, response["Location"]) == (
        301,
        "/en/products/new-family/new-product/",
    )


def test_v10_the_slug_of_another_language_says_where_the_item_is(client):
    article = factories.article()
    chinese_slug = stores.read(article, "zh-hans")["slug"]

    response = client.get(f"/en/news/{chinese_slug}/")

    assert response.status_code == 404
    assert path_of(article, "en") in response.content.decode()


def test_v10_an_address_of_the_old_site_leads_on_in_one_hop(client):
    OldAddress.objects.create(path="/news.asp?id=7", target="/en/news/")

    response = client.get("/news.asp?id=7")

    assert (response.status_code, response["Location"]) == (301, "/en/news/")


def test_v10_addresses_that_answered_404_are_listed_and_counted(client):
    for _ in range(3):
        client.get("/about.asp")

    assert MissedAddress.objects.get(path="/about.asp").count == 3


def test_v10_a_scanner_cannot_fill_the_list(client, monkeypatch):
    monkeypatch.setattr("publishing.addresses.MOST_MISSED", 5)

    for n in range(9):
        client.get(f"/wp-{n}.php")
    client.get("/" + "a" * 3000)

    assert MissedAddress.objects.count() == 5
