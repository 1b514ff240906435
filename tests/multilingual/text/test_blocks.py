"""Rich text is cut into its blocks, and nothing is lost."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multilingual.richtext import clean
from multilingual.text.blocks import Block, cut, pieces

CUTS = [
    ("", []),
    ("loose", [("paragraph", "loose")]),
    ("<p>one</p><p>two</p>", [("paragraph", "one"), ("paragraph", "two")]),
    ("<h2>a</h2><h3>b</h3>", [("heading", "a"), ("heading", "b")]),
    ("<p>a</p>\n\n<p> </p><p><br></p>", [("paragraph", "a")]),
    ("<p>a\n  b</p>", [("paragraph", "a b")]),
    ("<p>a<br>b</p>", [("paragraph", "a b")]),
    ("<ul><li>a</li><li>b</li></ul>", [("item", "a"), ("item", "b")]),
    ("<ul><li>a<ol><li>b</li></ol>c</li></ul>", [("item", "a"), ("item", "b"), ("item", "c")]),
    ("<ul><li><p>a</p><p>b</p></li></ul>", [("item", "a"), ("item", "b")]),
    ("<ul><li><h3>a</h3></li></ul>", [("heading", "a")]),
    ("<blockquote><p>a</p></blockquote>", [("quote", "a")]),
    (
        "<table><tbody><tr><th>a</th><td></td><td>b<ul><li>c</li></ul></td></tr></tbody></table>",
        [("cell", "a"), ("cell", "b"), ("item", "c")],
    ),
    ("a<p>b</p>c", [("paragraph", "a"), ("paragraph", "b"), ("paragraph", "c")]),
    ("<p>a &lt; b &amp; c &#8212; d</p>", [("paragraph", "a < b & c — d")]),
    ("<p>16 &times; 2</p>", [("paragraph", "16 × 2")]),
    (
        '<figure><img src="a.webp" alt="a"><figcaption>b</figcaption></figure>',
        [("figure", "a"), ("caption", "b")],
    ),
    ("<p>\N{IDEOGRAPHIC SPACE}甲</p>", [("paragraph", "\N{IDEOGRAPHIC SPACE}甲")]),
    ("<p>&nbsp;</p>", []),
    ('<p><img src="a.webp" alt=""></p>', [("paragraph", "")]),
    ("<p>never closed", [("paragraph", "never closed")]),
    ("<p>closed</li> elsewhere</p>", [("paragraph", "closed elsewhere")]),
]


@pytest.mark.parametrize(("html", "blocks"), CUTS)
def test_rich_text_is_cut_into_blocks(html, blocks):
    assert [(block.kind, block.text) for block in cut(html)] == blocks


def test_a_block_keeps_its_inside_as_it_was_written():
    html = '<ul><li>a&nbsp;<strong>b</strong> &amp; <a href="/x/?a=1&amp;b=2">c</a><br>d</li></ul>'

    [block] = cut(html)

    assert block == Block("item", html[8:-10], "a\N{NO-BREAK SPACE}b & c d", ("ul", "li"))


def test_an_element_across_blocks_is_closed_in_each():
    blocks = cut("<strong>a<p>b</p></strong><p>c</p>")

    assert [block.html for block in blocks] == ["<strong>a</strong>", "<strong>b</strong>", "c"]


PARTS = "p h2 ul li td table tr blockquote strong em a br 甲 b &amp; &nbsp; <".split()  # noqa: SIM905  read as a list


@given(st.lists(st.sampled_from([*PARTS, *("/" + part for part in PARTS[:11])])))
def test_no_text_is_lost(parts):
    tags = [part if part[-1] in "甲b;<" else f"<{part}>" for part in parts]
    html = clean("".join(tags))

    blocks = cut(html)

    assert _letters("".join(block.html for block in blocks)) == _letters(html)


TEXTS = st.text("<>/ap\"'& \n甲") | st.lists(st.sampled_from([*PARTS, "<", ">", "/"])).map("".join)


@given(TEXTS)
def test_pieces_are_the_whole_text(html):
    assert "".join(html[piece.start : piece.end] for piece in pieces(html)) == html


ODD_TEXTS = [
    "<" * 200_000,
    "<a" * 100_000,
    "<" + "a" * 200_000,
    "<strong>" * 20_000 + "甲" + "</strong>" * 20_000,
    "<ul><li>甲" * 20_000,
    "<p>甲</li></ul>" * 20_000,
]


@pytest.mark.parametrize("html", ODD_TEXTS, ids=range(len(ODD_TEXTS)))
def test_odd_texts_take_no_long_time(html):
    start = time.process_time()
    cut(html)

    assert (
        time.process_time() - start < 3
    )  # some tenths of a second on a machine that does nothing else


def _letters(html):
    return re.sub(r"<[^<>]*>|&nbsp;|\s", "", html)
