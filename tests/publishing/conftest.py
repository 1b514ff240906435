import datetime
import json
import os
import subprocess
import sys

import pytest
from django.utils import timezone

from tests import factories
from tests.admin.people import person
from tests.servers import PROJECT, created_database, scratch_folder

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


class Processes:
    """A site of its own, on which real processes act."""

    def __init__(self, server):
        self.server = server

    def ask(self, **command):
        self.server.stdin.write(json.dumps(command) + "\n")
        self.server.stdin.flush()
        return json.loads(self.server.stdout.readline())

    def do(self, act, **arguments):
        """What one process answers, which must succeed."""
        [answer] = self.ask(acts=[[act, arguments]])
        assert "done" in answer, answer.get("error", answer)
        return answer["done"]

    def race(self, *acts):
        """What processes answer that begin at the same moment, none of which may break."""
        answers = self.ask(acts=acts)
        broken = [answer["error"] for answer in answers if "error" in answer]
        assert broken == []
        return answers

    def killed_before(self, step, act, **arguments):
        """Whether a process was killed before its step-th statement, or came to its end."""
        [answer] = self.ask(acts=[[act, arguments]], kill_before=step)
        assert answer == "killed" or "done" in answer, answer
        return answer == "killed"


@pytest.fixture(scope="session")
def processes():
    with scratch_folder() as scratch:
        environment = {**os.environ, "SITE_DATA_DIR": str(scratch)}
        if url := os.environ.get("SITE_DATABASE_URL"):
            environment["SITE_DATABASE_URL"] = created_database(url, f"processes_{os.getpid()}")
        with subprocess.Popen(
            [sys.executable, "-m", "tests.publishing.processes"],
            cwd=PROJECT,
            env=environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as server:
            processes = Processes(server)
            processes.do("migrate")
            yield processes
            server.stdin.close()
