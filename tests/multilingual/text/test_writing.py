"""E6: hints on punctuation, spaces, quotes and units, and the texts that must give none."""

import pytest

from multilingual.text import hints
from multilingual.text.writing import CODES

CHINESE = [
    # half-width punctuation
    ("壁厚均匀,表面光洁.", {"half-width-punctuation": [",", "."]}),
    ("交货期:30天;运费另计", {"half-width-punctuation": [":", ";"]}),
    ("真的吗?对!", {"half-width-punctuation": ["?", "!"]}),
    ("合金3003,状态H14", {"half-width-punctuation": [","]}),
    ("长度600 mm, 公差见图", {"half-width-punctuation": [","]}),
    ("《标准》,“标准”.", {"half-width-punctuation": [",", "."]}),
    ("扁管(又称口琴管)", {"half-width-punctuation": ["(又称口琴管)"]}),
    ("扁管(MPE)供货", {"half-width-punctuation": ["(MPE)"]}),
    ("壁厚均匀，表面光洁。", {}),
    ("比例1:2，10:30开始，3003-H14，1,000.5 kg", {}),
    ("见https://example.com/a,b;c?d=1和a.b@example.com", {}),
    ("文件.pdf，3,5-二甲基，图1-2，1.概述", {}),
    ("(1) 长度；(a) 宽度", {}),
    ("氢氧化铝Al(OH)3的用途", {}),
    ("Red, green (and blue).", {}),
    ("引用GB/T 3190—2020", {}),
    ("1)长度 2）宽度", {}),
    # quotes
    ('所谓"扁管"', {"straight-quotes": ['"', '"']}),
    ("所谓'扁管'", {"straight-quotes": ["'", "'"]}),
    ('管径3/8"，长10"', {}),
    ('写着"3003"的铝卷', {"straight-quotes": ['"', '"']}),
    ("don't，McDonald's", {}),
    ("所谓”扁管“", {"reversed-quotes": ["”", "“"]}),
    ("所谓“扁管“", {"reversed-quotes": ["“"]}),
    ("所谓“扁管", {"unbalanced": ["“"]}),
    ("所谓扁管”和“带材”", {"unbalanced": ["”"]}),
    ("“他说‘好’”，“再说”", {}),
    ("Haier’s工厂", {}),
    ("“甲”\n“乙”", {}),
    # ellipsis and doubled punctuation
    ("等等...", {"ellipsis": ["..."]}),
    ("等等。。。", {"ellipsis": ["。。。"]}),
    ("等等…", {"ellipsis": ["…"]}),
    ("等等……", {}),
    ("x1, x2, …, xn", {}),
    ("好。。", {"doubled-punctuation": ["。。"]}),
    ("好，，再说，。", {"doubled-punctuation": ["，，", "，。"]}),
    ("好！！", {"doubled-punctuation": ["！！"]}),
    ("真的？！“好。”《甲》、《乙》", {}),
    # brackets
    ("扁管（口琴管", {"unbalanced": ["（"]}),
    ("扁管）", {"unbalanced": ["）"]}),
    ("扁管（口琴管)", {"unbalanced": [")"]}),
    ("《标准》（GB/T 3190［附录A］）", {}),
    ("《标准〉", {"unbalanced": ["《", "〉"]}),
    ("一、长度；1）宽度；a）高度", {}),
    # full-width letters, spaces, units
    ("合金３００３，Ａ级", {"full-width-letters": ["３００３", "Ａ"]}),
    ("长度 ，宽度。 高度", {"space-at-punctuation": [" ", " "]}),
    ("使用 3003 合金（Al-Mn）", {}),
    ("\N{IDEOGRAPHIC SPACE}\N{IDEOGRAPHIC SPACE}铝管 ", {"edge-space": ["\u3000\u3000", " "]}),
    ("铝管\n扁管", {}),
    ("甲  乙", {"doubled-space": ["  "]}),
    ("壁厚1.5mm，重20kg，强度95MPa", {"unit-space": ["1.5mm", "20kg", "95MPa"]}),
    ("16×1.8mm，30x120mm", {"unit-space": ["1.8mm", "120mm"]}),
    ("壁厚1.5 mm，宽度误差0.6%，1050A、3A21、5S管理、4N铝、5G、M6、90°", {}),
    ("壁厚1.5㎜，面积2㎡", {"unit-character": ["㎜", "㎡"]}),
    ("40 ℃，№ 3", {}),
    ("10-20 mm，5-7天，2019-2023年", {"range-hyphen": ["10-20", "5-7", "2019-2023"]}),
    ("10～20 mm，3003-14，0543-4000001，2026-05-01，GB/T 228.1-2021", {}),
]

ENGLISH = [
    ("Flat tube，coil stock（strip）。", {"full-width-punctuation": ["，", "（", "）。"]}),
    ("Flat tube 扁管", {"han-characters": ["扁管"]}),
    ("Ａlloy", {"full-width-letters": ["Ａ"]}),
    ("“Flat” tube – 16 mm × 1.8 mm, 0.6%, 90°, naïve…", {}),
    ("flat  tube", {"doubled-space": ["  "]}),
    (" flat tube ", {"edge-space": [" ", " "]}),
    ("flat , round ; square .", {"space-at-punctuation": [" ", " ", " "]}),
    ("alloy .5 mm, see www.example.com/a,,b", {}),
    ("It’s “flat”, isn't it", {"mixed-quotes": ["'"]}),
    ('"Flat" and “round” and “square”', {"mixed-quotes": ['"', '"']}),
    ("It's \"flat\", isn't it", {}),
    ('It’s “flat”, 3/8" wide', {}),
    ("a ”flat“ tube", {"reversed-quotes": ["”", "“"]}),
    ("a “flat tube", {"unbalanced": ["“"]}),
    ("the makers’ tubes", {}),
    ("a tube (flat", {"unbalanced": ["("]}),
    ("a tube [flat)", {"unbalanced": ["[", ")"]}),
    ("1) flat, iv) round", {}),
    ("EN AW-3003 [Al Mn1Cu] (flat)", {}),
    ("flat,, round..", {"doubled-punctuation": [",,", ".."]}),
    ("flat... round", {}),
    ("of the the tube", {"repeated-word": ["the the"]}),
    ("The the tube", {"repeated-word": ["The the"]}),
    ("they had had that that the theme", {}),
    ("Strip\nStrip is rolled", {}),
    ("10-20 mm, 5-10%, 3 - 4 weeks", {"range-hyphen": ["10-20", "5-10", "3 - 4"]}),
    ("from 2019-2023", {"range-hyphen": ["2019-2023"]}),
    ("10–20 mm, 3003-14, ISO 9001-2015, EN 573-3, call 543-000-0001, 2026-05-01", {}),
    ("GB/T 2000-2010 and a 3-2-1 mm layout", {}),
    ("1.5mm", {"unit-space": ["1.5mm"]}),
    ("the 1990s, 3D, 5G, 1050A, 6063-T5, 2x4, v2.1m3", {}),
]

EITHER = [
    ("a\N{ZERO WIDTH SPACE}b", {"invisible-character": ["\N{ZERO WIDTH SPACE}"]}),
    ("alu\N{SOFT HYPHEN}minium", {"invisible-character": ["\N{SOFT HYPHEN}"]}),
    ("\ufeffa", {"invisible-character": ["\ufeff"]}),
    ("a\N{RIGHT-TO-LEFT OVERRIDE}b", {"invisible-character": ["\N{RIGHT-TO-LEFT OVERRIDE}"]}),
    ("\N{WOMAN}\N{ZERO WIDTH JOINER}\N{PERSONAL COMPUTER}", {}),
    ("1.5\N{NO-BREAK SPACE}mm", {}),
    ("", {}),
]


@pytest.mark.parametrize(("text", "expected"), [*CHINESE, *EITHER])
def test_chinese_is_written_as_chinese(text, expected):
    assert _found(text, "zh-hans") == expected


@pytest.mark.parametrize(("text", "expected"), [*ENGLISH, *EITHER])
def test_english_is_written_as_english(text, expected):
    assert _found(text, "en") == expected


BETTER = [
    ("合金３００３", "zh-hans", "3003"),
    ("壁厚1.5mm", "zh-hans", "1.5 mm"),
    ("面积2㎡", "zh-hans", "m²"),
    ("10-20 mm厚", "zh-hans", "10～20"),
    ("10-20 mm", "en", "10–20"),
]


@pytest.mark.parametrize(("text", "language", "better"), BETTER)
def test_a_hint_says_what_would_be_better(text, language, better):
    [hint] = hints.hints({"text": text}, language)

    assert hint.parameters == {"better": better}


def test_an_invisible_character_is_named():
    [hint] = hints.hints({"text": "a\u200bb"}, "en")

    assert hint.parameters == {"name": "U+200B ZERO WIDTH SPACE"}


def test_a_language_without_rules_of_its_own_gets_those_of_all():
    assert _found("1.5mm , 扁管", "de") == {"unit-space": ["1.5mm"]}


def _found(text, language):
    found = {}
    for hint in hints.hints({"text": text}, language):
        assert hint.code in CODES
        assert text[hint.start : hint.end] == hint.found
        found.setdefault(hint.code, []).append(hint.found)
    return found
