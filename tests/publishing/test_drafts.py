"""Writing: drafts are revisions that visitors do not read, cleaned, with a slug, never over somebody else's work."""

import pytest

from articles.models import Article
from catalog.models import Product
from multilingual import richtext, stores
from publishing import editions, services, slugs
from publishing.models import Event, Revision, Slug, State
from publishing.services import Conflict, Refused
from tests import factories

pytestmark = pytest.mark.django_db

KINDS = [pytest.param(factories.product, id="columns"), pytest.param(factories.article, id="rows")]

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


def save(obj, texts, language="en", **options):
    return services.save_draft(obj, language, texts, **{"by": None, **options})


def newest(obj, language="en"):
    return editions.newest_texts(obj, language)


@pytest.mark.parametrize(("html", "stored"), CLEANED)
def test_rich_text_keeps_a_short_list_of_formats_and_cleaning_twice_changes_nothing(html, stored):
    assert richtext.clean(html) == stored
    assert richtext.clean(stored) == stored


@pytest.mark.parametrize(
    ("make", "field"), [(factories.article, "body"), (factories.product, "description")]
)
def test_no_way_of_writing_stores_uncleaned_html(make, field):
    obj = make()

    stores.write(obj, "en", {field: "<p>a</p><script>x</script>"})
    revision = save(obj, {field: "<p>b</p><style>x</style>"}, "zh-hans")

    assert stores.read(obj, "en")[field] == "<p>a</p>"
    assert revision.content[field] == "<p>b</p>"


@pytest.mark.parametrize("make", KINDS)
def test_e2_a_draft_changes_nothing_that_visitors_read(make):
    obj = make()
    name = stores.name_field(type(obj))
    before = stores.read(obj, "en")

    save(obj, {name: "Better words"})

    fresh = type(obj).objects.get(pk=obj.pk)
    assert stores.read(fresh, "en") == before
    assert newest(obj)[name] == "Better words"


def test_a_draft_is_a_whole_revision_with_author_time_and_note(article, mei, clock):
    before = newest(article)

    revision = save(article, {"title": "New"}, by=mei, note="A better title")

    assert revision.content == {**before, "title": "New"}
    assert (revision.number, revision.title) == (2, "New")
    assert (revision.author, revision.at, revision.note) == (mei, clock.time, "A better title")


def test_saving_what_is_stored_already_makes_no_revision(article):
    assert save(article, newest(article)) is None
    assert Revision.objects.filter(edition__item=article.item, edition__language="en").count() == 1


def test_a_revision_is_never_changed(article):
    revision = save(article, {"title": "New"})

    with pytest.raises(TypeError):
        revision.save()
    with pytest.raises(TypeError):
        Revision.objects.update(title="Another")


def test_a_save_takes_an_approved_revision_back_to_draft(article, lin):
    services.submit(article, "en", by=None)
    services.approve(article, "en", by=lin)

    save(article, {"title": "After all"})

    assert editions.of(article, "en").state == State.DRAFT


# Two people


def test_two_people_who_change_different_fields_both_keep_their_work(article, mei, lin):
    base = editions.of(article, "en").newest_id
    save(article, {"title": "Hers"}, by=mei, based_on=base)

    whole_form = {**Revision.objects.get(pk=base).content, "summary": "His"}
    revision = services.save_draft(article, "en", whole_form, by=None, based_on=base)

    assert (revision.content["title"], revision.content["summary"]) == ("Hers", "His")


def test_the_same_field_changed_twice_is_refused_with_both_texts_and_nothing_is_stored(
    article, mei
):
    base = editions.of(article, "en").newest_id
    theirs = save(article, {"title": "Hers", "summary": "Both"}, by=mei, based_on=base)

    with pytest.raises(Conflict, match="mei has saved a newer revision meanwhile") as conflict:
        save(article, {"title": "His", "summary": "Both"}, based_on=base)

    assert conflict.value.fields == ("title",)
    assert conflict.value.mine == {"title": "His", "summary": "Both"}
    assert conflict.value.theirs == theirs
    assert newest(article)["title"] == "Hers"


def test_who_knows_the_newer_revision_may_replace_it(article, mei):
    base = editions.of(article, "en").newest_id
    theirs = save(article, {"title": "Hers"}, by=mei, based_on=base)

    save(article, {"title": "His"}, based_on=theirs.pk)

    assert newest(article)["title"] == "His"


def test_two_people_who_write_the_first_text_of_a_language_meet_a_conflict():
    obj = Article.objects.create(category=factories.category(), date=factories.DAY)
    save(obj, {"title": "Hers"}, based_on=None)

    with pytest.raises(Conflict) as conflict:
        save(obj, {"title": "His", "summary": "His"}, based_on=None)

    assert conflict.value.fields == ("title",)


def test_a_revision_of_another_edition_is_no_base(article):
    save(article, {"title": "New"})
    chinese = editions.of(article, "zh-hans").newest_id

    with pytest.raises(Refused, match="not of this edition"):
        save(article, {"title": "Newer"}, based_on=chinese)


@pytest.mark.parametrize("judge", ["submit", "approve", "send_back"])
def test_a_verdict_is_on_the_revision_that_was_read(article, judge):
    read = editions.of(article, "en").newest_id
    save(article, {"title": "Newer"})
    if judge != "submit":
        services.submit(article, "en", by=None)
    comment = ("Why",) if judge == "send_back" else ()

    with pytest.raises(Conflict):
        getattr(services, judge)(article, "en", *comment, by=None, based_on=read)


# What cannot be stored


def test_texts_without_a_title_are_refused():
    obj = Article.objects.create(category=factories.category(), date=factories.DAY)

    with pytest.raises(Refused, match="Nothing is stored without this text"):
        save(obj, {"body": "<p>No title</p>"})

    assert not Revision.objects.filter(edition__item=obj.item).exists()


def test_a_text_too_long_for_its_place_is_refused_where_it_is_written(article):
    with pytest.raises(Refused, match=r"“title” is too long: 201 characters of at most 200\."):
        save(article, {"title": "a" * 201})


@pytest.mark.parametrize("slug", ["two words", "a/b", "标题", "a?b", "."])
def test_v10_a_slug_that_is_none_is_refused(article, slug):
    with pytest.raises(Refused, match="Enter a valid “slug”"):
        save(article, {"slug": slug})


# Slugs


@pytest.mark.parametrize(
    ("language", "title", "slug"),
    [("zh-hans", "铝扁管的应用", "lv-bian-guan-de-ying-yong"), ("en", "Flat Tube", "flat-tube")],
)
def test_v10_an_empty_slug_is_proposed_from_the_title(language, title, slug):
    obj = Article.objects.create(category=factories.category(), date=factories.DAY)

    save(obj, {"title": title}, language)

    assert newest(obj, language)["slug"] == slug


def test_v10_a_draft_s_slug_is_taken_already():
    first, second = (
        Article.objects.create(category=factories.category(), date=factories.DAY) for _ in range(2)
    )
    save(first, {"title": "Flat tube"})

    save(second, {"title": "Flat tube"})

    assert newest(second)["slug"] == "flat-tube-2"
    with pytest.raises(Refused, match="“flat-tube” belongs or belonged to another item"):
        save(second, {"slug": "flat-tube"})


def test_v10_an_old_slug_is_never_given_to_another_item():
    renamed = factories.product()
    old = newest(renamed)["slug"]
    factories.rewrite(renamed, "en", {"slug": "renamed"})
    newcomer = factories.product(live=())

    with pytest.raises(Refused, match=old):
        save(newcomer, {"slug": old})

    assert newest(newcomer)["slug"] != old


def test_v10_an_item_may_take_its_own_old_slug_back():
    product = factories.product()
    old = newest(product)["slug"]
    factories.rewrite(product, "en", {"slug": "renamed"})

    factories.rewrite(product, "en", {"slug": old})

    assert stores.read(Product.objects.get(pk=product.pk), "en")["slug"] == old
    assert Slug.objects.filter(item=product.item, language="en").count() == 2


def test_v10_one_slug_may_serve_another_language_and_another_kind():
    product, article = factories.product(), factories.article()
    slug = newest(product)["slug"]

    save(product, {"slug": slug}, "zh-hans")
    save(article, {"slug": slug})

    assert Slug.objects.filter(slug=slug).count() == 3


def test_v10_a_slug_stays_taken_when_its_item_is_in_the_bin():
    product = factories.product()
    slug = newest(product)["slug"]
    services.move_to_bin(product, by=None)

    assert not slugs.is_free("catalog.product", "en", slug, item_id=None)
    assert slugs.propose("catalog.product", "en", slug, item_id=None) == f"{slug}-2"


def test_a_slug_that_is_the_address_of_another_page_is_refused_and_never_proposed():
    article, page = factories.article(live=()), factories.page(live=())

    with pytest.raises(Refused, match="“feed” is the address of another page"):
        save(article, {"slug": "feed"})
    with pytest.raises(Refused, match="“news” is the address of another page"):
        save(page, {"slug": "news"})

    save(article, {"title": "Feed", "slug": ""})
    assert newest(article)["slug"] == "feed-2"


def test_a_title_without_letters_asks_for_a_slug():
    obj = Article.objects.create(category=factories.category(), date=factories.DAY)

    with pytest.raises(Refused, match="Write a slug"):
        save(obj, {"title": "？！"}, "zh-hans")


# What a text was translated from


def test_the_language_written_first_is_the_source_and_the_other_translates_what_visitors_read():
    obj = Article.objects.create(category=factories.category(), date=factories.DAY)
    chinese = save(obj, {"title": "标题", "body": "<p>文</p>"}, "zh-hans")
    services.publish(obj, "zh-hans", by=None)
    save(obj, {"title": "新标题"}, "zh-hans")

    english = save(obj, {"title": "Title"})

    obj.item.refresh_from_db()
    assert obj.item.source_language == "zh-hans"
    assert chinese.source is None
    assert english.source == chinese


def test_a_correction_translates_what_the_text_before_did_and_a_named_source_is_kept(article):
    first = editions.of(article, "en").newest
    chinese = save(article, {"title": "新标题"}, "zh-hans")

    corrected = save(article, {"title": "Corrected"})
    translated = save(article, {"title": "Translated anew"}, source=chinese)

    assert corrected.source == first.source
    assert translated.source == chinese


def test_a_translation_is_not_made_from_itself_nor_from_another_item(article):
    own = editions.of(article, "en").newest
    foreign = editions.of(factories.article(), "zh-hans").newest

    for source in (own, foreign):
        with pytest.raises(Refused, match="another language of the same item"):
            save(article, {"title": "New"}, source=source)


# Restoring


def test_e5_an_earlier_revision_becomes_the_newest_again_and_history_grows(article, mei):
    first = editions.of(article, "en").newest
    save(article, {"title": "Second", "slug": "second"})

    again = services.restore(first, by=mei)

    assert (again.number, again.content, again.author) == (3, first.content, mei)
    assert again.note == "Revision 1 again."
    assert editions.of(article, "en").state == State.DRAFT


def test_a_restored_revision_stays_approved_when_it_was_and_the_review_says_by_whom_it_was_not(
    article, lin, mei
):
    first = editions.of(article, "en").newest
    services.submit(article, "en", by=None)
    services.approve(article, "en", by=lin)
    save(article, {"title": "Second"})

    again = services.restore(first, by=mei)

    assert editions.of(article, "en").state == State.APPROVED
    assert [(r.verdict, r.reviewer, r.comment) for r in again.reviews.all()] == [
        ("approved", None, "Revision 1 again.")
    ]
    kinds = Event.objects.filter(revision=again).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["revision.saved", "revision.approved"]


def test_a_revision_sent_back_later_is_a_draft_when_restored(article, lin):
    first = editions.of(article, "en").newest
    services.submit(article, "en", by=None)
    services.approve(article, "en", by=lin)
    services.send_back(article, "en", "No", by=lin)
    save(article, {"title": "Second"})

    services.restore(first, by=None)

    assert editions.of(article, "en").state == State.DRAFT


def test_restoring_the_newest_does_nothing(article):
    assert services.restore(editions.of(article, "en").newest, by=None) is None
