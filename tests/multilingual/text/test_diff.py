"""T4, E5: what changed between two texts, by characters in Chinese and by words in English."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multilingual.text import diff
from multilingual.text.diff import block_changes, changes, fold, fold_html, same_text, tokens

TOKENS = [
    ("zh-hans", "厚1.5 mm的3003-H14板，Mg合金", "厚|1.5| |mm|的|3003-H14|板|，|Mg|合|金"),
    ("zh-hans", "甲\n\n乙", "甲|\n|\n|乙"),
    ("ja", "アルミ管", "ア|ル|ミ|管"),
    ("th", "ที่นี่", "ที่|นี่"),
    ("en", "The tube isn't heat-treated.", "The| |tube| |isn't| |heat-treated|."),
    ("en", "1,000.5 kg, naïve", "1,000.5| |kg|,| |naïve"),
    ("en", "nai\N{COMBINING DIAERESIS}ve", "nai\N{COMBINING DIAERESIS}ve"),
    ("ko", "알루미늄 관", "알루미늄| |관"),
    ("en", "", ""),
]

CHANGES = [
    ("zh-hans", "铝管", "铝管", "铝管"),
    ("zh-hans", "", "铝管", "[+铝管]"),
    ("zh-hans", "铝管", "", "[-铝管]"),
    ("zh-hans", "宽度16 mm", "宽度18 mm", "宽度[-16][+18] mm"),
    ("zh-hans", "3003-H14板", "3003-H24板", "[-3003-H14][+3003-H24]板"),
    ("zh-hans", "不锈钢管", "又锈铁管", "[-不锈钢][+又锈铁]管"),
    ("zh-hans", "甲种，丙", "乙种，丁", "[-甲种，丙][+乙种，丁]"),
    ("zh-hans", "第一行\n第二行", "第一行\n新的\n第二行", "第一行\n[+新的\n]第二行"),
    ("zh-hans", "甲\n乙", "丙\n丁", "[-甲][+丙]\n[-乙][+丁]"),
    (
        "zh-hans",
        "表面平整，边缘光滑。",
        "表面平整、边缘较光滑。",
        "表面平整[-，][+、]边缘[+较]光滑。",
    ),
    ("en", "flat tube", "flat tubes", "flat [-tube][+tubes]"),
    ("en", "the tube", "the flat tube", "the [+flat ]tube"),
    ("en", "a thin red wire", "a thick red rod", "a [-thin][+thick] red [-wire][+rod]"),
    ("en", "steel of iron", "brass of zinc", "[-steel of iron][+brass of zinc]"),
    (
        "en",
        "Disputes about flatness are seldom about it.",
        "Quarrels over flatness are rarely about it.",
        "[-Disputes about][+Quarrels over] flatness are [-seldom][+rarely] about it.",
    ),
    ("en", "1.5 mm", "2.5 mm", "[-1.5][+2.5] mm"),
]

SAME = [
    ("a  b", "a b"),
    ("a b", " a\N{NO-BREAK SPACE}b\n"),
    ("铝 管", "铝管"),
    ("铝\N{IDEOGRAPHIC SPACE}管", "铝管"),
    ("\N{IDEOGRAPHIC SPACE}\N{IDEOGRAPHIC SPACE}铝管。", "铝管。"),
    ("使用 3003 合金， 好", "使用3003合金，好"),
    ("1.5 mm", "1.5\N{NARROW NO-BREAK SPACE}mm"),
    ("铝\N{ZERO WIDTH SPACE}管", "铝管"),
]

DIFFERENT = [
    ("ab", "a b"),
    ("1.5mm", "1.5 mm"),
    ("铝管。", "铝管"),
    ("铝管.", "铝管。"),
    ("A", "a"),
]


@pytest.mark.parametrize(("language", "text", "parts"), TOKENS)
def test_text_is_cut_into_words_or_characters(language, text, parts):
    assert "|".join(tokens(text, language)) == parts


@pytest.mark.parametrize(("language", "old", "new", "shown"), CHANGES)
def test_changes_can_be_read(language, old, new, shown):
    assert _shown(changes(old, new, language)) == shown


TEXTS = st.text("甲乙丙 ，。ab1.-\n", max_size=40) | st.text(max_size=20)


@given(TEXTS, TEXTS, st.sampled_from(["zh-hans", "en", "th"]))
def test_pieces_give_both_texts(old, new, language):
    pieces = changes(old, new, language)

    assert _without("added", pieces) == old
    assert _without("removed", pieces) == new
    assert all(piece.text for piece in pieces)


SENTENCE = "第{}根扁管的平面度在任意一处都应当合格，长度方向从宽。"
ODD_TEXTS = [
    (SENTENCE * 4000, SENTENCE * 3999),
    (
        "".join(SENTENCE.format(n) for n in range(4000)),
        "".join(SENTENCE.format(n) for n in range(9, 8000, 2)),
    ),
    ("甲乙" * 50_000, "乙甲" * 40_000 + "丙"),
    ("a\n\n" * 30_000, "\n\nb\na" * 20_000),
    ("词 " * 50_000, "词，" * 50_000),
]


@pytest.mark.parametrize(("old", "new"), ODD_TEXTS)
def test_long_texts_take_no_long_time(old, new):
    start = time.process_time()
    pieces = changes(old, new, "zh-hans")
    taken = time.process_time() - start

    assert _without("added", pieces) == old
    assert _without("removed", pieces) == new
    assert taken < 5  # well under a second on a machine that does nothing else


@pytest.mark.parametrize(("old", "new"), SAME)
def test_white_space_changes_nothing_of_substance(old, new):
    assert same_text(old, new)


@pytest.mark.parametrize(("old", "new"), DIFFERENT)
def test_anything_else_is_a_change_of_substance(old, new):
    assert not same_text(old, new)


@given(TEXTS)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


def test_rich_text_is_the_same_when_only_white_space_differs():
    html = '<p>铝 管 <a href="/a/">b</a></p>\n<ul> <li>c</li></ul>'

    assert fold_html(html) == fold_html('<p>铝管<a href="/a/">b</a></p><ul><li>c</li></ul>')
    assert fold_html(html) != fold_html(html.replace("/a/", "/b/"))
    assert fold_html(html) != fold_html(html.replace("ul>", "ol>"))


BLOCKS = [
    ("<p>甲</p><p>乙</p>", "<p>甲</p><p>乙</p>", ["kept 0 0 甲", "kept 1 1 乙"]),
    ("<p>甲</p>", "<p>甲</p><p>乙</p>", ["kept 0 0 甲", "added None 1 [+乙]"]),
    ("<p>甲</p><p>乙</p>", "<p>乙</p>", ["removed 0 None [-甲]", "kept 1 0 乙"]),
    ("<p>甲 乙</p>", "<p>甲乙</p>", ["kept 0 0 甲乙"]),
    ("<p>甲乙</p>", "<p>甲丙</p>", ["changed 0 0 甲[-乙][+丙]"]),
    ("<p>甲</p>", "<h2>甲</h2>", ["changed 0 0 甲"]),
    ('<p><a href="/a/">甲</a></p>', '<p><a href="/b/">甲</a></p>', ["changed 0 0 甲"]),
    (
        "<h2>尺寸</h2><p>宽度16 mm，壁厚0.3 mm</p>",
        "<h2>尺寸</h2><p>以下为公称值</p><p>宽度18 mm，壁厚0.3 mm</p>",
        [
            "kept 0 0 尺寸",
            "added None 1 [+以下为公称值]",
            "changed 1 2 宽度[-16][+18] mm，壁厚0.3 mm",
        ],
    ),
    (
        "<ul><li>宽度16 mm</li><li>高度2 mm</li></ul>",
        "<ul><li>宽度18 mm</li><li>高度3 mm</li></ul>",
        ["changed 0 0 宽度[-16][+18] mm", "changed 1 1 高度[-2][+3] mm"],
    ),
    ('<p><img src="a" alt=""></p>', '<p><img src="b" alt=""></p>', ["changed 0 0 "]),
    ("", "", []),
]


@pytest.mark.parametrize(("old", "new", "expected"), BLOCKS)
def test_blocks_are_shown_beside_what_they_were_made_from(old, new, expected):
    found = block_changes(old, new, "zh-hans")

    assert [f"{c.kind} {c.old_index} {c.new_index} {_shown(c.pieces)}" for c in found] == expected


def test_many_new_blocks_are_compared_in_step(monkeypatch):
    monkeypatch.setattr(diff, "MANY_PAIRS", 1)

    found = block_changes("<p>甲乙</p><p>丙</p>", "<p>甲丁</p><p>戊</p><p>己</p>", "zh-hans")

    assert [change.kind for change in found] == ["changed", "changed", "added"]


def _shown(pieces):
    frames = {"same": "{}", "removed": "[-{}]", "added": "[+{}]"}
    return "".join(frames[piece.kind].format(piece.text) for piece in pieces)


def _without(kind, pieces):
    return "".join(piece.text for piece in pieces if piece.kind != kind)
