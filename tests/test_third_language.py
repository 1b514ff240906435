"""Nothing assumes one "other" language: Japanese is added to a scratch copy as docs/how-to/add-a-language.md says.

Its catalogue is a pseudo-translation, so that the crawl of the copy also finds every text that nobody marked (V6).
"""

import os
import shutil
import subprocess
import sys

import pytest
from babel.messages.pofile import read_po, write_po

from tests.servers import PROJECT

ROW = 'Language("ja", "ja", "日本語", ("jp",), "ja_JP", "、"),'
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "var", "__pycache__", ".*_cache", ".hypothesis", "*.mo"
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The project with one language more."""
    project = tmp_path_factory.mktemp("third") / "project"
    shutil.copytree(PROJECT, project, ignore=LEFT_OUT)
    languages = project / "multilingual" / "languages.py"
    text = languages.read_text()
    assert text.count("\n)\n\nCODES") == 1
    languages.write_text(text.replace("\n)\n\nCODES", f"\n    {ROW}\n)\n\nCODES"))
    return project


def run(copy, *command):
    """A command of the copy, with nothing of this test's own settings but the database under test."""
    kept = ("SITE_TEST_DATABASE", "SITE_SECRET_KEY", "SITE_DATA_DIR")
    environment = {
        n: v
        for n, v in os.environ.items()
        if n in kept or not n.startswith(("SITE_", "PYTEST_", "DJANGO_"))
    }
    done = subprocess.run(
        [sys.executable, *command],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-4000:]
    return done.stdout


def pseudo_translate(copy):
    """Every text in corner brackets: what is read without them was never given to a translator."""
    for domain in ("django", "djangojs"):
        path = copy / "locale" / "ja" / "LC_MESSAGES" / f"{domain}.po"
        with path.open("rb") as file:
            catalogue = read_po(file, locale="ja")
        for message in catalogue:
            if message.id:
                forms = message.id[1:] if message.pluralizable else (message.id,)
                texts = tuple(map(surrounded, forms))
                message.string = texts if message.pluralizable else texts[0]
        with path.open("wb") as file:
            write_po(file, catalogue)


def surrounded(msgid):
    """White space at the ends must stay outside."""
    core = msgid.strip()
    return msgid.replace(core, f"「{core}」", 1)


def test_v1_to_v7_hold_with_a_third_language(copy):
    run(copy, "manage.py", "makemigrations")
    run(copy, "manage.py", "messages", "update")
    pseudo_translate(copy)
    run(copy, "manage.py", "messages", "compile")

    said = run(
        copy,
        *("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"),
        "tests/third_language/three_languages.py",
        "tests/site/test_languages_of_urls.py",
        "tests/site/test_publication.py",
        "tests/multilingual/test_stores.py",
        "tests/publishing/test_promises.py",
    )

    assert " passed" in said
