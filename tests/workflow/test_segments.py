"""Texts are cut for translators and joined again without loss (T2, promise 6)."""

import re
import time
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demo import reading
from multilingual.richtext import clean
from multilingual.text.blocks import TAG
from tests.workflow.rich_texts import ARTICLES, CLEAN, SOUPS, SRC
from workflow.text import tags
from workflow.text.segments import cut, cut_plain, join, relink
from workflow.text.tags import Tag

IMG = f'<img src="{SRC}" alt="{{}}" width="1600" height="900">'

CUTS = [
    ("", []),
    ("loose", ["paragraph: loose"]),
    ("<p>甲</p>\n<p> 乙 \n</p>", ["paragraph: 甲", "paragraph: 乙"]),
    ("<h2>甲</h2><h3>乙</h3>", ["heading 2: 甲", "heading 3: 乙"]),
    ("<ul><li>a<ol><li>b</li></ol>c</li></ul>", ["item: a", "item: b", "item: c"]),
    (
        "<table><thead><tr><th>合金</th></tr></thead><tbody><tr><td></td><td>3003</td></tr></tbody></table>",
        ["cell: 合金", "cell: 3003"],
    ),
    ("<blockquote><p>a</p></blockquote>", ["quote: a"]),
    ("<p>a\n  b</p>", ["paragraph: a b"]),
    ("<p><br></p><p>&nbsp;</p><p>\N{IDEOGRAPHIC SPACE}</p>", []),
    ("<p>a &lt; b &amp; c</p>", ["paragraph: a < b & c"]),
    ("<p>1.5&nbsp;mm</p>", ["paragraph: 1.5\N{NO-BREAK SPACE}mm"]),
    ("<p>&lt;1&gt; &amp;lt;</p>", ["paragraph: &lt;1> &amp;lt;"]),
    (
        '<p>用<strong>3003</strong><br>见<a href="/a/">产品 <em>目录</em></a></p>',
        ["paragraph: 用<1>3003</1><2/>见<3>产品 <4>目录</4></3>"],
    ),
    (f"<figure>{IMG.format('扁管')}<figcaption>图</figcaption></figure>", ["alt: 扁管", "caption: 图"]),
    (f"<figure>{IMG.format('')}</figure>", []),
    (f"<p>见{IMG.format('扁管')}。{IMG.format('')}</p>", ["paragraph: 见<1/>。<2/>", "alt in 1: 扁管"]),
    (f"<p>{IMG.format('a &lt; &quot;b&quot;')}</p>", ['alt: a < "b"']),
    # An element over the edge of a block is in no text.
    ("<strong>a<p>b</p></strong>", ["paragraph: a", "paragraph: b"]),
    ('<p>x <a href="/a/"></p><p><em>y</em></a> z</p>', ["paragraph: x", "paragraph: <1>y</1>", "paragraph: z"]),
    ("<p><em>a<strong>b</em>c</strong></p>", ["paragraph: a", "paragraph: b", "paragraph: c"]),
    ("<p>closed</li> elsewhere</p>", ["paragraph: closed", "paragraph: elsewhere"]),
]  # fmt: skip


def shown(segment):
    level = f" {segment.level}" if segment.level else ""
    within = f" in {segment.within}" if segment.within else ""
    return f"{segment.kind}{level}{within}: {segment.text}"


def unchanged(document):
    return join(document, [segment.text for segment in document.segments])


@pytest.mark.parametrize(("html", "segments"), CUTS)
def test_rich_text_is_cut_by_block(html, segments):
    document = cut(html)

    assert [shown(segment) for segment in document.segments] == segments
    assert unchanged(document) == html


@settings(deadline=None)  # other work of the machine
@given(st.one_of(ARTICLES, CLEAN, SOUPS, st.text("<>/ap\"'=&; \n甲")))
def test_what_is_cut_is_joined_byte_for_byte(html):
    document = cut(html)

    assert unchanged(document) == html
    assert join(document, [None] * len(document.segments)) == html


def letters(html):
    return re.sub(r"\s", "", unescape(TAG.sub("", html)))


@settings(deadline=None)  # other work of the machine
@given(st.one_of(ARTICLES, CLEAN, SOUPS))
def test_everything_that_is_read_is_in_a_text(html):
    said = [tags.plain(segment.text) for segment in cut(html).segments if segment.kind != "alt"]

    assert letters("".join(said)) == letters(html)


@settings(deadline=None)  # other work of the machine
@given(st.one_of(ARTICLES, CLEAN))
def test_every_text_can_be_another_one(html):
    document = cut(html)
    texts = [
        f"译 {re.sub('[甲b]', '乙', segment.text)} R&D &lt;1>" for segment in document.segments
    ]

    joined = join(document, texts)

    assert [segment.text for segment in cut(joined).segments] == texts
    assert clean(joined) == joined


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_articles_of_the_demo_are_joined_byte_for_byte(language):
    bodies = [article[language]["body"] for article in reading.articles() if language in article]

    assert [unchanged(cut(body)) for body in bodies] == bodies


def test_a_translation_takes_the_places_of_its_source():
    source = cut(
        f'<h2>扁管</h2>\n<p>用 <strong>3003</strong>，见<a href="/a/" rel="noopener">产品</a>{IMG.format("图")}。</p>'
        "<ul><li>甲</li></ul>"
    )

    joined = join(
        source, ["Flat tube", "See <2>products</2> of <1>3003</1>.<3/>", "Picture", "R&D"]
    )

    assert joined == (
        '<h2>Flat tube</h2>\n<p>See <a href="/a/" rel="noopener">products</a> of <strong>3003</strong>.'
        f"{IMG.format('Picture')}</p><ul><li>R&amp;D</li></ul>"
    )


PARTED = [
    ("<p>甲</p>", "one\n\ntwo", "<p>one</p><p>two</p>"),
    ("<p>甲</p>", "one\ntwo", "<p>one two</p>"),
    ("<p>甲</p>", "\n\none\n \n\ntwo\n", "<p>one</p><p>two</p>"),
    ("<ul><li>甲</li></ul>", "one\n\ntwo", "<ul><li>one</li><li>two</li></ul>"),
    ("<h2>甲</h2>", "one\n\ntwo", "<h2>one<br><br>two</h2>"),
    (
        "<p><strong>甲</strong></p>",
        "<1>one\n\ntwo</1>",
        "<p><strong>one</strong></p><p>two</p>",
    ),
    ("<p>甲</p>", "", "<p></p>"),
]


@pytest.mark.parametrize(("source", "text", "html"), PARTED)
def test_a_paragraph_may_be_translated_by_two(source, text, html):
    assert join(cut(source), [text]) == html


def test_a_link_may_lead_elsewhere_in_each_language():
    html = '<p><a href="/zh-hans/a/?b=1&amp;c=2" rel="noopener">甲</a><a href="https://x.com/">乙</a><a>丙</a></p>'

    led = relink(html, lambda href: href.replace("/zh-hans/", "/en/"))

    assert led == html.replace("/zh-hans/", "/en/")


def test_a_link_of_one_translation_may_lead_elsewhere():
    source = cut('<p><a href="/a/">甲</a></p>')
    own = [source.segments[0].tags[0].having("href", "/b/"), Tag(2, "em", "<em>")]

    joined = join(source, ["<1>A</1> <2>b</2>"], {0: own})

    assert joined == '<p><a href="/b/">A</a> <em>b</em></p>'


PLAIN = [
    ("", []),
    ("扁管", ["扁管"]),
    ("  甲 \n乙\t\n", ["甲 \n乙"]),
    ("甲\n\n乙\n \t\n\n丙\n", ["甲", "乙", "丙"]),
    ("甲\r\n乙\r\n\r\n丙", ["甲\n乙", "丙"]),
    ("a <1> &lt; & <b>", ["a &lt;1> &amp;lt; & <b>"]),
]


@pytest.mark.parametrize(("text", "segments"), PLAIN)
def test_plain_text_is_cut_by_paragraph(text, segments):
    document = cut_plain(text)

    assert [segment.text for segment in document.segments] == segments
    assert {segment.kind for segment in document.segments} <= {"text"}
    assert unchanged(document) == text


@given(st.one_of(st.text(), st.text("a<1>&lt; \n\r\t甲")))
def test_plain_text_is_joined_byte_for_byte(text):
    document = cut_plain(text)

    assert unchanged(document) == text
    assert "".join("".join(tags.said(s.text).split()) for s in document.segments) == "".join(
        text.split()
    )


def test_plain_text_says_what_the_translation_says():
    assert join(cut_plain("甲\n\n乙\n"), ["R&D <b>", "&lt;1> <1>"]) == "R&D <b>\n\n<1> <1>\n"


def test_there_is_one_text_for_each_place():
    with pytest.raises(ValueError, match="zip"):
        join(cut("<p>甲</p>"), [])


HUGE = [
    "<p>" + "扁管 flat " * 100_000 + "</p>",
    "<p>" + "<strong>" * 10_000 + "甲" + "</strong>" * 10_000 + "</p>",
    "<p>" + "<strong>甲" * 10_000,
    "<p>" + "</strong>甲" * 10_000,
    "<p>" + "<strong><em>甲</strong></em>" * 10_000,
    "<p>" + '<img src="a" alt="b">甲' * 10_000,
    "<" * 1_000_000,
    "<a " * 300_000,
    "<p>" + "&lt;1&gt;" * 100_000,
    "<p>" + " \n" * 500_000 + "甲",
    "<ul><li>甲" * 10_000,
]


@pytest.mark.parametrize("html", HUGE, ids=range(len(HUGE)))
def test_huge_and_odd_texts_take_no_long_time(html):
    start = time.process_time()
    document = cut(html)
    joined = join(document, [f"{segment.text} x" for segment in document.segments])
    found = [tags.problems(segment.tags, segment.text) for segment in document.segments]
    taken = time.process_time() - start

    assert unchanged(document) == html
    assert len(found) <= len(joined)
    assert taken < 5  # under a second on a machine that does nothing else
