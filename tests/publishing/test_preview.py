"""Preview of any revision in its real page: issue item 5, line E2."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from PIL import Image

from accounts.models import Role
from articles.models import Article
from catalog.models import Datasheet, Product
from company.models import Certificate, Contact, Download, Link, Profile, Slide
from multilingual import stores
from multilingual.languages import CODES
from publishing import editions, services, snapshots
from publishing.models import SHARED, Edition, HasItem, MissedAddress, State
from publishing.previews import links, tokens
from publishing.signals import edition_changed
from tests import factories
from tests.admin.people import desk, person
from tests.costs import queries

pytestmark = pytest.mark.django_db


def picture(name="tube.png"):
    file = ContentFile(b"", name=name)
    Image.new("RGB", (1600, 900), "navy").save(file, "PNG")
    file.seek(0)
    return file


def slide():
    return Slide.objects.create(picture=picture())


def certificate():
    return Certificate.objects.create(issued_on=factories.DAY)


def contact():
    return Contact.objects.create(email="sales@example.com")


def link():
    return Link.objects.create(url="https://example.com/")


MAKERS = {
    "article": lambda: factories.article(live=()),
    "category": lambda: factories.category(live=()),
    "page": lambda: factories.page(live=()),
    "family": lambda: factories.family(live=()),
    "product": lambda: factories.product(factories.family(live=()), live=()),
    "profile": Profile.objects.create,
    "slide": slide,
    "certificate": certificate,
    "download": Download.objects.create,
    "contact": contact,
    "link": link,
}


def draft(obj, language="en", name="Zirconium", **texts):
    """Write a new revision that no other text of the test can be taken for."""
    field = stores.name_field(type(obj))
    revision = services.save_draft(obj, language, {field: name, **texts}, by=None)
    obj.item.refresh_from_db()
    return revision


def address(revision, days=7, **options):
    return links.path_of(links.of_revision(revision, **options), links.end_of(days))


def page_of(response):
    return response.content.decode()


def everything():
    """Every row of every table."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')  # noqa: S608
            found[table] = cursor.fetchall()
    return found


@pytest.mark.parametrize("kind", MAKERS)
def test_e2_a_draft_is_read_by_link_in_its_real_page_and_nothing_stored_changes(client, kind):
    if kind == "contact":
        factories.page(role="contact")
    obj = MAKERS[kind]()
    before_writing = client.get(obj.shown_on("en") or "/en/")
    revision = draft(obj)
    before = everything()

    response = client.get(address(revision))

    assert response.status_code == 200
    assert "Zirconium" in page_of(response)
    assert "Zirconium" not in page_of(before_writing)
    assert everything() == before
    shown_on = obj.shown_on("en")
    assert shown_on is None or "Zirconium" not in page_of(client.get(shown_on))


def test_every_kind_that_has_editions_is_covered():
    kinds = {model for model in apps.get_models() if issubclass(model, HasItem)}

    assert {type(make()) for make in MAKERS.values()} == kinds


def test_a_preview_is_for_nobody_but_who_has_the_link():
    article = factories.article()
    client = Client()

    response = client.get(address(draft(article)))

    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["Content-Language"] == "en"
    assert "ETag" not in response.headers
    assert not response.cookies
    assert not client.cookies


def test_a_preview_says_nothing_to_search_engines_and_counts_nothing(client):
    article = factories.article()
    url = article.url_in("en")
    public, preview = page_of(client.get(url)), page_of(client.get(address(draft(article))))

    for trace in (
        "canonical",
        'rel="alternate"',
        "ld+json",
        "og:url",
        "data-beacon",
        "data-cookie",
    ):
        assert trace in public
        assert trace not in preview
    assert '<meta name="robots" content="noindex,nofollow">' in preview


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Preview", "revision 2", "This link works until"]),
        ("zh-hans", ["预览", "修订2", "此链接有效期至"]),
    ],
)
def test_the_bar_says_which_revision_of_when_by_whom_its_state_and_until_when(
    client, language, words
):
    author = person("Li Wei", Role.EDITOR)
    article, texts = factories.article(), {"title": "Zirconium"}
    revision = services.save_draft(article, language, texts, by=author)

    bar = re.search(r"<aside.*?</aside>", page_of(client.get(address(revision))), re.DOTALL)[0]

    with override(language):
        state = str(State.DRAFT.label)
    assert all(word in bar for word in [*words, state, "Li Wei"])


def test_the_bar_knows_what_is_live_and_what_was_overtaken(client):
    article = factories.article()
    live = Edition.objects.get(item=article.item, language="en").shown
    assert "live" in bar_of(client, live)

    factories.rewrite(article, "en", {"title": "Another"})

    live.edition.refresh_from_db()
    assert "earlier revision" in bar_of(client, live)


def bar_of(client, revision):
    return re.search(r"<aside.*?</aside>", page_of(client.get(address(revision))), re.DOTALL)[0]


def test_the_switcher_leads_to_the_newest_revision_of_the_other_language_no_longer_than_the_link(
    client,
):
    article = factories.article()
    draft(article, "zh-hans", "锆")
    url = address(draft(article), days=1)

    there = switched(client, url)

    chinese = client.get(there)
    assert "锆" in page_of(chinese)
    assert 'lang="zh-Hans"' in page_of(chinese)
    assert "Zirconium" in page_of(client.get(switched(client, there)))
    assert links.read(token_of(there))[1] == links.read(token_of(url))[1]


def switched(client, url):
    switcher = re.search(r'<ul class="switcher".*?</ul>', page_of(client.get(url)), re.DOTALL)[0]
    return re.search(r'href="(/preview/[^"]+)"', switcher)[1]


def token_of(url):
    return url.removeprefix("/preview/").rstrip("/")


def test_a_language_that_has_no_revision_has_no_preview(client):
    page = Article.objects.create(category=factories.category(), date=factories.DAY)
    revision = draft(page)

    assert "/preview/" not in page_of(client.get(address(revision)))


def test_a_link_shows_the_revision_it_names_whatever_is_written_or_published_later(client):
    article = factories.article()
    url = address(draft(article))
    factories.rewrite(article, "en", {"title": "Niobium"})
    draft(article, name="Vanadium")

    shown = page_of(client.get(url + "?revisions=1&language=zh-hans"))

    assert "Zirconium" in shown
    assert "Niobium" not in re.search(r"<main.*?</main>", shown, re.DOTALL)[0]
    assert "Vanadium" not in shown


def test_drafts_of_the_shared_part_are_shown_where_the_link_names_them(client):
    product = factories.product()
    content = snapshots.read_shared(product)
    content["fields"]["code"] = "NEW-CODE"
    shared = services.save_shared_draft(product, content, by=None)
    text = draft(product)

    assert "NEW-CODE" not in page_of(client.get(address(text)))
    both = page_of(client.get(address(text, with_shared_draft=True)))
    assert "NEW-CODE" in both
    assert "Shared part" in both
    alone = page_of(client.get(address(shared)))
    assert "NEW-CODE" in alone
    assert "Zirconium" not in alone
    assert "NEW-CODE" in page_of(client.get(switched(client, address(shared))))


def test_the_shared_part_of_an_item_that_nobody_has_written_about_has_a_page_too(client):
    family = factories.family(live=())
    product = Product(family=family, code="BARE-1")
    services.create(product, by=None)
    services.keep_shared(product, by=None)
    shared = Edition.objects.get(item=product.item, language=SHARED).newest

    assert "BARE-1" in page_of(client.get(address(shared)))


def test_an_unfinished_draft_has_a_page_that_marks_what_is_missing(client):
    article = Article.objects.create(category=factories.category(live=()), date=factories.DAY)
    revision = services.save_draft(article, "en", {"title": "Zirconium"}, by=None)

    shown = page_of(client.get(address(revision)))

    assert "Zirconium" in shown
    assert "…" in shown


def test_a_category_that_nobody_published_stands_above_the_article_as_the_link_named_it(client):
    category = factories.category(live=())
    url = address(draft(factories.article(category)))
    draft(category, name="Niobium")

    shown = page_of(client.get(url))

    assert stores.is_live(type(category).objects.get(pk=category.pk), "en") is False
    assert "Niobium" not in shown
    assert "News en" in shown


@pytest.mark.parametrize("token", ["nonsense", "nonsense.signature", "a.b.c", "%00", "x" * 3000])
@pytest.mark.parametrize(("language", "words"), [("en", "not a link"), ("zh-hans", "不是本站")])
def test_a_forged_link_leads_to_a_page_that_says_so_and_is_no_missed_address(
    token, language, words
):
    client = Client(headers={"accept-language": language})

    response = client.get(f"/preview/{token}/")

    assert response.status_code == 404
    assert words in page_of(response)
    assert response.headers["Cache-Control"] == "no-store, private"
    assert not MissedAddress.objects.exists()


def test_a_link_altered_in_one_letter_is_forged(client):
    url = address(draft(factories.article()))
    letter = url[12]

    altered = url[:12] + ("A" if letter != "A" else "B") + url[13:]

    assert client.get(altered).status_code == 404


@pytest.mark.parametrize(
    ("language", "words"), [("en", "time of this link"), ("zh-hans", "已过期")]
)
def test_a_link_whose_time_is_over_leads_to_a_page_that_says_so(language, words):
    client = Client(headers={"accept-language": language})
    preview = links.of_revision(draft(factories.article()))
    over = links.path_of(preview, timezone.now() - timedelta(seconds=1))

    response = client.get(over)

    assert response.status_code == 410
    assert words in page_of(response)
    assert "Zirconium" not in page_of(response)


def test_an_item_in_the_bin_has_no_preview(client):
    article = factories.article()
    url = address(draft(article))
    services.move_to_bin(article, by=None)

    response = client.get(url)

    assert response.status_code == 410
    assert "Zirconium" not in page_of(response)


def test_a_draft_that_collides_with_the_rest_of_the_site_says_so(client):
    product = factories.product()
    other = factories.product()
    content = snapshots.read_shared(product)
    content["fields"]["code"] = other.code
    shared = services.save_shared_draft(product, content, by=None)
    before = everything()

    response = client.get(address(shared), headers={"accept-language": "en"})

    assert response.status_code == 409
    assert "do not go together" in page_of(response)
    assert everything() == before


def test_a_preview_is_announced_to_nobody(client, django_capture_on_commit_callbacks):
    heard = []
    url = address(draft(factories.article()))

    def listener(**announcement):
        heard.append(announcement)

    edition_changed.connect(listener)
    try:
        with django_capture_on_commit_callbacks(execute=True) as callbacks:
            client.get(url)
    finally:
        edition_changed.disconnect(listener)

    assert heard == callbacks == []


def test_a_preview_costs_the_same_for_any_number_of_rows_revisions_and_neighbours(client):
    product = factories.product()
    number = factories.attribute(product.family)

    def cost(attributes):
        content = snapshots.read_shared(product)
        content["rows"]["specs"] = [spec_row(attribute) for attribute in attributes]
        services.save_shared_draft(product, content, by=None)
        url = address(draft(product, name=f"Zr {len(attributes)}"), with_shared_draft=True)
        return queries(lambda: client.get(url))

    few = cost([number])
    for _ in range(9):
        factories.product(product.family)
    many = [factories.attribute(product.family, code=f"size-{n}") for n in range(10)]

    assert cost([number, *many]) == few
    assert few <= 45


def spec_row(attribute):
    nothing = dict.fromkeys(("plus", "minus", "low", "high", "term"))
    return {"pk": None, "attribute": attribute.pk, "number": "1", "decimals": 0, **nothing}


# Files


def test_pictures_and_files_of_a_draft_are_in_its_preview_and_nowhere_else(client):
    product = factories.product(live=())
    product.picture.save("tube.png", picture())
    Datasheet.objects.create(
        product=product, language="en", issued_on=factories.DAY, file=factories.pdf()
    )
    services.keep_shared(product, by=None)
    shown = page_of(client.get(address(draft(product))))

    kept = re.findall(r'(?:href|src)="(/preview/file/[^"]+)"', shown)
    sizes = re.findall(r"/preview/file/\S+\.avif", shown)

    assert "/media/" not in re.search(r"<main.*?</main>", shown, re.DOTALL)[0]
    assert {name.rpartition(".")[2] for name in kept} == {"png", "pdf"}
    assert sizes
    for url in (*kept, *sizes):
        response = client.get(url)
        assert b"".join(response.streaming_content)
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "no-store, private"
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert client.get(url.replace(".", "x.", 1)).status_code == 404


def test_files_that_visitors_read_anyway_keep_their_address(client):
    product = factories.product(live=())
    product.picture.save("tube.png", picture())
    services.keep_shared(product, by=None)
    factories.publish(product)

    shown = page_of(client.get(address(draft(product))))

    assert "/media/" in shown
    assert "/preview/file/" not in shown


def test_an_address_of_a_file_ends_with_the_preview_and_opens_no_page(client):
    over = tokens.sealed("files/a.pdf", timezone.now() - timedelta(seconds=1), purpose="file")
    page = tokens.sealed("files/a.pdf", links.end_of(1), purpose="page")

    assert client.get(f"/preview/file/{over}/a.pdf").status_code == 410
    assert client.get(f"/preview/file/{page}/a.pdf").status_code == 404


def test_a_file_that_is_no_more_is_said_to_be(client):
    token = tokens.sealed("files/never.pdf", links.end_of(1), purpose="file")

    assert client.get(f"/preview/file/{token}/never.pdf").status_code == 410


# For the forms of the admin


def typing_of(obj, language="en"):
    return reverse("preview-typing", args=(obj.item_id, language))


def test_what_is_typed_is_shown_in_the_real_page_cleaned_and_kept_nowhere():
    article = factories.article(live=())
    client = desk(person("Li Wei", Role.EDITOR))
    before = everything()

    response = client.post(
        typing_of(article),
        {
            "title__en": "Zirconium",
            "body__en": "<p>Typed<script>alert(1)</script></p>",
            "title__zh-hans": "锆",
            "slug__en": "news",
        },
    )

    shown = page_of(response)
    assert response.status_code == 200
    assert "Zirconium" in shown
    assert "<p>Typed</p>" in shown
    assert "锆" not in shown
    assert "preview-bar" not in shown
    assert '<base target="_blank">' in shown
    assert "no-store, private" in response.headers["Cache-Control"]
    assert everything() == before


def test_nothing_typed_yet_has_a_page_too():
    article = Article.objects.create(category=factories.category(), date=factories.DAY)

    response = desk(person("Li Wei", Role.EDITOR)).post(typing_of(article), {"title__en": ""})

    assert response.status_code == 200


def test_a_text_that_is_too_long_to_be_saved_is_said_to_be():
    article = factories.article()

    response = desk(person("Li Wei", Role.EDITOR)).post(
        typing_of(article), {"title__en": "x" * 500}
    )

    assert response.status_code == 422
    assert "200" in page_of(response)


@pytest.mark.parametrize("role", [None, Role.TRANSLATOR])
def test_forms_show_previews_to_whoever_may_read_them(role):
    article = factories.article()
    revision = draft(article)
    client = desk(person("somebody", *([role] if role else [])))

    typed = client.post(typing_of(article), {"title__en": "Typed"})
    opened = client.get(reverse("preview-revision", args=(revision.pk,)))

    assert typed.status_code == (200 if role else 302)
    assert opened.url.startswith("/preview/") == bool(role)


def test_visitors_cannot_have_links_made(client):
    revision = draft(factories.article())

    response = client.get(reverse("preview-revision", args=(revision.pk,)))

    assert response.status_code == 302
    assert "/preview/" in response.url  # to come back to
    assert response.url.startswith("/admin/login/")


def test_a_form_typed_into_by_another_site_is_refused():
    article = factories.article()
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        person("Li Wei", Role.EDITOR), backend="django.contrib.auth.backends.ModelBackend"
    )

    assert client.post(typing_of(article), {"title__en": "Typed"}).status_code == 403


@pytest.mark.parametrize("language", CODES)
def test_what_waits_of_the_shared_part_is_shown_beside_the_form(language):
    product = factories.product()
    content = snapshots.read_shared(product)
    content["fields"]["code"] = "NEW-CODE"
    services.save_shared_draft(product, content, by=None)

    response = desk(person("Li Wei", Role.EDITOR)).post(typing_of(product, language))

    assert "NEW-CODE" in page_of(response)
    assert editions.shared_of(product) is not None
