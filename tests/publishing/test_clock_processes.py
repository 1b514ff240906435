"""E4, with real processes on either database: nothing a minute late, nothing twice, nothing forgotten meanwhile."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager

import psycopg
import pytest

from tests.mailserver import mail_server
from tests.servers import PROJECT, installed_site, run, serving

MINUTE = 60
LONGER_THAN_SQLITE_WAITS = 25
OFTEN = ("--every", "0.2")


@pytest.fixture(scope="module")
def mail():
    with mail_server() as (postbox, port):
        yield postbox, port


@pytest.fixture(scope="module")
def installed(mail):
    extra = {"DEMO": "no", "SITE_EMAIL_URL": f"smtp://127.0.0.1:{mail[1]}"}
    with installed_site(os.environ.get("SITE_DATABASE_URL", ""), **extra) as site:
        yield site


@pytest.fixture
def postbox(mail):
    mail[0].messages.clear()
    return mail[0]


@pytest.fixture
def site(installed):
    """Set up and empty; nothing runs yet."""
    installed.manage("flush", "--no-input")
    return installed


def step(site, *arguments):
    return run([sys.executable, "-m", "tests.publishing.due", *arguments], env=site.environment)


def make(site, count, seconds):
    step(site, "make", str(count), str(seconds))


def result(site):
    return json.loads(step(site, "result").splitlines()[-1])


def wait_until(site, condition, seconds=MINUTE):
    deadline = time.monotonic() + seconds
    while True:
        found = result(site)
        if condition(found) or time.monotonic() > deadline:
            return found


def all_done(found):
    return found["outcomes"] and set(found["outcomes"]) == {"done"}


@contextmanager
def worker(site, *arguments):
    process = subprocess.Popen(
        [sys.executable, "manage.py", "worker", *arguments],
        cwd=PROJECT,
        env=site.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout.readline().startswith("Looking")
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.said = process.communicate(timeout=30)[0]


def test_e4_the_serving_processes_alone_publish_in_time_and_once(site, postbox):
    with serving(site):
        make(site, 2, 1)

        found = wait_until(site, all_done)
        postbox.wait_for(2)

    assert found["outcomes"] == ["done"] * 2
    assert max(found["late"]) < MINUTE
    assert found["published"] == [1, 1]
    assert found["processes"] == ["embedded"] * 2
    assert found["errors"] == []
    assert len(postbox.messages) == 2
    print("late:", found["late"])


def test_e4_three_workers_on_the_same_schedules_and_mails_do_each_once(site, postbox):
    count = 12
    with worker(site, *OFTEN) as one, worker(site, *OFTEN) as two, worker(site, *OFTEN) as three:
        make(site, count, 2)
        found = wait_until(site, lambda found: all_done(found) and found["sent"] == count)
        time.sleep(2)

    assert found["outcomes"] == ["done"] * count
    assert found["published"] == [1] * count
    assert found["processes"] == ["worker"] * 3
    assert found["errors"] == []
    assert set(Counter(message["To"] for message in postbox.messages).values()) == {1}
    assert len(postbox.messages) == count
    assert [process.returncode for process in (one, two, three)] == [0, 0, 0]
    assert one.said + two.said + three.said == ""


def test_e4_a_machine_that_stood_still_catches_up_when_it_starts(site, postbox):
    make(site, 1, 0.5)
    time.sleep(1)

    with worker(site, "--every", "3600") as process:  # in its first round
        found = wait_until(site, all_done)
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=10)

    assert found["outcomes"] == ["done"]
    assert process.returncode == 0


def test_with_a_worker_serving_processes_leave_the_clock_alone(site, postbox):
    make(site, 1, 0.5)
    left_alone = site._replace(environment={**site.environment, "SITE_CLOCK": "worker"})
    with serving(left_alone):
        time.sleep(4)

        found = result(site)

    assert found["processes"] == []
    assert found["outcomes"] == ["pending"]


def test_r3_a_worker_outlives_its_database(site, postbox):
    with worker(site, *OFTEN) as process:
        make(site, 1, 3)
        with database_away(site):
            time.sleep(LONGER_THAN_SQLITE_WAITS)
            assert process.poll() is None

        found = wait_until(site, all_done, seconds=30)

    assert found["outcomes"] == ["done"]
    assert found["published"] == [1]
    assert process.returncode == 0
    assert "The clock goes on after an error" in process.said


def database_away(site):
    url = site.environment.get("SITE_DATABASE_URL")
    return postgresql_away(url) if url else sqlite_away(site.data_dir / "db.sqlite3")


@contextmanager
def postgresql_away(url):
    server, _slash, name = url.rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        try:
            yield
        finally:
            connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


@contextmanager
def sqlite_away(path):
    """Nobody else can write, for longer than anybody waits."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=30)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


def test_a_command_that_is_told_to_stop_says_nothing_and_ends_well(site, postbox):
    with worker(site) as process:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=10)

    assert process.returncode == 0
    assert process.said == ""
