"""The whole public site with its demo content, seen from outside: lines V1 to V7, V13, V14, V16 and V18."""

import json
import re
from collections import Counter
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest

from multilingual import languages
from tests.site.crawler import HAN

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def prefix(path):
    return path.split("/")[1]


def plain(pages):
    """Pages without a query: filtered and later pages are views of these."""
    return {path: page for path, page in pages.items() if "?" not in path}


def alternates(page):
    return {
        link.get("hreflang"): link.get("href")
        for link in page.all("link[@rel='alternate']")
        if link.get("hreflang")
    }


def faults(pages, find):
    """Every page with what is wrong there."""
    return {path: wrong for path, page in pages.items() if (wrong := find(path, page))}


def test_the_crawl_sees_the_whole_demo(pages):
    """At least: 10 products, 14 articles, the fixed pages, in each language."""
    seen = Counter((prefix(path), path.split("/")[2]) for path in plain(pages))

    for code in languages.CODES:
        assert seen[code, "products"] > 12
        assert seen[code, "news"] > 16


def test_every_link_of_every_page_answers(crawled):
    broken = {path: answer.status for path, answer in crawled.items() if answer.status != 200}

    assert broken == {}


def test_v1_prefix_html_lang_and_content_language_agree(pages):
    def disagreement(path, page):
        tag = languages.get(prefix(path)).tag
        said = (page.language, page.headers.get("content-language"))
        return said if said != (tag, tag) else None

    assert faults(pages, disagreement) == {}


def test_v3_the_switcher_is_a_plain_link_in_the_other_languages_own_name(pages):
    def wrong(path, page):
        others = {languages.get(code).tag for code in languages.CODES} - {page.language}
        switches = [
            a
            for a in page.all("a[@hreflang]")
            if a.get("lang") == a.get("hreflang") and a.get("rel") != "file"
        ]
        return others - {a.get("hreflang") for a in switches}

    assert faults(pages, wrong) == {}


def switch_of(page):
    tags = {languages.get(code).tag: languages.get(code).own_name for code in languages.CODES}
    for anchor in page.all("a[@hreflang]"):
        text = " ".join("".join(anchor.itertext()).split())
        name = tags.get(anchor.get("hreflang"), "?")
        if text.startswith(name) and anchor.get("hreflang") != page.language:
            return text, urlsplit(urljoin(page.url, anchor.get("href"))).path, text == name
    return None


def test_v3_there_and_back_returns_to_the_start(pages):
    def lost(path, page):
        _text, target, exact = switch_of(page)
        if not exact:
            return None
        back = switch_of(pages[target])
        return None if back[1] == path else f"{path} -> {target} -> {back[1]}"

    assert faults(plain(pages), lost) == {}


def test_v4_a_switch_to_another_page_says_where_it_leads(pages):
    """Only items that are published in one language lead elsewhere; they exist in the demo."""
    elsewhere = {
        path: switch_of(page) for path, page in plain(pages).items() if not switch_of(page)[2]
    }

    assert len(elsewhere) >= 3
    for path, (text, target, _exact) in elsewhere.items():
        heading = " ".join("".join(pages[target].all("h1")[0].itertext()).split())
        assert target != path
        assert len(text.split()) > 1, text
        assert heading


def test_v5_hreflang_is_self_siblings_and_default_reciprocal_and_canonical(pages, site_server):
    public = plain(pages)

    def wrong(path, page):
        said = alternates(page)
        own = site_server.url + path
        canonical = page.all("link[@rel='canonical']")[0].get("href")
        if said.get(page.language) != own or canonical != own or "x-default" not in said:
            return said, canonical
        for href in said.values():
            target = public.get(href.removeprefix(site_server.url))
            if target is None or alternates(target) != said:
                return href, "not reciprocal"
        return None

    assert faults(public, wrong) == {}


def test_v5_the_sitemap_lists_the_pages_of_the_crawl_with_the_same_alternates(
    pages, visitor, site_server
):
    tree = ElementTree.fromstring(visitor.get("/sitemap.xml").body)
    listed = {
        url.findtext(f"{SITEMAP}loc"): {
            link.get("hreflang"): link.get("href") for link in url.iter(f"{XHTML}link")
        }
        for url in tree
    }

    assert listed == {
        site_server.url + path: alternates(page) for path, page in plain(pages).items()
    }


def test_v6_no_han_character_on_an_english_page_outside_marked_elements(pages):
    def chinese(path, page):
        if page.language != "en":
            return None
        return [
            (tag, text)
            for lang, tag, text in page.texts()
            if not lang.startswith("zh") and HAN.search(text)
        ]

    assert faults(pages, chinese) == {}


def test_v6_titles_and_descriptions_are_of_the_pages_language(pages):
    def foreign(path, page):
        title = page.all("title")[0].text
        description = next((m.get("content") for m in page.all("meta[@name='description']")), "")
        if not title or not description:
            return "missing"
        return (
            (title, description)
            if bool(HAN.search(title)) != (page.language == "zh-Hans")
            else None
        )

    assert faults(plain(pages), foreign) == {}


def test_v7_dates_are_written_as_the_language_does(pages):
    """Every <time> of an English page reads like Sep 5, 2018, of a Chinese one like 2018年9月5日."""
    shapes = {
        "en": re.compile(r"[A-Z][a-z]{2} \d{1,2}, \d{4}$"),
        "zh-Hans": re.compile(r"\d{4}年\d{1,2}月\d{1,2}日$"),
    }
    written = {
        (page.language, " ".join("".join(time.itertext()).split()))
        for page in pages.values()
        for time in page.all("time")
    }

    assert len(written) > 20
    assert [(lang, text) for lang, text in written if not shapes[lang].match(text)] == []


def test_v13_nothing_comes_from_another_host(pages, site_server):
    """Links to other sites may be followed by a reader; nothing is loaded from them."""

    def foreign(path, page):
        loading = [
            element.get(name)
            for element in page.root.iter()
            if isinstance(element.tag, str)
            for name in ("src", "srcset", "href", "action", "data", "poster")
            if element.get(name) and element.tag not in ("a", "link")
        ] + [
            link.get("href")
            for link in page.all("link")
            if link.get("rel")
            in ("stylesheet", "icon", "preload", "manifest", "modulepreload", "apple-touch-icon")
        ]
        return [
            url
            for url in loading
            if urlsplit(url).netloc not in ("", urlsplit(site_server.url).netloc)
        ]

    assert faults(pages, foreign) == {}


def test_v13_the_policy_allows_no_inline_script_or_style_and_the_pages_have_none(pages):
    def inline(path, page):
        policy = page.headers.get("content-security-policy", "")
        if "unsafe" in policy or "default-src 'none'" not in policy:
            return policy
        scripts = [
            s
            for s in page.all("script")
            if not s.get("src") and s.get("type") != "application/ld+json"
        ]
        styled = [e.tag for e in page.root.iter() if isinstance(e.tag, str) and e.get("style")]
        handlers = [
            name
            for e in page.root.iter()
            if isinstance(e.tag, str)
            for name in e.attrib
            if name.startswith("on")
        ]
        return [s.text for s in scripts] + page.all("style") + styled + handlers

    assert faults(pages, inline) == {}


def test_public_pages_are_the_same_for_everybody(pages):
    """No session, no cookie, no token: any cache may hold them."""

    def personal(path, page):
        if "set-cookie" in page.headers or "cookie" in page.headers.get("vary", "").lower():
            return page.headers
        return b"csrf" in page.body.lower()

    assert faults(pages, personal) == {}


def test_v14_one_h1_and_no_empty_heading(pages):
    def wrong(path, page):
        headings = [
            "".join(h.itertext()).strip() for level in range(1, 5) for h in page.all(f"h{level}")
        ]
        return headings if len(page.all("h1")) != 1 or "" in headings else None

    assert faults(pages, wrong) == {}


def test_v14_ids_are_unique_and_every_image_says_what_it_shows_or_that_it_is_decoration(pages):
    def wrong(path, page):
        ids = Counter(
            e.get("id") for e in page.root.iter() if isinstance(e.tag, str) and e.get("id")
        )
        twice = [name for name, times in ids.items() if times > 1]
        return twice + [img.get("src") for img in page.all("img") if img.get("alt") is None]

    assert faults(pages, wrong) == {}


def structured(page):
    return [json.loads(script.text) for script in page.all("script[@type='application/ld+json']")]


def test_v16_structured_data_is_in_the_pages_language_and_invents_no_offer(pages):
    def wrong(path, page):
        data = structured(page)
        if not data:
            return "none"
        tags = {d["inLanguage"] for d in data if "inLanguage" in d}
        return (tags != {page.language} and tags) or [
            d for d in data if "offers" in d or "aggregateRating" in d
        ]

    assert faults(plain(pages), wrong) == {}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (r"^/[^/]+/$", "Organization"),
        (r"^/[^/]+/$", "WebSite"),
        (r"^/[^/]+/news/(?!category)[^/]+/$", "NewsArticle"),
        (r"^/[^/]+/products/[^/]+/[^/]+/$", "Product"),
        (r"^/[^/]+/.+/$", "BreadcrumbList"),
    ],
)
def test_v16_each_kind_of_page_says_what_it_is(pages, path, kind):
    of_kind = {p: page for p, page in plain(pages).items() if re.match(path, p)}

    assert of_kind
    assert (
        faults(of_kind, lambda _path, page: kind not in {d["@type"] for d in structured(page)})
        == {}
    )


def test_v16_open_graph_names_the_locale_and_its_alternates(pages):
    def wrong(path, page):
        said = {m.get("property"): m.get("content") for m in page.all("meta[@property]")}
        own = languages.get(prefix(path)).open_graph
        return said if said.get("og:locale") != own or not said.get("og:title") else None

    assert faults(pages, wrong) == {}


def test_v18_the_icp_link_stands_on_every_page_marked_as_chinese(pages):
    def missing(path, page):
        links = [
            a
            for a in page.all("a[@href]")
            if a.get("href", "").startswith("https://beian.miit.gov.cn")
        ]
        if len(links) != 1 or "ICP备18027609号" not in "".join(links[0].itertext()):
            return "no link"
        marked = {lang for lang, _tag, text in page.texts() if "ICP备" in text}
        return None if marked == {"zh-Hans"} else marked

    assert faults(pages, missing) == {}


def test_html_is_small(visitor, pages):
    """At most 30 KB compressed."""
    sizes = {path: len(visitor.get(path, Accept_Encoding="gzip").body) for path in plain(pages)}

    assert {path: size for path, size in sizes.items() if size > 30_000} == {}
