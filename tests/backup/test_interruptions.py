"""R3: a backup is of one moment, and there whole or not at all; so is what it restores."""

import json
import os
import subprocess
import sys
import threading
import time
from zipfile import ZipFile

import pytest

from site_project.backup import archive
from tests.servers import PROJECT

# Of what a command writes into one file, in blocks of 512 bytes: as if the disk were full after that.
SMALL_DISK = "ulimit -f 400"


@pytest.fixture
def used(site, backup_of_origin):
    """A site with content, to be written to."""
    site.manage("restore", str(backup_of_origin))
    return site


def start(site, *arguments):
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env=site.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


class Writer(threading.Thread):
    """Counts in two tables at once, as fast as it can."""

    def __init__(self, site):
        super().__init__()
        self.site = site
        self.count = 1
        self.slowest = 0
        self.stopped = threading.Event()

    def run(self):
        with self.site.connect() as connection:
            while not self.stopped.is_set():
                began = time.monotonic()
                count = self.count + 1
                connection.execute("BEGIN")
                connection.execute(f"UPDATE auth_group SET name = '{count}'")  # noqa: S608 - a number
                connection.execute(f"UPDATE publishing_missedaddress SET count = {count}")  # noqa: S608
                connection.execute("COMMIT")
                self.count = count
                self.slowest = max(self.slowest, time.monotonic() - began)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        self.join()


def counters(path):
    with ZipFile(path) as zip_file:
        return (
            int(json.loads(zip_file.read("rows/auth.group.jsonl"))["name"]),
            json.loads(zip_file.read("rows/publishing.missedaddress.jsonl"))["count"],
        )


def test_a_backup_is_of_one_moment_and_keeps_no_writer_waiting(used):
    with Writer(used) as writer:
        for number in range(4):
            before = writer.count
            used.manage("backup", str(used.data_dir / f"{number}.backup.zip"))
            assert writer.count > before + 10
    assert writer.slowest < 5

    found = [counters(used.data_dir / f"{number}.backup.zip") for number in range(4)]

    assert [first for first, _second in found] == [second for _first, second in found]
    assert len(set(found)) == 4


def test_a_killed_backup_leaves_nothing_under_its_name_and_the_next_one_cleans_up(used):
    pipe = used.data_dir / "archive" / "z"
    os.mkfifo(pipe)  # whoever reads it waits for ever
    running = start(used, "backup")
    wait_until(lambda: any(path.stat().st_size > 1000 for path in used.backups))
    assert [path.suffix for path in used.backups] == [archive.UNFINISHED]

    running.kill()
    running.communicate()
    left = used.backups
    pipe.unlink()
    used.manage("backup")

    assert [path.suffix for path in left] == [archive.UNFINISHED]
    assert [path.name.endswith(archive.SUFFIX) for path in used.backups] == [True]


def test_a_backup_that_is_being_written_is_left_to_its_writer(tmp_path):
    path = tmp_path / f"x{archive.SUFFIX}"

    with archive.new_file(path) as file:
        archive.sweep(tmp_path)
        file.write(b"whole")

    assert path.read_bytes() == b"whole"


def test_a_full_disk_leaves_no_backup_and_is_said(used):
    done = used.attempt("backup", before=SMALL_DISK)

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "CommandError: No backup was made. There is no room left on the disk."
    ]
    assert used.backups == []


def test_a_full_disk_restores_nothing_and_is_said(site, backup_of_origin, origin):
    site.manage("migrate", "--verbosity=0")
    before = site.rows()

    done = site.attempt("restore", str(backup_of_origin), before=SMALL_DISK)

    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: Nothing was changed. ")
    assert site.rows() == before
    assert site.files() == {}

    site.manage("restore", str(backup_of_origin))
    assert (site.rows(), site.files()) == (origin.rows(), origin.files())


def test_rows_that_the_database_refuses_are_named_and_nothing_is_changed(
    site, backup_of_origin, tmp_path
):
    path = spoilt(backup_of_origin, tmp_path, "accounts.right", b'"editor"', b'"sultan"')

    done = site.attempt("restore", str(path))

    assert done.stderr.startswith(
        "CommandError: The database does not take the rows of accounts.right: "
    )
    assert "right_known_role" in done.stderr
    assert site.tables() == set()


def test_a_row_that_refers_to_none_is_refused(site, backup_of_origin, tmp_path):
    path = spoilt(backup_of_origin, tmp_path, "accounts.right", b'"person_id": ', b'"person_id": 9')

    done = site.attempt("restore", str(path))

    assert done.stderr.startswith("CommandError: Nothing was changed. The database says: ")
    assert site.tables() == set()


def test_rows_with_other_columns_are_refused(site, backup_of_origin, tmp_path):
    path = spoilt(backup_of_origin, tmp_path, "accounts.right", b'"role"', b'"rule"')

    done = site.attempt("restore", str(path))

    assert "The rows of accounts.right have other columns" in done.stderr
    assert site.tables() == set()


def test_a_number_beyond_every_database_is_refused(site, backup_of_origin, tmp_path):
    path = spoilt(
        backup_of_origin,
        tmp_path,
        "publishing.missedaddress",
        b'"count": 1',
        b'"count": 1' + b"0" * 40,
    )

    done = site.attempt("restore", str(path))

    assert done.stderr.startswith("CommandError: ")
    assert "Traceback" not in done.stderr
    assert site.tables() == set()


@pytest.mark.parametrize("share", [0.5, 0.7, 0.9])
def test_a_killed_restore_has_done_all_or_nothing_and_can_be_repeated(
    share, site, backup_of_origin, origin, time_of_a_restore
):
    running = start(site, "restore", str(backup_of_origin))
    time.sleep(share * time_of_a_restore)

    running.kill()
    running.communicate()

    if "accounts_user" in site.tables():
        assert site.all_of("accounts_user") == origin.all_of("accounts_user")
    else:
        assert site.tables() == set()
    site.manage("restore", "--replace", "--no-input", str(backup_of_origin))
    assert (site.rows(), site.files()) == (origin.rows(), origin.files())


@pytest.fixture(scope="module")
def time_of_a_restore(new_site, vendor, backup_of_origin):
    began = time.monotonic()
    new_site(vendor).manage("restore", str(backup_of_origin))
    return time.monotonic() - began


def spoilt(backup, folder, label, old, new):
    """The same backup, made by somebody who wrote another thing into it and summed it up anew."""
    path = folder / f"spoilt{archive.SUFFIX}"
    with ZipFile(backup) as source, ZipFile(path, "w") as target:
        manifest = json.loads(source.read(archive.MANIFEST))
        for name in manifest["members"]:
            content = source.read(name)
            if name == archive.rows_name(label):
                assert old in content
                content = content.replace(old, new)
                manifest["members"][name] = [len(content), archive.digest([content])]
            target.writestr(name, content)
        target.writestr(archive.MANIFEST, json.dumps(manifest))
    return path


def wait_until(is_so, patience=60):
    deadline = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)
