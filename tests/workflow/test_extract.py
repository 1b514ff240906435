"""T1: what is extracted is what Django looks up, as makemessages finds it."""

import shutil
from pathlib import Path

import allauth
import pytest
from django.contrib import admin
from django.core.management import call_command
from django.template import Context, Template
from django.utils import translation

from workflow.catalogues import extract, wanted
from workflow.catalogues.extract import Source
from workflow.exchange import po

ADMIN = Path(admin.__file__).parent
ALLAUTH = Path(allauth.__file__).parent
# xgettext takes these for texts; what Django looks up has the value in the place of the braces.
F_STRINGS = {(None, "Invalid URI: {e}", None)}

TEMPLATE = """{% load i18n %}
{# Translators: on the cover #}
{% translate "50% off" %}
{% translate "May" context "month" %}
{% blocktranslate trimmed %}
    {{ name }} is 100% made
    of aluminium
{% endblocktranslate %}
{% blocktranslate count n=n %}%{{ n }} tube{% plural %}{{ n }} tubes{% endblocktranslate %}
{% comment %}Translators: a verb{% endcomment %}
{% blocktranslate context "button" %}Open{% endblocktranslate %}
　{{ name|default:_("nobody") }}{% firstof _("one") %}
"""
PYTHON = '''
# Translators: on the scale
# of a balance
gettext("Weight")
_("""Two
lines""")
npgettext_lazy("goods", "%(n)d tube", "%(n)d tubes", "n")
row["x"] = gettext(row["x"])
'''
SCRIPT = """
// Translators: closes the menu
gettext('Close');
ngettext("%s day", "%s days", n);
"""


def extracted(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return extract.from_files([Source(path, name)])


def keys(messages):
    return {(message.context, message.msgid, message.plural) for message in messages}


def made_by_makemessages(tmp_path, folder, domain, monkeypatch):
    """In a scratch copy: makemessages writes beside what it reads."""
    for place in folder if isinstance(folder, list) else [folder]:
        copy = tmp_path / place.name
        shutil.copytree(place, copy, ignore=shutil.ignore_patterns("locale", "tests", "vendor"))
    (tmp_path / "locale").mkdir()
    monkeypatch.chdir(tmp_path)
    extensions = {"django": ["html,txt,xml,py"], "djangojs": ["js"]}[domain]
    options = {"locale": ["xx"], "domain": domain, "extensions": extensions, "verbosity": 0}
    call_command("makemessages", **options)
    made = tmp_path / "locale" / "xx" / "LC_MESSAGES" / f"{domain}.po"
    return keys(po.read(made.read_bytes()).messages) if made.exists() else set()


def found_by_us(folder, domain):
    files = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix in wanted.SUFFIXES[domain]
        and {"locale", "tests", "vendor"}.isdisjoint(path.relative_to(folder).parts)
    ]
    return keys(extract.from_files([Source(path, path.name) for path in files]))


@pytest.mark.parametrize(
    ("folder", "domain"), [(ADMIN, "django"), (ADMIN, "djangojs"), (ALLAUTH, "django")]
)
def test_packages_give_the_messages_that_makemessages_finds(
    folder, domain, tmp_path, monkeypatch, gettext_program
):
    gettext_program("xgettext")

    theirs = made_by_makemessages(tmp_path, folder, domain, monkeypatch)

    assert found_by_us(folder, domain) == theirs - F_STRINGS
    assert len(theirs) > 70


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_our_code_gives_the_messages_that_makemessages_finds(
    domain, tmp_path, monkeypatch, settings, gettext_program
):
    gettext_program("xgettext")
    settings.LOCALE_PATHS = []
    folders = {
        Path(*source.path.relative_to(settings.BASE_DIR).parts[:1])
        for source in wanted.own_files(domain)
    }

    theirs = made_by_makemessages(
        tmp_path, [settings.BASE_DIR / folder for folder in folders], domain, monkeypatch
    )

    assert keys(extract.from_files(wanted.own_files(domain))) == theirs


def test_templates(tmp_path):
    found = extracted(tmp_path, "page.html", TEMPLATE)

    assert keys(found) == {
        (None, "50%% off", None),
        ("month", "May", None),
        (None, "%(name)s is 100%% made of aluminium", None),
        (None, "%%%(n)s tube", "%(n)s tubes"),
        ("button", "Open", None),
        (None, "nobody", None),
        (None, "one", None),
    }


def test_python(tmp_path):
    found = extracted(tmp_path, "views.py", PYTHON)

    assert keys(found) == {
        (None, "Weight", None),
        (None, "Two\nlines", None),
        ("goods", "%(n)d tube", "%(n)d tubes"),
    }


def test_scripts(tmp_path):
    assert keys(extracted(tmp_path, "menu.js", SCRIPT)) == {
        (None, "Close", None),
        (None, "%s day", "%s days"),
    }


@pytest.mark.parametrize(
    ("name", "text", "comments"),
    [
        ("page.html", TEMPLATE, {("Translators: on the cover",), ("Translators: a verb",)}),
        ("views.py", PYTHON, {("Translators: on the scale", "of a balance")}),
        ("menu.js", SCRIPT, {("Translators: closes the menu",)}),
    ],
)
def test_comments_for_translators_are_kept(tmp_path, name, text, comments):
    found = extracted(tmp_path, name, text)

    assert {message.extracted for message in found if message.extracted} == comments


def test_scripts_bundled_with_others_are_read_in_their_source_map(tmp_path):
    bundled = '{"version": 3, "sourcesContent": ["const t = gettext(\\"Bold\\")", null]}'

    assert keys(extracted(tmp_path, "editor.js.map", bundled)) == {(None, "Bold", None)}


def test_a_message_in_several_files_names_each_once_and_is_plural_when_one_of_them_is(tmp_path):
    (tmp_path / "a.py").write_text('_("tube"); _("tube")')
    (tmp_path / "b.py").write_text('ngettext("tube", "tubes", n)')

    (found,) = extract.from_files([Source(tmp_path / name, name) for name in ("a.py", "b.py")])

    assert (found.plural, found.places) == ("tubes", ("a.py", "b.py"))


def test_every_extracted_text_of_a_template_is_the_one_that_is_looked_up(tmp_path, monkeypatch):
    looked_up = set()

    class Listening(translation.trans_real.DjangoTranslation):
        def gettext(self, message):
            looked_up.add(message.rpartition("\x04")[2])
            return message

        def ngettext(self, singular, plural, number):
            looked_up.add(singular)
            return singular

    active = translation.trans_real._active  # noqa: SLF001
    monkeypatch.setattr(active, "value", Listening("en"), raising=False)
    Template(TEMPLATE).render(Context({"name": "", "n": 1}))

    assert looked_up == {message.msgid for message in extracted(tmp_path, "page.html", TEMPLATE)}
