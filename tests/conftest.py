import os
import re

import pytest
from django.conf import settings
from django.utils import translation

from scripts.install import compile_catalogues
from tests import browser as chromium
from tests.servers import served_site


def pytest_configure():
    compile_catalogues(settings.LOCALE_DIR)


@pytest.fixture(autouse=True)
def english_at_first():
    """A request leaves its language active, and the next test would be answered in it."""
    with translation.override("en"):
        yield


@pytest.fixture
def own_files(settings, tmp_path):
    """An archive and a public folder for one test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    archive = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "archive"}}
    settings.STORAGES = {**settings.STORAGES, "default": archive}


@pytest.fixture(scope="session")
def site_server():
    """The site as `make run` serves it, with the demo content, on the database under test."""
    with served_site(os.environ.get("SITE_DATABASE_URL", "")) as site:
        yield site


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    program = chromium.find()
    assert program, chromium.MISSING
    return {**browser_type_launch_args, "executable_path": program, "args": chromium.FLAGS}


@pytest.fixture(scope="session")
def base_url(site_server):
    """Pages are opened by their path."""
    return site_server.url


class Console:
    """What a visitor never sees: errors of pages, and requests that leave the site."""

    def __init__(self, site_url):
        self.site_url = site_url
        self.problems = []
        self.expected = []

    def expect(self, pattern):
        """For pages that are meant to complain, such as a 404."""
        self.expected.append(pattern)

    def watch(self, context):
        context.on(
            "console",
            lambda message: message.type == "error" and self.problems.append(message.text),
        )
        context.on("weberror", lambda error: self.problems.append(str(error.error)))
        context.on("request", self.note_request)

    def note_request(self, request):
        if not request.url.startswith((f"{self.site_url}/", "data:", "blob:")):
            self.problems.append(f"request to another site: {request.url}")

    def unexpected(self):
        return [
            problem
            for problem in self.problems
            if not any(re.search(p, problem) for p in self.expected)
        ]


@pytest.fixture
def console(site_server):
    console = Console(site_server.url)
    yield console
    assert console.unexpected() == []


@pytest.fixture
def new_context(new_context, console):
    """Every page of every browser test is watched."""

    def watched(**options):
        context = new_context(**options)
        console.watch(context)
        return context

    return watched
