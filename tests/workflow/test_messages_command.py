"""T1: manage.py messages extract, update, compile, check and stats."""

import errno
import gettext
import os
import random
import re
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from tests.servers import PROJECT
from workflow.catalogues import compile as compiling
from workflow.catalogues import services, wanted
from workflow.catalogues.extract import Source
from workflow.catalogues.places import DOMAINS, mo_path, po_path
from workflow.catalogues.reasons import SENTENCES, sentence
from workflow.text.problems import Problem

VIEWS = """from django.utils.translation import gettext as _, ngettext

_("Flat tube")
_("%(name)s, welcome")
ngettext("%(n)s tube", "%(n)s tubes", n)
"""
CHINESE = {
    "Flat tube": ["扁管"],
    "%(name)s, welcome": ["欢迎，%(name)s"],
    "%(n)s tube": ["%(n)s 根管"],
}

# what is spoilt in the Chinese catalogue, and what is said about it
BREAKAGES = [
    ("placeholder lost", "欢迎，%(name)s", "欢迎", "placeholder-lost", "%(name)s"),
    ("placeholder broken", "欢迎，%(name)s", "欢迎，%(name)", "percent-broken", ""),
    ("tag added", "扁管", "<b>扁管</b>", "tag-added", "<b>"),
    (
        "conflict marker",
        'msgid "Flat tube"',
        '<<<<<<< HEAD\nmsgid "Flat tube"',
        "conflict-marker",
        "",
    ),
    ("unterminated text", '"扁管"', '"扁管', "unterminated-string", ""),
    ("cut file", '"扁管"\n', '"扁管"', "cut-off", ""),
    ("plural form too many", '根管"\n', '根管"\nmsgstr[1] "%(n)s 根管"\n', "plural-count", "1"),
    ("plural rule", "nplurals=1; plural=0;", "nplurals=1; plural=n;", "plural-forms", ""),
    ("twice", 'msgid "Flat tube"', 'msgid "%(n)s tube"', "duplicate", "%(n)s tube"),
]


class Code:
    """A project of one view, in the place of ours."""

    def __init__(self, folder):
        self.path = folder / "views.py"
        self.write(VIEWS)

    def write(self, source):
        self.path.write_text(source)

    def files(self, domain):
        return [Source(self.path, "shop/views.py")] if domain == "django" else []


@pytest.fixture
def code(tmp_path, monkeypatch, settings, locale):
    settings.MESSAGES_THIRD_PARTY = []
    code = Code(tmp_path)
    monkeypatch.setattr(wanted, "own_files", code.files)
    monkeypatch.setattr(services, "own_files", code.files)
    return code


@pytest.fixture
def translated(code):
    messages("update")
    path = po_path("zh-hans", "django")
    for msgid, (text,) in CHINESE.items():
        spoil(
            path,
            rf'(msgid "{re.escape(msgid)}"\n(?:msgid_plural .*\n)?msgstr(?:\[0\])?) ""',
            rf'\1 "{text}"',
        )
    return path


def spoil(path, pattern, replacement):
    content = path.read_text()
    changed = re.sub(pattern, replacement, content)
    assert changed != content
    path.write_text(changed)


def messages(step):
    output = StringIO()
    call_command("messages", step, stdout=output, stderr=output)
    return output.getvalue()


def refused(step):
    output = StringIO()
    with pytest.raises(CommandError):
        call_command("messages", step, stdout=output, stderr=output)
    return output.getvalue()


def files_in(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_update_writes_a_sorted_catalogue_for_each_language_and_domain(code, locale):
    messages("update")

    assert sorted(path.relative_to(locale).as_posix() for path in files_in(locale)) == [
        "en/LC_MESSAGES/django.po",
        "en/LC_MESSAGES/djangojs.po",
        "zh_Hans/LC_MESSAGES/django.po",
        "zh_Hans/LC_MESSAGES/djangojs.po",
    ]
    text = po_path("zh-hans", "django").read_text()
    assert re.findall('^msgid "(.+)"$', text, re.MULTILINE) == sorted(CHINESE)
    assert "#: shop/views.py\n#, python-format\nmsgid" in text


@pytest.mark.parametrize("step", ["update", "extract"])
def test_a_step_done_twice_changes_nothing(step, translated, locale):
    messages(step)
    before = files_in(locale)

    assert "written" not in messages(step)
    assert files_in(locale) == before


def test_extract_writes_templates_for_a_language_to_come(code, locale):
    messages("extract")

    assert 'msgid "Flat tube"\nmsgstr ""\n' in (locale / "django.pot").read_text()


def test_update_keeps_a_text_that_leaves_the_code_and_revives_it(translated, code):
    code.write("")
    messages("update")
    assert '#~ msgid "Flat tube"\n#~ msgstr "扁管"\n' in translated.read_text()

    code.write(VIEWS)
    messages("update")

    assert 'msgid "Flat tube"\nmsgstr "扁管"\n' in translated.read_text()
    assert "#~" not in translated.read_text()


def test_update_changes_no_catalogue_when_one_cannot_be_read(translated, code, locale):
    spoil(translated, "扁管", "扁\\\\q管")
    code.write("")
    before = files_in(locale)

    assert f"{translated}:" in refused("update")
    assert files_in(locale) == before


def test_a_complete_catalogue_is_in_order_and_an_empty_english_text_means_the_msgid(translated):
    assert 'msgid "Flat tube"\nmsgstr ""\n' in po_path("en", "django").read_text()

    messages("check")


@pytest.mark.parametrize(
    ("pattern", "replacement", "problem", "detail"),
    [
        ("扁管", "", "untranslated", "Flat tube"),
        ('msgid "Flat tube"', '#, fuzzy\nmsgid "Flat tube"', "fuzzy", "Flat tube"),
        ('msgid "Flat tube"', 'msgid "Round tube"', "not-in-code", "Round tube"),
        ('msgid "Flat tube"', 'msgid "Round tube"', "not-in-catalogue", "shop/views.py: Flat tube"),
    ],
)
def test_check_names_what_is_left_to_do(translated, pattern, replacement, problem, detail):
    spoil(translated, pattern, replacement)

    assert sentence(Problem(problem, detail)) in refused("check")


@pytest.mark.parametrize(
    ("pattern", "replacement", "problem", "detail"),
    [row[1:] for row in BREAKAGES],
    ids=[row[0] for row in BREAKAGES],
)
@pytest.mark.parametrize("step", ["check", "compile"])
def test_what_is_broken_is_refused_with_file_line_and_reason(
    step, translated, pattern, replacement, problem, detail
):
    messages("compile")
    before = {path: path.read_bytes() for path in translated.parents[2].rglob("*.mo")}
    spoil(
        po_path("en", "django"),
        'msgid "Flat tube"\nmsgstr ""',
        'msgid "Flat tube"\nmsgstr "FLAT TUBE"',
    )
    spoil(translated, re.escape(pattern), replacement.replace("\\", "\\\\"))

    said = refused(step)

    assert re.search(
        rf"{re.escape(str(translated))}:\d+: {re.escape(sentence(Problem(problem, detail)))}", said
    )
    assert {path: path.read_bytes() for path in translated.parents[2].rglob("*.mo")} == before


def test_the_line_named_is_the_line_of_the_message(translated):
    spoil(translated, "扁管", "<b>扁管")
    line = translated.read_text().splitlines().index('msgid "Flat tube"') + 1

    assert f"{translated}:{line}: " in refused("compile")


def test_check_refuses_a_call_that_cannot_be_extracted(translated, code):
    code.write(f'{VIEWS}\n_(name)\n_(f"Tube {{n}}")\n')

    assert re.findall(rf"{code.path}:(\d+): _ needs", refused("check")) == ["7", "8"]


def test_a_missing_text_does_not_keep_the_others_from_visitors(translated):
    spoil(translated, "扁管", "")

    messages("compile")

    with mo_path("zh-hans", "django").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert compiled.gettext("Flat tube") == "Flat tube"
    assert compiled.ngettext("%(n)s tube", "%(n)s tubes", 2) == "%(n)s 根管"


def test_compiling_keeps_the_mode_of_the_file_and_leaves_no_other(translated, locale):
    messages("compile")
    target = mo_path("zh-hans", "django")
    assert target.stat().st_mode & 0o777 == 0o644
    target.chmod(0o640)
    before = set(files_in(locale))

    messages("compile")

    assert target.stat().st_mode & 0o777 == 0o640
    assert set(files_in(locale)) == before


def test_a_full_disk_changes_no_file(translated, locale, monkeypatch):
    messages("compile")
    before = files_in(locale)
    spoil(translated, "扁管", "平管")
    before[translated] = translated.read_bytes()
    calls = []

    def full(handle):
        calls.append(handle)
        if len(calls) == 3:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(compiling.os, "fsync", full)

    with pytest.raises(OSError, match="No space"):
        messages("compile")
    assert files_in(locale) == before


REPLACING = """
from itertools import cycle
from pathlib import Path
from workflow.catalogues.compile import replace_files

print("ready", flush=True)
for letter in cycle("ab"):
    replace_files({Path(name): (letter * 2_000_000).encode() for name in ("x.mo", "y.mo")})
"""


def test_a_kill_at_any_moment_leaves_each_file_old_or_new(tmp_path):
    for _ in range(10):
        process = subprocess.Popen(
            [sys.executable, "-c", REPLACING],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
            stdout=subprocess.PIPE,
        )
        process.stdout.readline()
        time.sleep(random.uniform(0.01, 0.1))  # noqa: S311
        process.send_signal(signal.SIGKILL)
        process.communicate()

        for name in ("x.mo", "y.mo"):
            content = (tmp_path / name).read_bytes() if (tmp_path / name).exists() else b""
            assert content in (b"", b"a" * 2_000_000, b"b" * 2_000_000)


def test_only_what_third_parties_leave_untranslated_is_ours_to_translate(locale, settings):
    settings.MESSAGES_THIRD_PARTY = ["django", "unfold"]

    messages("update")

    chinese, english = (po_path(code, "django").read_text() for code in ("zh-hans", "en"))
    assert "#: unfold/templates/unfold/helpers/theme_switch.html" in chinese
    assert 'msgid "Save and continue editing"' not in chinese  # Django has it
    assert "unfold/contrib/import_export" not in chinese  # not installed
    assert 'msgid "Type to search"' in chinese
    assert 'msgid "Type to search"' not in english


def test_every_installed_package_that_leaves_texts_untranslated_is_named(settings):
    packages = {app.name.partition(".")[0] for app in apps.get_app_configs()}
    ours = {path.parent.name for path in settings.BASE_DIR.glob("*/apps.py")}
    settings.MESSAGES_THIRD_PARTY = packages - ours - set(settings.MESSAGES_THIRD_PARTY)

    left = [source.place for domain in DOMAINS for source in wanted.third_party_files(domain)]
    found = {
        place
        for domain in DOMAINS
        for message in wanted.wanted(domain)["zh-hans"]
        for place in message.places
    }

    assert left
    assert found.isdisjoint(left)


def test_stats_count_what_is_left(translated):
    spoil(translated, "扁管", "")

    said = messages("stats")

    assert "zh-hans django: 2 of 3 translated, 0 fuzzy, 1 missing, 2 words left, 0 obsolete" in said
    assert "en django: 3 of 3 translated" in said


@pytest.mark.parametrize("problem", SENTENCES)
def test_every_reason_can_be_said(problem):
    assert sentence(Problem(problem, "detail"))


def test_every_problem_that_the_code_names_has_a_sentence():
    sources = [path.read_text() for path in (PROJECT / "workflow").rglob("*.py")]
    call = r'(?:Problem|Unreadable)\((?:.+, )??"([\w-]+)"'

    assert {code for source in sources for code in re.findall(call, source)} == set(SENTENCES)


def test_the_catalogues_of_the_site_are_such_as_gettext_accepts(settings, gettext_program):
    for path in Path(PROJECT / "locale").rglob("*.po"):
        done = subprocess.run(
            [gettext_program("msgfmt"), "--check-format", "-o", "/dev/null", path],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
