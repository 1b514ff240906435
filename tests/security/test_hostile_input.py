"""R4: what a hostile sender writes gets a clear answer, never an error of the site."""

from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from articles.models import Article
from catalog.models import Product, Term, Vocabulary
from company.models import Page
from multilingual import richtext, stores
from multilingual.text import blocks
from publishing import uploads
from publishing.models import Event, MissedAddress, OldAddress, Slug, Typing
from site_project.nul import NulMiddleware
from tests import factories
from tests.admin.people import address, administrator, desk, list_address, opened
from tests.factories import article

pytestmark = pytest.mark.django_db

SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'


def test_a_beacon_for_a_number_beyond_the_database_counts_nothing(client):
    answer = client.post(f"/beacon/news/{'9' * 30}/", HTTP_USER_AGENT="Mozilla/5.0")

    assert answer.status_code == 204


@pytest.mark.parametrize("path", ["/admin/", "/accounts/login/", "/"])
def test_a_session_cookie_with_a_nul_is_no_session(client, path):
    answer = client.get(path, headers={"cookie": 'sessionid="aaaaaaaaaaaaaaaa\\000"'})

    assert answer.status_code in (200, 302)


@pytest.mark.parametrize("name", ["q", "language__exact", "menu__exact", "code", "p", "category"])
def test_a_nul_in_the_query_of_a_list_is_not_asked_of_the_database(name):
    client = desk(administrator())

    for model in (Article, Product, Page, User, Event, Slug, MissedAddress):
        answer = client.get(f"{list_address(model)}?{name}=%00")
        assert answer.status_code in (200, 302), model


def test_control_characters_of_a_text_do_not_break_the_feed(client):
    news = article()
    texts = {"title": "A\x01\x0bB\uffff", "body": "<p>x\x01y\uffff</p>"}

    factories.rewrite(news, "en", texts)

    stored = stores.read(news, "en")
    assert (stored["title"], stored["body"]) == ("AB", "<p>xy</p>")
    ElementTree.fromstring(client.get("/en/news/feed/").content)


def test_a_number_of_columns_too_long_to_read_is_taken_out():
    table = "<table><tbody><tr><td{}>x</td></tr></tbody></table>"

    assert richtext.clean(table.format(f' colspan="{"9" * 5000}"')) == table.format("")


@pytest.mark.parametrize(
    "drawing",
    [
        f"<!DOCTYPE svg []>{SVG}".encode("utf-16"),
        f'<?xml version="1.0"?><?xml-stylesheet href="/x.css"?>{SVG}'.encode(),
        f'<?xml version="1.0" encoding="iso-8859-1"?>{SVG}'.encode(),
    ],
)
def test_a_drawing_that_hides_more_than_shapes_is_refused(drawing):
    with pytest.raises(ValidationError):
        uploads.check_logo(SimpleUploadedFile("logo.svg", drawing))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_drawing_may_declare_that_it_is_utf_8(encoding):
    drawing = f'<?xml version="1.0" encoding="UTF-8"?>{SVG}'.encode(encoding)

    uploads.check_logo(SimpleUploadedFile("logo.svg", drawing))


@pytest.mark.parametrize("path", ["/zh/about.html", "/en-us/about.html?id=7"])
def test_an_old_address_under_another_spelling_of_a_language_is_one_hop(client, path):
    OldAddress.objects.create(path=path, target="/en/")

    assert client.get(path)["Location"] == "/en/"


def test_an_old_address_may_be_written_in_chinese(client):
    row = {"path": "/新闻.asp?名=扁管", "target": "/en/news/"}
    desk(administrator()).post(list_address(OldAddress, "add"), row)

    asked = "/%E6%96%B0%E9%97%BB.asp?%E5%90%8D=%E6%89%81%E7%AE%A1"
    assert client.get(asked)["Location"] == "/en/news/"


def test_a_long_table_is_saved():
    vocabulary = Vocabulary.objects.create(code="alloys")
    Term.objects.bulk_create(Term(vocabulary=vocabulary, code=f"t{n}") for n in range(150))
    client, url = desk(administrator()), address(vocabulary)

    assert client.post(url, opened(client, url)).status_code == 302


def test_a_nul_made_of_what_stands_around_another_is_none_either(rf):
    asked = []
    NulMiddleware(lambda request: asked.append(request.GET["q"]))(rf.get("/?q=a%0%000b"))

    assert "\0" not in asked[0]


@pytest.mark.parametrize("name", ["a%00b", "a" * 300, "%FF", "x/" * 3000])
def test_a_name_that_no_file_can_have_is_not_found(client, name):
    assert client.get(f"/media/{name}").status_code == 404
    assert desk(administrator()).get(f"/admin/files/{name}").status_code == 404


@pytest.mark.parametrize("number", ["abc", "9" * 30, "9" * 5000])
def test_the_history_of_what_has_no_such_number_leads_to_the_desk(number):
    answer = desk(administrator()).get(f"/admin/articles/article/{number}/history/")

    assert answer.status_code == 302


@pytest.mark.parametrize(
    "body",
    [
        '{"form": "\\ud800"}',
        '{"form": "x", "fields": {"\\ud800": "a"}}',
        '{"form": "x", "fields": {"a": "\\udc00"}}',
        "[" * 200_000,
        '{"form": "x", "fields": ' + '{"a":' * 100_000,
    ],
    ids=["form", "field", "text", "deep list", "deep fields"],
)
def test_typing_that_is_no_text_is_not_kept(body):
    answer = desk(administrator()).post("/admin/typing/", body, content_type="application/json")

    assert answer.status_code == 400
    assert not Typing.objects.exists()


def test_typing_with_a_nul_is_kept_without_it():
    body = '{"form": "x\\u0000", "fields": {"a": "b\\u0000c"}}'

    answer = desk(administrator()).post("/admin/typing/", body, content_type="application/json")

    assert answer.status_code == 200
    assert (Typing.objects.get().form, Typing.objects.get().fields) == ("x", {"a": "bc"})


def test_a_revision_number_too_long_to_read_is_followed_by_nobody():
    news, client = article(), desk(administrator())
    form = opened(client, address(news))

    answer = client.post(
        address(news), {**form, "title__en": "Another title", "_follows_en": "9" * 5000}
    )

    assert answer.status_code == 302


@pytest.mark.parametrize(
    "credential",
    [
        '{"id": 5}',
        '{"id": "YQ", "rawId": 5, "response": []}',
        '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": []}',
        '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {"userHandle": "____"}}',
        '{"id": "\\ud800", "rawId": "\\ud800", "response": {"clientDataJSON": "YQ"}}',
        "[]",
        "5",
    ],
)
def test_what_is_no_answer_of_a_key_logs_nobody_in(client, credential):
    answer = client.post("/accounts/2fa/webauthn/login/", {"credential": credential})

    assert answer.status_code < 500
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "html",
    [
        "<ul><li>a" * 3_000,
        "<blockquote>a" * 3_000,
        "<em>" * 500 + "<ul>" + "<li>a</li>" * 2_000,
        "<strong>a" * 3_000,
    ],
    ids=["lists", "quotes", "items within marks", "marks"],
)
def test_formats_within_formats_without_end_are_taken_out_and_the_words_stay(html):
    cleaned = richtext.clean(html)

    assert len(cleaned) <= len(html)
    assert cleaned.count("a") == html.count("a")
    assert richtext.clean(cleaned) == cleaned
    assert sum(len(block.path) for block in blocks.cut(cleaned)) <= 45 * html.count("a")


def test_a_list_within_a_list_stays():
    html = "<ul><li>a" * 8 + "</li></ul>" * 8

    assert richtext.clean(html) == html
