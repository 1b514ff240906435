"""Pictures in rich text: only this site's own, written in one way, shown in sizes that exist."""

import re

import html5lib
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from pictures.utils import source_set

from multilingual import pictures, richtext
from multilingual.templatetags.prose import prose
from multilingual.text import blocks

DIGEST = "0123456789abcdef" * 2
SRC = f"/media/prose/{DIGEST}-1600x900.jpg"
IMG = f'<img src="{SRC}" alt="{{}}" width="1600" height="900">'
FIGURE = f"<figure>{IMG}{{}}</figure>"
TEXT = IMG.format("")

CLEANED = [
    (f'<img src="{SRC}">', TEXT),
    (
        f'<img width="1" onerror="x()" class="a" alt=" a  b\n" src="{SRC}" style="x">',
        IMG.format("a b"),
    ),
    (f'<p>a <img src="{SRC}" alt="甲"> b</p>', f"<p>a {IMG.format('甲')} b</p>"),
    (f'<figure><img src="{SRC}" alt="A"/></figure>', FIGURE.format("A", "")),
    (
        f'<figure class="x"><img src="{SRC}"><figcaption><p>a <em>b</em></p></figcaption></figure>',
        FIGURE.format("", "<figcaption>a <em>b</em></figcaption>"),
    ),
    (f'<figure><img src="{SRC}"><figcaption> </figcaption></figure>', FIGURE.format("", "")),
    (
        f'<figure><img src="{SRC}"><img src="{SRC}"><figcaption>a</figcaption></figure>',
        FIGURE.format("", "") + FIGURE.format("", "<figcaption>a</figcaption>"),
    ),
    (
        f'<figure><figure><img src="{SRC}"></figure><figcaption>a</figcaption></figure>',
        FIGURE.format("", "<figcaption>a</figcaption>"),
    ),
    (
        "<figure><table><tbody><tr><td>1</td></tr></tbody></table><figcaption>a</figcaption></figure>",
        "<table><tbody><tr><td>1</td></tr></tbody></table><p>a</p>",
    ),
    ("<figure></figure><figcaption>a</figcaption>", "<p>a</p>"),
    (
        f'<table><tbody><tr><td><figure><img src="{SRC}"></figure></td></tr></tbody></table>',
        f"<table><tbody><tr><td>{FIGURE.format('', '')}</td></tr></tbody></table>",
    ),
    (
        f'<p>a</p><img src="{SRC}" alt="1 < 2 > &quot;0&quot;">',
        f"<p>a</p>{IMG.format('1 &lt; 2 &gt; &quot;0&quot;')}",
    ),
]


@pytest.mark.parametrize(("html", "stored"), CLEANED)
def test_pictures_are_written_in_one_way_and_cleaning_twice_changes_nothing(html, stored):
    assert richtext.clean(html) == stored
    assert richtext.clean(stored) == stored


@pytest.mark.parametrize(
    "src",
    [
        "https://elsewhere.example/a.png",
        f"https://elsewhere.example{SRC}",
        "data:image/png;base64,AAAA",
        "file:///C:/a.png",
        "blob:https://example.com/1",
        f"//elsewhere.example{SRC}",
        "/media/pictures/2026/a.png",
        f"/media/prose/../{DIGEST}-1x1.png",
        f"/media/prose/{DIGEST}-0x1.png",
        f"/media/prose/{DIGEST}-1x1.svg",
        f"/media/prose/{DIGEST}-1x1.png?a=1",
        f"{SRC}\n",
        "javascript:alert(1)",
        "",
    ],
)
def test_pictures_from_anywhere_else_are_taken_out(src):
    assert richtext.clean(f'<p>a<img src="{src}" alt="b"></p>') == "<p>a</p>"
    assert richtext.clean(f'<figure><img src="{src}"></figure>') == ""


HOSTILE = st.lists(
    st.sampled_from(
        [
            "<figure>", "</figure>", "<figcaption>", "</figcaption>", f'<img src="{SRC}" alt="',
            '">', '"', "'", "<p>", "</p>", '<a href="', "<figure", ">", " onerror=x ", "javascript:x",
            "<table><tr><td>", "</td></tr></table>", "<li>", "<ul>", "甲", "&quot;", "&lt;", "<strong>",
        ]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@given(HOSTILE)
def test_whatever_is_written_comes_out_safe_and_stays_as_it_is(html):
    cleaned = richtext.clean(html)

    assert richtext.clean(cleaned) == cleaned
    tree = html5lib.parseFragment(cleaned, namespaceHTMLElements=False)
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag != "DOCUMENT_FRAGMENT":
            assert element.tag in richtext.TAGS
            assert set(element.attrib) <= {
                "a": {"href", "rel"},
                "img": {"src", "alt", "width", "height"},
            }.get(element.tag, {"colspan", "rowspan"})
        if element.tag == "img":
            assert element.get("src") == SRC
        if element.tag == "figure":
            assert [child.tag for child in element] in (["img"], ["img", "figcaption"])


def test_angle_brackets_never_stand_raw_in_an_attribute():
    """What is cut by tags relies on it."""
    assert richtext.clean('<a href="/<figure>/?a=>b">a</a>') == (
        '<a href="/&lt;figure&gt;/?a=&gt;b" rel="noopener">a</a>'
    )


def test_a_picture_is_shown_in_sizes_that_the_library_makes_lazily_and_without_styles():
    shown = prose(FIGURE.format("甲", "<figcaption>乙</figcaption>"))

    wanted = source_set(
        (1600, 900), ratio=None, max_width=pictures.CONTAINER, cols=pictures.COLUMNS
    )
    assert settings.PICTURES["PIXEL_DENSITIES"] == list(pictures.DENSITIES)
    found = re.search(r'<source type="image/avif" srcset="([^"]*)"', shown)
    folder = SRC.removesuffix(".jpg")
    assert found[1].split(", ") == [f"{folder}/{width}w.avif {width}w" for width in sorted(wanted)]
    assert (
        f'<img src="{SRC}" alt="甲" width="1600" height="900" loading="lazy" decoding="async">'
        in shown
    )
    assert "<figcaption>乙</figcaption></figure>" in shown
    assert "style=" not in shown


def test_a_small_picture_is_shown_as_it_is():
    small = SRC.replace("1600x900", "300x200")

    assert "<source" not in prose(richtext.clean(f'<img src="{small}">'))


def test_a_changed_picture_or_description_is_a_change_of_its_block():
    was, now = (blocks.cut(FIGURE.format(alt, "")) for alt in ("扁管", "盘圆"))

    assert [block.kind for block in was] == ["figure"]
    assert was[0].text == "扁管"
    assert was != now
