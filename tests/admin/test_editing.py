"""Writing and publishing in the admin: E1, E3, promises 3 and 4."""

import html5lib
import pytest

from accounts.models import Role
from articles.models import Article
from catalog.models import Family, Product
from company.models import Page
from multilingual import languages, stores
from multilingual.languages import CODES
from publishing import editions, outdated, services
from publishing.forms import CarefulForm, EditionsForm
from publishing.models import Event, SelfApproval, State
from tests import factories
from tests.admin.people import address, administrator, desk, list_address, opened, person
from tests.costs import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    """She may do everything, and approve her own work."""
    for language in ("zh-hans", "en", ""):
        SelfApproval.objects.create(language=language)
    return desk(administrator())


def new_article(**texts):
    return {
        "category": factories.category().pk,
        "date": "2018-09-05",
        "source_name": "",
        "source_url": "",
        "source_language": "",
        **texts,
    }


def errors(response):
    form = response.context["adminform"].form
    return {name: [str(error) for error in found] for name, found in form.errors.items()}


def fresh(obj):
    return type(obj).objects.get(pk=obj.pk)


def test_e3_a_title_and_a_body_are_enough_and_the_pinyin_slug_is_proposed(chief):
    answer = chief.post(
        list_address(Article, "add"),
        new_article(**{"title__zh-hans": "铝扁管", "body__zh-hans": "<p>正文</p>"}),
    )

    assert answer.status_code == 302
    article = Article.objects.get()
    assert editions.newest_texts(article, "zh-hans")["slug"] == "lv-bian-guan"
    assert editions.of(article, "en") is None


def test_e1_an_article_is_published_in_one_language_and_later_in_the_other(chief, client):
    texts = {
        "title__zh-hans": "铝扁管",
        "body__zh-hans": "<p>正文</p>",
        "title__en": "Flat tube",
        "body__en": "<p>Body</p>",
    }
    chief.post(list_address(Article, "add"), new_article(**texts, _act="publish:zh-hans"))
    article = Article.objects.get()
    chinese = article.translations.values().get(language_code="zh-hans")

    assert client.get("/zh-hans/news/lv-bian-guan/").status_code == 200
    assert client.get("/en/news/flat-tube/").status_code == 404

    chief.post(address(article), opened(chief, address(article)) | {"_act": "publish:en"})

    assert client.get("/en/news/flat-tube/").status_code == 200
    assert article.translations.values().get(language_code="zh-hans") == chinese


def test_what_was_typed_is_saved_before_it_is_published(chief):
    article = factories.article(live=())

    chief.post(
        address(article),
        opened(chief, address(article)) | {"title__en": "Typed just now", "_act": "publish:en"},
    )

    assert stores.read(fresh(article), "en")["title"] == "Typed just now"
    assert stores.is_live(fresh(article), "en")


def test_a_refused_publication_keeps_what_was_typed_and_says_why(chief):
    answer = chief.post(
        list_address(Article, "add"),
        new_article(title__en="Without a body", _act="publish:en"),
        follow=True,
    )

    article = Article.objects.get()
    assert editions.newest_texts(article, "en")["title"] == "Without a body"
    assert not stores.is_live(article, "en")
    assert "body" in " ".join(map(str, answer.context["messages"]))


def views_on_site(chief, obj):
    """Where each edition of the form links to, by language."""
    page = html5lib.parse(chief.get(address(obj)).content.decode(), namespaceHTMLElements=False)
    sections = [s for s in page.iter("section") if s.get("data-edition")]
    return {
        section.get("data-edition"): link.get("href")
        for section in sections
        for link in section.iter("a")
        if "".join(link.itertext()).startswith("View on site")
    }


@pytest.mark.parametrize(
    "make",
    [factories.article, factories.category, factories.page, factories.family, factories.product],
)
def test_each_edition_of_the_form_leads_to_its_own_page_on_the_site(chief, client, make):
    obj = make()

    found = views_on_site(chief, obj)

    assert found == {code: obj.url_in(code) for code in CODES}
    for code, path in found.items():
        assert client.get(path)["Content-Language"] == languages.get(code).tag


def test_an_edition_that_is_not_live_has_no_page_to_view(chief):
    article = factories.article(live=("zh-hans",))

    assert views_on_site(chief, article) == {"zh-hans": article.url_in("zh-hans")}


def test_a_product_of_a_family_that_is_not_live_has_no_page_to_view(chief):
    product = factories.product(factories.family(live=("en",)))

    assert views_on_site(chief, product) == {"en": product.url_in("en")}


def test_what_has_no_page_of_its_own_has_none_to_view(chief):
    assert views_on_site(chief, factories.profile()) == {}


@pytest.mark.parametrize("make", [factories.article, factories.product, factories.page])
def test_a_form_sent_back_untouched_changes_nothing(chief, make):
    obj = make()
    before = {code: stores.read(obj, code) for code in ("zh-hans", "en")}
    events = Event.objects.count()

    answer = chief.post(address(obj), opened(chief, address(obj)))

    assert answer.status_code == 302
    assert {code: stores.read(fresh(obj), code) for code in ("zh-hans", "en")} == before
    assert Event.objects.count() == events


@pytest.mark.parametrize(
    ("make", "name"), [(factories.article, "title"), (factories.product, "name")]
)
def test_two_editors_on_different_languages_both_keep_their_work(chief, make, name):
    obj = make()
    hers, his = opened(chief, address(obj)), opened(chief, address(obj))

    chief.post(address(obj), hers | {f"{name}__zh-hans": "她的"})
    answer = chief.post(address(obj), his | {f"{name}__en": "His"})

    assert answer.status_code == 302
    assert editions.newest_texts(obj, "zh-hans")[name] == "她的"
    assert editions.newest_texts(obj, "en")[name] == "His"


@pytest.mark.parametrize(
    ("make", "name"), [(factories.article, "title"), (factories.product, "name")]
)
def test_a_text_that_changed_meanwhile_is_not_overwritten_unseen(chief, make, name):
    obj, field = make(), f"{name}__en"
    his = opened(chief, address(obj))
    factories.rewrite(obj, "en", {name: "Stored meanwhile"})

    answer = chief.post(address(obj), his | {field: "Typed later"})

    assert "Stored meanwhile" in errors(answer)[field][0]
    assert answer.context["adminform"].form[field].value() == "Typed later"
    assert editions.newest_texts(obj, "en")[name] == "Stored meanwhile"

    seen = answer.context["adminform"].form[field]
    decided = his | {field: "Typed later", seen.html_initial_name: "Stored meanwhile"}
    assert f'name="{seen.html_initial_name}" value="Stored meanwhile"' in answer.content.decode()
    chief.post(address(obj), decided)
    assert editions.newest_texts(obj, "en")[name] == "Typed later"


def test_a_shared_value_that_changed_meanwhile_is_not_overwritten_unseen(chief):
    product = factories.product()
    his = opened(chief, address(product))
    Product.objects.filter(pk=product.pk).update(position=3)

    answer = chief.post(address(product), his | {"position": "5"})

    assert "3" in errors(answer)["position"][0]
    assert fresh(product).position == 3


def test_a_choice_that_changed_meanwhile_is_named(chief):
    product = factories.product()
    his = opened(chief, address(product))
    Product.objects.filter(pk=product.pk).update(family=factories.family())
    wanted = factories.family()

    answer = chief.post(address(product), his | {"family": str(wanted.pk)})

    assert str(Product.objects.get(pk=product.pk).family) in errors(answer)["family"][0]


def test_a_taken_slug_and_a_fixed_address_are_errors_of_their_field(chief):
    taken = factories.article()
    other = factories.article(live=())
    page = factories.page(live=())
    slug = stores.read(taken, "en")["slug"]
    factories.rewrite(taken, "en", {"slug": "renamed"})

    old = chief.post(address(other), opened(chief, address(other)) | {"slug__en": slug})
    fixed = chief.post(address(page), opened(chief, address(page)) | {"slug__en": "products"})

    assert slug in errors(old)["slug__en"][0]
    assert "products" in errors(fixed)["slug__en"][0]
    assert editions.newest_texts(other, "en")["slug"] != slug


def test_a_slug_taken_between_check_and_saving_is_an_error_of_its_field(chief, monkeypatch):
    taken, other = factories.article(), factories.article(live=())
    slug = stores.read(taken, "en")["slug"]
    checks = iter([CarefulForm.clean])  # the first time, the other item is not there yet
    whole = EditionsForm.clean

    def clean(form):
        return next(checks, whole)(form)

    monkeypatch.setattr(EditionsForm, "clean", clean)

    answer = chief.post(address(other), opened(chief, address(other)) | {"slug__en": slug})

    assert slug in errors(answer)["slug__en"][0]
    assert answer.context["adminform"].form["slug__en"].value() == slug


def test_a_text_of_a_megabyte_is_refused_with_a_clear_error(chief):
    article = factories.article(live=())
    huge = "<p>" + "长" * 350_000 + "</p>"

    answer = chief.post(address(article), opened(chief, address(article)) | {"body__zh-hans": huge})

    assert answer.status_code == 200
    assert "200000" in errors(answer)["body__zh-hans"][0]


def test_a_form_beyond_every_measure_is_refused_without_a_traceback(chief):
    article = factories.article(live=())
    chief.raise_request_exception = False

    answer = chief.post(
        address(article),
        "body__en=" + "a" * 13_000_000,
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code in (400, 413)


def test_bulk_actions_report_on_every_item(chief):
    ready, unready = factories.article(live=()), factories.article(live=())
    factories.rewrite(unready, "en", {"body": ""})

    answer = chief.post(
        list_address(Article),
        {"action": "publish_en", "_selected_action": [ready.pk, unready.pk]},
        follow=True,
    )

    told = sorted(str(message) for message in answer.context["messages"])
    assert editions.name_of(ready) in told[0]
    assert editions.name_of(unready) in told[1]
    assert "body" in told[1]
    assert stores.is_live(fresh(ready), "en")


def test_an_edition_is_withdrawn_by_its_button_and_stays_written(chief, client):
    article = factories.article()
    slug = stores.read(article, "en")["slug"]

    chief.post(address(article), opened(chief, address(article)) | {"_act": "withdraw:en"})

    assert client.get(f"/en/news/{slug}/").status_code == 404
    assert stores.is_live(fresh(article), "zh-hans")
    assert editions.newest_texts(article, "en")["slug"] == slug


def test_a_translator_writes_her_language_and_sees_the_rest():
    article = factories.article(live=())
    translator = desk(person("translator", (Role.TRANSLATOR, "en"), (Role.REVIEWER, "")))
    page = translator.get(address(article))
    form = page.context["adminform"].form

    assert set(form.fields) == {f"{name}__en" for name in stores.fields(Article)}
    assert editions.newest_texts(article, "zh-hans")["title"] in page.content.decode()

    forged = opened(translator, address(article)) | {
        "title__en": "Hers",
        "title__zh-hans": "not hers",
        "date": "1999-01-01",
        "_act": "publish:en",
    }
    translator.post(address(article), forged)

    assert editions.newest_texts(article, "en")["title"] == "Hers"
    assert editions.newest_texts(article, "zh-hans")["title"] != "not hers"
    assert fresh(article).date == factories.DAY
    assert not stores.is_live(fresh(article), "en")


def test_a_publisher_publishes_what_was_approved_without_being_able_to_write():
    article = factories.article(live=())
    services.submit(article, "en", by=None)
    services.approve(article, "en", by=None)
    publisher = desk(person("publisher", (Role.PUBLISHER, "en")))

    publisher.post(address(article), {"title__en": "not hers", "_act": "publish:en"})
    publisher.post(address(article), {"_act": "publish:zh-hans"})

    assert stores.is_live(fresh(article), "en")
    assert not stores.is_live(fresh(article), "zh-hans")
    assert stores.read(fresh(article), "en")["title"] != "not hers"


def test_a_publisher_alone_does_not_publish_a_draft():
    article = factories.article(live=())
    publisher = desk(person("publisher", (Role.PUBLISHER, "en")))

    publisher.post(address(article), {"_act": "publish:en"})

    assert not stores.is_live(fresh(article), "en")


def test_a_reviewer_approves_or_sends_back_and_changes_nothing_else():
    article = factories.article(live=())
    services.submit(article, "en", by=None)
    services.submit(article, "zh-hans", by=None)
    reviewer = desk(person("reviewer", Role.REVIEWER))

    assert reviewer.get(list_address(Article, "add")).status_code == 403
    reviewer.post(address(article), {"_act": "approve:en", "title__en": "not hers"})
    reviewer.post(
        address(article), {"_act": "send-back:zh-hans", "act-zh-hans-comment": "少一个单位"}
    )
    reviewer.post(address(article), {"_act": "publish:en"})

    assert editions.standing(fresh(article), "en").state == State.APPROVED
    assert editions.standing(fresh(article), "zh-hans").state == State.SENT_BACK
    assert "少一个单位" in reviewer.get(address(article)).content.decode()
    assert not stores.is_live(fresh(article), "en")
    assert editions.newest_texts(article, "en")["title"] != "not hers"


def test_what_was_saved_since_the_form_was_opened_is_not_approved_unseen():
    article = factories.article(live=())
    services.submit(article, "en", by=None)
    reviewer = desk(person("reviewer", Role.REVIEWER))
    looked = opened(reviewer, address(article))
    services.save_draft(article, "en", {"title": "Not what she read"}, by=person("li", "editor"))
    services.submit(article, "en", by=None)

    answer = reviewer.post(address(article), looked | {"_act": "approve:en"}, follow=True)

    assert "li has saved a newer revision meanwhile." in answer.content.decode()
    assert editions.standing(fresh(article), "en").state == State.REVIEW
    reviewer.post(address(article), opened(reviewer, address(article)) | {"_act": "approve:en"})
    assert editions.standing(fresh(article), "en").state == State.APPROVED


@pytest.mark.parametrize("pressed", ["publish:en", "publish-together:"])
def test_what_was_saved_since_the_form_was_opened_is_not_published_unseen_and_what_was_typed_is_kept(
    chief, pressed
):
    article = factories.article(live=())
    looked = opened(chief, address(article))
    services.save_draft(article, "en", {"body": "<p>Unseen</p>"}, by=None)

    chief.post(address(article), looked | {"title__en": "Typed", "_act": pressed})

    assert not stores.is_live(fresh(article), "en")
    texts = editions.newest_texts(article, "en")
    assert (texts["title"], texts["body"]) == ("Typed", "<p>Unseen</p>")


def test_a_translation_is_not_confirmed_for_a_change_of_its_source_that_came_since(chief):
    article = factories.article()
    factories.rewrite(article, "zh-hans", {"title": "小改"})
    looked = opened(chief, address(article))
    factories.rewrite(article, "zh-hans", {"title": "大改"})

    chief.post(address(article), looked | {"_act": "confirm:en"})
    assert outdated.of_edition(editions.of(fresh(article), "en"))

    chief.post(address(article), opened(chief, address(article)) | {"_act": "confirm:en"})
    assert not outdated.of_edition(editions.of(fresh(article), "en"))


@pytest.mark.parametrize(
    ("live", "said"),
    [
        (CODES, "What visitors read here no longer follows its source."),
        (("zh-hans",), "This translation no longer follows its source."),
    ],
)
def test_an_outdated_translation_is_said_to_be_read_only_where_visitors_read_it(chief, live, said):
    article = factories.article(live=live)
    factories.rewrite(article, "zh-hans", {"title": "新的标题"})

    page = chief.get(address(article)).content.decode()

    assert said in page
    assert page.count("no longer follows its source.") == 1


def test_history_tells_who_did_what_in_which_language(chief):
    article = factories.article(live=())
    chief.post(address(article), opened(chief, address(article)) | {"_act": "publish:en"})

    page = chief.get(address(article, "history")).content.decode()

    assert "Published" in page
    assert "chief-en" in page
    assert "English" in page


@pytest.mark.parametrize("seen", ["live", "withdrawn", "nothing"])
@pytest.mark.parametrize("make", [factories.article, factories.product])
def test_lists_show_and_filter_what_visitors_see_of_each_language(chief, make, seen):
    made = {"live": make(live=("zh-hans",)), "withdrawn": make(live=("zh-hans",))}
    services.withdraw(made["withdrawn"], "zh-hans", by=None)
    kind = type(made["live"])
    if kind is Article:
        made["nothing"] = Article.objects.create(category=made["live"].category, date=factories.DAY)
    else:
        made["nothing"] = Product.objects.create(family=made["live"].family, code="none")

    found = chief.get(list_address(kind), {"edition_zh_hans": seen}).context["cl"].queryset

    assert list(found) == [made[seen]]


@pytest.mark.parametrize(
    ("make", "model"),
    [
        (factories.article, Article),
        (factories.product, Product),
        (factories.family, Family),
        (factories.page, Page),
    ],
)
def test_a_list_costs_the_same_for_any_number_of_items(chief, make, model):
    for _ in range(2):
        make()
    few = queries(lambda: chief.get(list_address(model)))
    for _ in range(18):
        make()

    assert queries(lambda: chief.get(list_address(model))) == few


def test_the_overview_costs_the_same_for_any_number_of_items(chief):
    factories.article()
    factories.product()
    few = queries(lambda: chief.get("/admin/"))
    for _ in range(5):
        factories.article()
        factories.product()

    assert queries(lambda: chief.get("/admin/")) == few
