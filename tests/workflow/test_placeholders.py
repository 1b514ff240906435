"""T5: what a translation must carry over unchanged."""

import subprocess

import pytest

from workflow.text.placeholders import formats, inspect

SAME = [
    ("%(name)s, welcome", "欢迎，%(name)s"),
    ("%(a)s and %(b)d", "%(b)d 与 %(a)s"),
    ("%s of %d", "%s / %d"),
    ("50%% off", "五折（50%%）"),
    ("50% off", "五折，即 50%"),
    ("100% cotton", "100% 棉"),
    ("%Y-%m-%d", "%Y年%m月%d日"),
    ("{count} of {total}", "{total} 中的 {count}"),
    ("{0} translation of {1}", "{1} 的{0}翻译"),
    ('<a href="%(url)s">More</a>', '<a href="%(url)s">更多</a>'),
    ('<img src="a.png" alt="Tube">', '<img src="a.png" alt="扁管">'),
    ("<b>Bold</b> and <i>thin</i>", "<i>细</i>和<b>粗</b>"),
    ("first<br>second", "一<br>二"),
    ("a < b", "a < b"),
    ("\nText\n", "\n文字\n"),
]

DIFFERENT = [
    ("%(name)s, welcome", "欢迎", ["placeholder-lost"]),
    ("Welcome, %(name)s", "欢迎，%(nmae)s", ["placeholder-lost", "placeholder-added"]),
    ("%(count)d items", "%(count)s 项", ["placeholder-type"]),
    ("%(count)s items", "%(count) 项", ["percent-broken"]),
    ("%s of %d", "%d / %s", ["placeholder-order"]),
    ("%s of %s", "%s", ["placeholder-order"]),
    ("%(a)s", "%s", ["placeholder-order"]),
    ("50%% off", "五折（50%）", ["percent-broken"]),
    ("Half price", "50% 价", ["percent-added"]),
    ("{count} items", "{cuont} 项", ["placeholder-lost", "placeholder-added"]),
    ("{count} items", "{count 项", ["brace-broken"]),
    ("<b>Bold</b>", "粗", ["tag-lost", "tag-lost"]),
    ("Bold", "<b>粗</b>", ["tag-added", "tag-added"]),
    ("<b>Bold</b>", "<b>粗<b>", ["tag-lost", "tag-added"]),
    ("<b>Bold</b>", "</b>粗<b>", ["tag-nesting"]),
    ('<a href="/a/">x</a>', '<a href="/b/">x</a>', ["tag-lost", "tag-added"]),
    ("Text", "文字\n", ["newline-differs"]),
]

FORMATS = [
    ("plain", ()),
    ("50% off", ()),
    ("50%% off", ("python-format",)),
    ("%(name)s", ("python-format",)),
    ("{name}", ("python-brace-format",)),
    ("%(name)s {name}", ("python-format", "python-brace-format")),
    ("{ not closed", ()),
]

# For these msgfmt and this module must agree: formats that gettext itself can recognise.
MSGFMT_TOO = [
    pair[:2] for pair in DIFFERENT if pair[2][0].startswith("placeholder") or "broken" in pair[2][0]
]


@pytest.mark.parametrize(("source", "target"), SAME)
def test_a_translation_that_carries_everything_over_is_in_order(source, target):
    assert inspect(source, target) == []


@pytest.mark.parametrize(("source", "target", "codes"), DIFFERENT)
def test_a_lost_added_or_changed_placeholder_or_tag_is_named(source, target, codes):
    assert [problem.code for problem in inspect(source, target)] == codes


@pytest.mark.parametrize(("text", "flags"), FORMATS)
def test_a_text_is_flagged_as_a_format_only_when_it_can_be_used_as_one(text, flags):
    assert formats(text) == flags


def test_a_flag_says_that_a_percent_sign_is_only_a_sign():
    assert inspect("5 %d", "五", flags=["no-python-format"]) == []
    assert inspect("{a}", "五", flags=["no-python-brace-format"]) == []


@pytest.mark.parametrize(("source", "target"), MSGFMT_TOO)
def test_whatever_msgfmt_refuses_is_refused(source, target, tmp_path, gettext_program):
    po = tmp_path / "x.po"
    flags = ", ".join(formats(source))
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    po.write_text(f'{header}#, {flags}\nmsgid "{source}"\nmsgstr "{target}"\n')

    done = subprocess.run(
        [gettext_program("msgfmt"), "-c", "-o", "/dev/null", po], capture_output=True, check=False
    )

    assert done.returncode != 0
