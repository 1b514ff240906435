import datetime

import pytest
from django.utils import timezone, translation

from tests import factories
from tests.admin.people import person

NOON = datetime.datetime(2026, 9, 1, 12, tzinfo=datetime.UTC)


class Clock:
    """Stands until a test lets time pass."""

    def __init__(self):
        self.time = NOON

    def passes(self, **delta):
        self.time += datetime.timedelta(**delta)

    def in_(self, **delta):
        return self.time + datetime.timedelta(**delta)


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.time)
    return clock


@pytest.fixture(autouse=True)
def reasons_in_english():
    """Services say why in the active language, whichever a test before has left."""
    with translation.override("en"):
        yield


@pytest.fixture
def mei(db):
    """She writes, and may publish."""
    return person("mei", "editor", "publisher")


@pytest.fixture
def lin(db):
    """He reviews."""
    return person("lin", "reviewer")


@pytest.fixture
def article(db):
    """Written in both languages, live in none."""
    return factories.article(live=())
