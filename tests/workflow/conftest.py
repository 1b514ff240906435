import os
import shutil
import subprocess

import pytest

from articles.models import Article
from publishing import services as publishing
from tests import factories
from tests.admin.people import person
from tests.browser import attempt
from tests.workflow.acts import CHINESE

MISSING = "The tests compare with GNU gettext. Install it (Debian: apt-get install gettext)."


@pytest.fixture(scope="session")
def gettext_program():
    """Finds a program of GNU gettext; installs it where that can be done."""

    def find(name):
        if not shutil.which(name) and os.geteuid() == 0 and shutil.which("apt-get"):
            attempt(["apt-get", "update"])
            attempt(["apt-get", "install", "--yes", "--no-install-recommends", "gettext"])
        program = shutil.which(name)
        assert program, MISSING
        return program

    return find


@pytest.fixture(scope="session")
def msgcat(gettext_program):
    """What msgcat says against a file; nothing when it takes it."""
    program = gettext_program("msgcat")

    def said(content):
        done = subprocess.run(
            [program, "--output-file=/dev/null", "-"],
            input=content,
            capture_output=True,
            check=False,
        )
        return done.stderr.decode(errors="replace") if done.returncode else ""

    return said


@pytest.fixture
def locale(settings, tmp_path):
    """A folder of its own for the catalogues."""
    folder = tmp_path / "locale"
    settings.LOCALE_PATHS = [folder]
    return folder


@pytest.fixture
def wu(db):
    return person("wu", ("translator", "en"))


@pytest.fixture
def lin(db):
    return person("lin", ("reviewer", "en"))


@pytest.fixture
def article(db):
    """Chinese only, and published."""
    obj = Article.objects.create(category=factories.category(), date=factories.DAY)
    publishing.save_draft(obj, "zh-hans", {"title": "扁管的材料", "body": CHINESE}, by=None)
    publishing.publish(obj, "zh-hans", by=None)
    return obj
