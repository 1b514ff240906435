"""One place gives breadcrumb, switcher, hreflang and sitemap (V3, V5)."""

import pytest
from django.http import QueryDict

from multilingual import links
from multilingual.links import Place

HOME = Place(
    {"zh-hans": "/zh-hans/", "en": "/en/"}, lambda code: {"zh-hans": "首页", "en": "Home"}[code]
)
NEWS = Place(
    {"zh-hans": "/zh-hans/news/", "en": "/en/news/"},
    lambda code: {"zh-hans": "新闻", "en": "News"}[code],
    HOME,
)
ONLY_CHINESE = Place({"zh-hans": "/zh-hans/news/tongzhi/"}, lambda code: "通知", NEWS)
BOTH = Place({"zh-hans": "/zh-hans/news/a/", "en": "/en/news/b/"}, lambda code: "A", NEWS)


def test_v3_the_switcher_leads_to_the_same_item_under_its_own_slug():
    (switch,) = links.switches(BOTH, "zh-hans")

    assert (switch.language.own_name, switch.url, switch.where) == ("English", "/en/news/b/", "")


def test_v4_without_that_edition_it_leads_to_the_nearest_parent_and_says_so():
    (switch,) = links.switches(ONLY_CHINESE, "zh-hans")

    assert (switch.url, switch.where) == ("/en/news/", "News")


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", ""),
        ("page=2", ""),
        ("alloy=3003&page=2&alloy=3102", "?alloy=3003&alloy=3102"),
        ("a=%E6%89%81", "?a=%E6%89%81"),
    ],
)
def test_v3_filters_survive_the_switch_and_the_page_number_does_not(query, kept):
    (switch,) = links.switches(NEWS, "en", QueryDict(query))

    assert switch.url == f"/zh-hans/news/{kept}"


def test_v3_filters_are_not_carried_to_another_page():
    (switch,) = links.switches(ONLY_CHINESE, "zh-hans", QueryDict("alloy=3003"))

    assert switch.url == "/en/news/"


def test_v5_hreflang_names_every_published_edition_and_x_default_absolutely(settings):
    settings.SITE_BASE_URL = "https://www.example.com"

    assert links.alternates(BOTH.urls) == [
        ("zh-Hans", "https://www.example.com/zh-hans/news/a/"),
        ("en", "https://www.example.com/en/news/b/"),
        ("x-default", "https://www.example.com/zh-hans/news/a/"),
    ]


def test_v5_x_default_is_a_page_that_exists(settings):
    settings.SITE_BASE_URL = "https://www.example.com"

    assert links.alternates({"en": "/en/only/"})[-1] == (
        "x-default",
        "https://www.example.com/en/only/",
    )


def test_the_breadcrumb_goes_from_home_down_to_the_page():
    assert [crumb.title for crumb in links.breadcrumb(ONLY_CHINESE, "zh-hans")] == [
        "首页",
        "新闻",
        "通知",
    ]
