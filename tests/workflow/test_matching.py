"""T4: when a source changes, each text stays with its translation."""

import random
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflow.rich_texts import ARTICLES, CLEAN
from workflow.text.matching import Pair, keys, match
from workflow.text.segments import cut, cut_plain

ZH = "扁管用于换热器，表面平整，尺寸精确。"
EN = "Flat tube for heat exchangers is even and exact in size."

CHANGES = [
    ("甲|乙|丙", "甲|乙|丙", "same 0 0, same 1 1, same 2 2"),
    ("甲|乙", "甲|新的|乙", "same 0 0, added - 1, same 1 2"),
    ("甲|乙|丙", "甲|丙", "same 0 0, same 2 1, removed 1 -"),
    ("甲|乙|丙", "丙|甲|乙", "moved 2 0, same 0 1, same 1 2"),
    ("甲|乙", "甲|乙|甲", "same 0 0, same 1 1, copied 0 2"),
    ("甲|甲", "甲", "same 0 0, removed 1 -"),
    # White space is no change, in Chinese between any two characters.
    ("铝 管", "铝管", "same 0 0"),
    ("flat  tube", "flat tube", "same 0 0"),
    ("flat tube", "flattube", "changed 0 0"),
    # A text that changed is the likest one, or the only one at its place.
    (f"甲|{ZH}", f"甲|新的一段。|{ZH[:-1]}，交货快。", "same 0 0, added - 1, changed 1 2"),
    (f"甲|{EN}", f"甲|New words.|{EN[:-1]} and cheap.", "same 0 0, added - 1, changed 1 2"),
    (f"{ZH}|甲|乙", f"甲|乙|{ZH[:-1]}，交货快。", "same 1 0, same 2 1, changed 0 2"),
    ("甲|旧的|乙", "甲|完全两样|乙", "same 0 0, changed 1 1, same 2 2"),
    ("甲|旧的|乙", "甲|乙|完全两样", "same 0 0, same 2 1, added - 2, removed 1 -"),
    ("厚 1 mm 的管|厚 2 mm 的管", "厚 1 mm 的管材|厚 2 mm 的管材", "changed 0 0, changed 1 1"),
    ("", "甲", "added - 0"),
    ("甲", "", "removed 0 -"),
]  # fmt: skip

HTML = [
    ("<p>甲</p>", "<h2>甲</h2>", "same"),
    ("<p>甲</p>", "<ul><li>甲</li></ul>", "same"),
    ("<p><strong>甲</strong></p>", "<p><em>甲</em></p>", "changed"),
    ('<p><a href="/a/">甲</a></p>', '<p><a href="/b/">甲</a></p>', "changed"),
    ('<p><a href="/a/">甲</a></p>', '<p><a rel="noopener" href="/a/">甲</a></p>', "same"),
    ('<p>见<img src="/a" alt="乙"></p>', '<p>见<img src="/b" alt="乙"></p>', "changed"),
]


def paragraphs(texts):
    return cut("".join(f"<p>{text}</p>" for text in texts)).segments


def shown(pairs):
    return ", ".join(
        f"{kind} {'-' if old is None else old} {'-' if new is None else new}"
        for kind, old, new in pairs
    )


@pytest.mark.parametrize(("old", "new", "pairs"), CHANGES)
def test_each_text_is_found_in_the_new_source(old, new, pairs):
    assert shown(match(paragraphs(old.split("|")), paragraphs(new.split("|")))) == pairs


@pytest.mark.parametrize(("old", "new", "kind"), HTML)
def test_another_link_picture_or_format_is_a_change_and_another_block_is_none(old, new, kind):
    assert match(cut(old).segments, cut(new).segments)[0] == Pair(kind, 0, 0)


def test_a_text_that_was_removed_and_comes_back_is_known():
    gone = paragraphs(["丁", "丙"])

    pairs = match(paragraphs(["甲"]), paragraphs(["甲", "丙"]), gone)

    assert pairs == [Pair("same", 0, 0), Pair("restored", 1, 1)]
    assert keys(pairs, ["1"], ["2", "3"]) == ["1", "3"]


def test_a_plain_text_that_was_rewritten_is_the_same_text_changed():
    assert match(cut_plain("扁管").segments, cut_plain("盘圆").segments) == [Pair("changed", 0, 0)]


def test_keys_stay_with_their_texts_and_are_never_given_twice():
    first = keys(match([], paragraphs("甲乙丙")), [])

    pairs = match(paragraphs("甲乙丙"), paragraphs(["丁", "丙", "甲", "甲"]))

    assert first == ["1", "2", "3"]
    assert [pair.kind for pair in pairs].count("removed") == 1
    assert keys(pairs, first) == ["4", "3", "1", "5"]


@settings(deadline=None)  # other work of the machine
@given(st.one_of(ARTICLES, CLEAN), st.one_of(ARTICLES, CLEAN), st.one_of(ARTICLES, CLEAN))
def test_every_text_is_in_one_pair_and_keys_differ(old_html, new_html, gone_html):
    old, new, gone = (cut(html).segments for html in (old_html, new_html, gone_html))

    pairs = match(old, new, gone)

    going_on = [pair for pair in pairs if pair.kind in ("same", "moved", "changed", "removed")]
    restored = [pair.old for pair in pairs if pair.kind == "restored"]
    given_out = keys(match([], old), [])
    of_gone = [str(len(old) + at + 1) for at in range(len(gone))]
    found = keys(pairs, given_out, of_gone)
    assert [pair.new for pair in pairs if pair.new is not None] == list(range(len(new)))
    assert sorted(pair.old for pair in going_on) == list(range(len(old)))
    assert len(set(restored)) == len(restored)
    assert len(set(found)) == len(found) == len(new)


@settings(deadline=None)
@given(ARTICLES, st.randoms())
def test_moving_texts_changes_none(html, chance):
    old = list(cut(html).segments)
    new = chance.sample(old, len(old))

    assert {pair.kind for pair in match(old, new)} <= {"same", "moved"}
    assert {pair.kind for pair in match(old, old)} <= {"same"}


@given(st.lists(st.integers(0, 9), min_size=1, max_size=200), st.data())
def test_one_changed_paragraph_changes_one_text(numbers, data):
    texts = [f"第{number}段：扁管的平面度合格。" for number in numbers]
    at = data.draw(st.integers(0, len(texts) - 1))
    changed = [*texts[:at], "又写了一段话。", *texts[at + 1 :]]

    pairs = match(paragraphs(texts), paragraphs(changed))

    assert pairs[at] == Pair("changed", at, at)
    assert {pair.kind for pair in pairs[:at] + pairs[at + 1 :]} <= {"same"}


CHANCE = random.Random(4)  # noqa: S311  no secret
HAN = "铝合金扁管用于换热器其表面平整尺寸精确厚度公差小交货期短我们每天生产各种规格的管材并检验每一根质量"
WORDS = re.findall(
    r"\w+", "flat tube of aluminium alloy for heat exchangers is even and exact, we test every one"
)


def by_chance(words, parting, length):
    return [parting.join(CHANCE.choices(words, k=length)) for _ in range(1000)]


CHINESE, ENGLISH = by_chance(HAN, "", 100), by_chance(WORDS, " ", 60)
REWRITTEN = [
    (CHINESE, by_chance(HAN, "", 100)),
    (CHINESE, [f"{text[:50]}改了{text[52:]}" for text in CHINESE]),
    (CHINESE, CHINESE[::-1]),
    (ENGLISH, [text.replace("tube", "pipe").replace("one", "piece") for text in ENGLISH]),
    ([f"规格 A-{n} 的管" for n in range(1000)], [f"规格 A-{n + 1} 的管材" for n in range(1000)]),
    (["同"] * 1000, ["同"] * 500 + ["异"] * 500),
]


@pytest.mark.parametrize(("old", "new"), REWRITTEN, ids=range(len(REWRITTEN)))
def test_a_long_article_rewritten_takes_no_long_time(old, new):
    before, after = paragraphs(old), paragraphs(new)

    start = time.process_time()
    pairs = match(before, after)
    taken = time.process_time() - start

    assert len(pairs) >= 1000
    assert taken < 2  # some tenths of a second on a machine that does nothing else


@pytest.mark.parametrize("texts", [CHINESE, ENGLISH], ids=["zh", "en"])
def test_one_change_in_a_long_article_takes_hardly_any_time(texts):
    before = paragraphs(texts)
    after = paragraphs([*texts[:500], texts[500][:40] + "3003" + texts[500][40:], *texts[501:]])

    times = []
    for _turn in range(5):
        start = time.process_time()
        pairs = match(before, after)
        times.append(time.process_time() - start)

    assert [pair for pair in pairs if pair.kind != "same"] == [Pair("changed", 500, 500)]
    assert min(times) < 0.05
