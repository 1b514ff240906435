"""E6: hints on lengths, pictures, headings and links, and where they point."""

import time

import pytest

from multilingual.text.hints import Hint, Width, hints, plain_text

LENGTHS = [
    ("search_title", "铝" * 30, []),
    ("search_title", "铝" * 31, ["too-long"]),
    ("search_title", "a" * 60, []),
    ("search_title", "a" * 61, ["too-long"]),
    ("search_title", "铝管", ["too-short"]),
    ("search_title", "Privacy", []),
    ("search_title", "", []),
    ("search_description", "铝" * 24, ["too-short"]),
    ("search_description", "铝" * 80, []),
    ("search_description", "铝" * 81, ["too-long"]),
    ("title", "铝" * 100, []),
]

RICH = [
    ('<p>a<img src="a.webp" alt="a tube"></p>', []),
    ('<p>a<img src="a.webp"></p>', [("alt-missing", "")]),
    ('<p>a<img alt="" src="a.webp"></p>', [("alt-missing", "")]),
    (
        '<figure><img src="a.webp" alt=" "><figcaption>b</figcaption></figure>',
        [("alt-missing", "")],
    ),
    ("<h2>a</h2><h3>b</h3><h3>c</h3><h2>d</h2>", []),
    ("<h3>a</h3><h2>b</h2>", [("heading-skipped", "a")]),
    ("<h2>a</h2><h4>b</h4><h3>c</h3>", [("heading-skipped", "b")]),
    ('<p>For more <a href="/x/">click here</a>.</p>', [("bare-link", "click here")]),
    ('<p><a href="/x/"><strong>Read more</strong></a></p>', [("bare-link", "Read more")]),
    ('<p>更多内容请<a href="/x/">点击这里</a>。</p>', [("bare-link", "点击这里")]),
    (
        '<p>see <a href="https://example.com/">https://example.com/</a></p>',
        [("bare-link", "https://example.com/")],
    ),
    ('<p>Read <a href="/x/">more about temper</a> here</p>', []),
    ('<p><a href="mailto:a@example.com">a@example.com</a></p>', []),
]


@pytest.mark.parametrize(("field", "text", "codes"), LENGTHS)
def test_texts_for_search_results_fit_them(field, text, codes):
    assert [hint.code for hint in hints({field: text}, "de")] == codes


def test_the_hint_tells_the_width_and_the_bounds():
    [hint] = hints({"label": "铝管"}, "zh-hans", widths={"label": Width(1, 3)})

    assert hint == Hint("too-long", "label", 0, 2, "铝管", {"width": 4, "least": 1, "most": 3})


@pytest.mark.parametrize(("html", "expected"), RICH)
def test_rich_text_can_be_read_by_everybody(html, expected):
    found = hints({"body": html}, "de", rich=["body"])

    assert [(hint.code, hint.found) for hint in found] == expected


def test_a_picture_needs_an_alternative_text():
    texts = {"title": "Tube", "cover_alt": " ", "logo_alt": "Logo"}

    found = hints(
        {**texts, "cover_alt": ""}, "en", pictures=["cover_alt", "logo_alt", "drawing_alt"]
    )

    assert [(hint.code, hint.field) for hint in found] == [
        ("alt-missing", "cover_alt"),
        ("alt-missing", "drawing_alt"),
    ]


def test_hints_point_into_the_plain_text_of_rich_text():
    html = "<h2>尺寸</h2><ul><li>宽度<strong>16</strong>mm</li><li>高度2 mm,壁厚0.3 mm</li></ul>"

    found = hints({"body": html}, "zh-hans", rich=["body"])

    assert [(hint.code, hint.start, hint.found) for hint in found] == [
        ("unit-space", 5, "16mm"),
        ("half-width-punctuation", 16, ","),
    ]
    assert plain_text(html)[16] == ","


def test_hints_come_by_field_and_place():
    texts = {"title": "甲 ", "body": "甲,乙.", "summary": "甲!"}

    found = hints(texts, "zh-hans")

    assert [hint.field for hint in found] == ["title", "body", "body", "summary"]
    assert [hint.start for hint in found] == [1, 1, 3, 1]


ODD_TEXTS = ["不", "(", "(甲", "“", ")", "最佳不", "1-", "a.", "a@", ".", " ", "the best "]


@pytest.mark.parametrize("part", ODD_TEXTS)
def test_odd_texts_take_no_long_time(part):
    text = part * 30_000
    start = time.process_time()

    hints({"text": text}, "zh-hans")
    hints({"text": text}, "en")

    assert time.process_time() - start < 10  # a second on a machine that does nothing else
