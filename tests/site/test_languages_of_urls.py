"""V1 and V2: the URL decides the language."""

import pytest

from multilingual import languages
from multilingual.languages import CODES
from tests import factories

pytestmark = pytest.mark.django_db

CANONICAL = [
    ("/zh/", "/zh-hans/"),
    ("/zh-cn/news/?page=2", "/zh-hans/news/?page=2"),
    ("/cn/products/", "/zh-hans/products/"),
    ("/ZH-HANS/", "/zh-hans/"),
    ("/EN/news/", "/en/news/"),
    ("/en-us/news/", "/en/news/"),
    ("/en-gb/", "/en/"),
    ("/zh", "/zh-hans/"),
]


@pytest.mark.parametrize(("asked", "canonical"), CANONICAL)
def test_v2_other_spellings_of_a_prefix_are_one_301_to_the_same_path(client, asked, canonical):
    response = client.get(asked)

    assert (response.status_code, response["Location"]) == (301, canonical)
    assert client.get(canonical).status_code == 200 or "page=2" in canonical


NEGOTIATED = [
    ({}, "", "/zh-hans/"),
    ({}, "en-GB,en;q=0.9", "/en/"),
    ({}, "zh-CN", "/zh-hans/"),
    ({"django_language": "en"}, "zh-CN", "/en/"),
    ({"django_language": "zh-hans"}, "en", "/zh-hans/"),
    ({"django_language": "xx"}, "en", "/en/"),
    ({}, "de-DE,de", "/zh-hans/"),
]


@pytest.mark.parametrize(("cookies", "header", "home"), NEGOTIATED)
def test_v2_only_the_root_negotiates_by_cookie_then_header_then_default(
    client, cookies, header, home
):
    client.cookies.load(cookies)

    response = client.get("/", headers={"accept-language": header})

    assert (response.status_code, response["Location"]) == (302, home)
    assert {name.strip() for name in response["Vary"].split(",")} >= {"Accept-Language", "Cookie"}
    assert response["Cache-Control"] == "private"


@pytest.mark.parametrize("code", CODES)
def test_v2_a_prefixed_page_speaks_its_language_whatever_the_visitor_brings(client, code):
    client.cookies.load({"django_language": "en" if code != "en" else "zh-hans"})
    plain = client.get(f"/{code}/products/")

    asked = client.get(
        f"/{code}/products/", headers={"accept-language": "en" if code != "en" else "zh-CN"}
    )

    assert asked.content == plain.content
    assert asked["Content-Language"] == languages.get(code).tag
    assert "Accept-Language" not in asked.get("Vary", "")
    assert "Cookie" not in asked.get("Vary", "")


def test_v2_an_address_without_a_language_is_no_page(client):
    assert client.get("/products/", headers={"accept-language": "en"}).status_code == 404


@pytest.mark.parametrize("code", CODES)
def test_the_error_page_speaks_the_language_of_its_url(client, code):
    factories.profile()

    response = client.get(f"/{code}/no/such/page/")

    assert response.status_code == 404
    assert f'lang="{languages.get(code).tag}"' in response.content.decode()
