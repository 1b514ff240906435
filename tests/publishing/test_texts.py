"""Texts are cleaned wherever they are stored, and get a slug that leads to them."""

import pytest

from articles.models import Article
from catalog.models import Product
from multilingual import richtext, stores
from publishing import services
from publishing.services import Refused
from tests import factories

CLEANED = [
    ('<p>a<script>alert(1)</script><img src=x onerror="x()"></p>', "<p>a</p>"),
    ('<p style="color:red" onclick="x()">a</p>', "<p>a</p>"),
    ('<a href="javascript:alert(1)">a</a>', '<a rel="noopener">a</a>'),
    ('<a href="//host/">a</a><iframe src="x"></iframe>', '<a href="//host/" rel="noopener">a</a>'),
    ('<a href="/en/">a</a>', '<a href="/en/" rel="noopener">a</a>'),
    ('<a href="mailto:a@example.com">a</a>', '<a href="mailto:a@example.com" rel="noopener">a</a>'),
    ("<h1>a</h1><h2>b</h2>", "a<h2>b</h2>"),
    ("<p></p>", ""),
    ("<p>&nbsp;</p><p><br></p>", ""),
    ("<ul><li><p>a</p></li></ul>", "<ul><li>a</li></ul>"),
    (
        "<table><tbody><tr><th><p>A</p></th></tr><tr><td colspan='1'><p>1</p></td></tr></tbody></table>",
        "<table><thead><tr><th>A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>",
    ),
    ("<p>1 &lt; 2 &amp; 3</p>", "<p>1 &lt; 2 &amp; 3</p>"),
    ("<p>行一\r\n行二</p>", "<p>行一\n行二</p>"),
]


@pytest.mark.parametrize(("html", "stored"), CLEANED)
def test_rich_text_keeps_a_short_list_of_formats_and_cleaning_twice_changes_nothing(html, stored):
    assert richtext.clean(html) == stored
    assert richtext.clean(stored) == stored


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "field"), [(factories.article, "body"), (factories.product, "description")]
)
def test_no_way_of_writing_stores_uncleaned_html(make, field):
    obj = make(live=())

    stores.write(obj, "en", {field: "<p>a</p><script>x</script>"})
    services.save_texts(obj, "zh-hans", {field: "<p>b</p><style>x</style>"}, by=None)

    assert stores.read(obj, "en")[field] == "<p>a</p>"
    assert stores.read(obj, "zh-hans")[field] == "<p>b</p>"


@pytest.mark.django_db
def test_two_people_writing_different_texts_of_one_edition_both_keep_their_work():
    made = factories.article(live=())
    hers, his = Article.objects.get(pk=made.pk), Article.objects.get(pk=made.pk)
    stores.read(hers, "en"), stores.read(his, "en")

    services.save_texts(hers, "en", {"title": "Hers"}, by=None)
    services.save_texts(his, "en", {"summary": "His"}, by=None)

    texts = stores.read(Article.objects.get(pk=made.pk), "en")
    assert (texts["title"], texts["summary"]) == ("Hers", "His")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "title", "slug"),
    [("zh-hans", "铝扁管的应用", "lv-bian-guan-de-ying-yong"), ("en", "Flat Tube", "flat-tube")],
)
def test_v10_an_empty_slug_is_proposed_from_the_title(language, title, slug):
    article = Article.objects.create(category=factories.category(), date=factories.DAY)

    services.save_texts(article, language, {"title": title}, by=None)

    assert stores.read(article, language)["slug"] == slug


@pytest.mark.django_db
def test_a_slug_that_is_the_address_of_another_page_is_refused_and_never_proposed():
    article = factories.article(live=())
    page = factories.page(live=())

    with pytest.raises(Refused, match="feed"):
        services.save_texts(article, "en", {"slug": "feed"}, by=None)
    with pytest.raises(Refused, match="news"):
        services.save_texts(page, "en", {"slug": "news"}, by=None)

    services.save_texts(article, "en", {"title": "Feed", "slug": ""}, by=None)
    assert stores.read(article, "en")["slug"] == "feed-2"


@pytest.mark.django_db
def test_a_title_without_letters_asks_for_a_slug_and_texts_without_a_title_are_refused():
    article = Article.objects.create(category=factories.category(), date=factories.DAY)

    with pytest.raises(Refused, match="slug"):
        services.save_texts(article, "zh-hans", {"title": "？！"}, by=None)
    with pytest.raises(Refused):
        services.save_texts(article, "en", {"body": "<p>No title</p>"}, by=None)


@pytest.mark.django_db
def test_saving_the_shared_part_writes_only_the_named_fields():
    product = factories.product()
    stale = Product.objects.get(pk=product.pk)
    services.save_texts(product, "en", {"name": "New name"}, by=None)

    stale.position = 7
    services.save_shared(stale, by=None, fields=["position"])

    stored = Product.objects.get(pk=product.pk)
    assert stored.position == 7
    assert stores.read(stored, "en")["name"] == "New name"
