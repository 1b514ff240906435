"""T5: inline tags reach translators as numbers, and come back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multilingual.text.blocks import TAG
from workflow.text import tags
from workflow.text.problems import Problem
from workflow.text.tags import Description, Tag, describe, literal, plain, problems, said

BOLD = Tag(1, "strong", "<strong>")
LINK = Tag(2, "a", '<a href="/en/news/?a=1&amp;b=2" rel="noopener">')
BREAK = Tag(3, "br", "<br>")
PICTURE = Tag(4, "img", '<img src="/media/prose/a.webp" alt="扁管 &quot;A&quot;">')
ALL = (BOLD, LINK, BREAK, PICTURE)

LITERALS = [
    ("R&D, a < b > c", "R&D, a < b > c"),
    ("<1>", "&lt;1>"),
    ("</12/>", "&lt;/12/>"),
    ("<b>", "<b>"),
    ("<0> <01>", "<0> <01>"),
    ("&lt;1&gt;", "&amp;lt;1&amp;gt;"),
    ("&amp;", "&amp;amp;"),
    ("&nbsp; &copy;", "&nbsp; &copy;"),
]

WRITTEN = [
    ("<1>very</1> thin", "<strong>very</strong> thin"),
    ("<2>news</2> and <1>more</1>", f"{LINK.written}news</a> and <strong>more</strong>"),
    ("<2><1>a</1></2><3/><4/>", f"{LINK.written}<strong>a</strong></a><br>{PICTURE.written}"),
    ("<1>a</1> <1>b</1>", "<strong>a</strong> <strong>b</strong>"),
    ("a < b, R&D, 5\N{NO-BREAK SPACE}mm", "a &lt; b, R&amp;D, 5&nbsp;mm"),
    ("&lt;1> &amp;lt;", "&lt;1&gt; &amp;lt;"),
    ("<b>甲</b>", "&lt;b&gt;甲&lt;/b&gt;"),
    ("  a\n b ", "a b"),
    # What a translator should mend loses no text and stays well-formed.
    ("<9>a</9>", "&lt;9&gt;a&lt;/9&gt;"),
    ("<1>a", "<strong>a</strong>"),
    ("a</1>", "a"),
    ("<1>a<2>b</1>c</2>", f"<strong>a{LINK.written}b</a></strong>c"),
    ("<3>a</3>", "<br>a"),
    ("<1/>a", "<strong></strong>a"),
]

WRONG = [
    ("<1>a</1><2>b</2><3/><4/>", []),
    ("<4/><2>b</2><3/><1>a</1>", []),
    ("<2><1>a</1></2><3/><4/>", []),
    ("<1>a</1> <1>b</1> <2>c</2> <2>d</2> <3/><3/> <4/>", []),
    ("<1>a</1>\n\n<2>b</2><3/><4/>", []),
    ("<2>b</2><4/>", ["tag-left-out 1", "tag-left-out 3"]),
    ("<1>a</1><3/>", ["tag-missing 2", "tag-missing 4"]),
    ("<1>a</1><2>b</2><3/><4/><5>c</5>", ["tag-unknown 5"]),
    ("<1>a</1><2>b</2><3/><4/><4/>", ["tag-doubled 4"]),
    ("<1>a<2>b</2><3/><4/>", ["tag-open 1"]),
    ("a</1><2>b</2><3/><4/>", ["tag-left-out 1", "tag-open 1"]),
    ("<1/>a<2>b</2><3/><4/>", ["tag-open 1"]),
    ("<1>a\n\nb</1><2>b</2><3/><4/>", ["tag-open 1"]),
    ("<1>a<2>b</1>c</2><3/><4/>", ["tag-crossed 2"]),
    ("<1>a</1><2>b<2>c</2></2><3/><4/>", ["tag-nested 2"]),
    ("", ["tag-left-out 1", "tag-missing 2", "tag-left-out 3", "tag-missing 4"]),
]

DESCRIPTIONS = [
    (BOLD, Description("bold")),
    (Tag(1, "em", "<em>"), Description("emphasis")),
    (LINK, Description("link", "/en/news/?a=1&b=2")),
    (BREAK, Description("line-break")),
    (PICTURE, Description("picture", '扁管 "A"')),
    (PICTURE.having("alt", ""), Description("picture", "a.webp")),
    (Tag(1, "span", "<span>"), Description("other", "span")),
]


@pytest.mark.parametrize(("text", "written"), LITERALS)
def test_what_looks_like_a_numbered_tag_cannot_be_taken_for_one(text, written):
    assert literal(text) == written
    assert said(written) == text


@given(st.text("<>/&123ampltg;\\甲 ") | st.text())
def test_any_text_can_be_said_without_a_tag(text):
    assert said(literal(text)) == plain(literal(text)) == text
    assert not tags.NUMBERED.search(literal(text))


@pytest.mark.parametrize(("text", "html"), WRITTEN)
def test_a_text_is_written_as_html_with_the_tags_as_they_were(text, html):
    assert tags.html(text, ALL) == html


@pytest.mark.parametrize(("text", "found"), WRONG)
def test_a_translation_may_move_tags_but_not_break_them(text, found):
    assert [f"{problem.code} {problem.detail}" for problem in problems(ALL, text)] == found


def test_tags_that_only_the_translation_has_are_known_and_may_be_left_out():
    own = (Tag(5, "em", "<em>"),)

    assert problems((BOLD,), "<1>a</1> <5>b</5>", own=own) == []
    assert problems((BOLD,), "<1>a</1>", own=own) == []


def test_a_tag_left_out_only_warns():
    assert {problem.code for problem in problems(ALL, "")} - tags.BLOCKING == {"tag-left-out"}
    assert problems(ALL, "<7/>")[-1] == Problem("tag-unknown", "7")


@pytest.mark.parametrize(("tag", "description"), DESCRIPTIONS)
def test_a_translator_is_told_what_each_tag_is(tag, description):
    assert describe(tag) == description


def test_a_link_leads_elsewhere_by_its_data():
    led = LINK.having("href", '/en/"x"/?a&b')

    assert led.written == '<a href="/en/&quot;x&quot;/?a&amp;b" rel="noopener">'
    assert led.get("href") == '/en/"x"/?a&b'


NUMBERED_TEXTS = st.lists(
    st.sampled_from(["<1>", "</1>", "<2>", "</2>", "<3/>", "<4/>", "<9>", "甲", "b ", "&", "&lt;", "<", "\n", "\n\n"])
).map("".join)  # fmt: skip


@given(NUMBERED_TEXTS)
def test_whatever_is_typed_comes_out_well_formed_with_all_its_text(text):
    html = tags.html(text, ALL)

    opened = []
    for tag in TAG.finditer(html):
        if tag["end"]:
            assert opened.pop() == tag["name"]
        elif tag["name"] not in ("br", "img"):
            opened.append(tag["name"])
    assert not opened
    for letter in ("甲", "b"):
        assert TAG.sub("", html).count(letter) == text.count(letter)
