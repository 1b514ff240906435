"""Sites of their own, as their administrators see them: an environment, a data folder, commands."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import count

import psycopg
import pytest

from tests.environment import CHOICE
from tests.servers import PROJECT, Site, created_database, postgresql

VENDORS = ("sqlite", "postgresql")
NOT_IN_A_BACKUP = {
    "account_emailconfirmation",
    "axes_accessattempt",
    "axes_accessattemptexpiration",
    "axes_accessfailurelog",
    "axes_accesslog",
    "django_session",
    "publishing_heartbeat",
}


class OwnSite(Site):
    """A site on the disk alone; nobody serves it."""

    @property
    def database_url(self):
        return self.environment.get("SITE_DATABASE_URL", "")

    @property
    def backups(self):
        return sorted((self.data_dir / "backups").glob("*"))

    def connect(self):
        if self.database_url:
            return closing(psycopg.connect(self.database_url, autocommit=True))
        return closing(
            sqlite3.connect(self.data_dir / "db.sqlite3", timeout=20, isolation_level=None)
        )

    def sql(self, statement):
        with self.connect() as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def python(self, code):
        return self.manage("shell", "--no-imports", "-c", code)

    def attempt(self, *arguments, before="", stdin=""):
        """Run a command that may fail; ``before``: what the shell does first."""
        return subprocess.run(
            ["sh", "-c", f'{before}\nexec "$@"', "sh", sys.executable, "manage.py", *arguments],
            cwd=PROJECT,
            env=self.environment,
            input=stdin,
            text=True,
            capture_output=True,
            check=False,
        )

    def tables(self):
        if self.database_url:
            listed = self.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        else:
            listed = self.sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {name for (name,) in listed} - {"sqlite_sequence"}

    def all_of(self, table):
        return self.sql(f'SELECT * FROM "{table}"')  # noqa: S608 - a name from the database itself

    def rows(self):
        """Everything a backup must keep, as the database itself has it."""
        kept = self.tables() - NOT_IN_A_BACKUP - {"django_migrations"}
        found = {
            table: sorted(repr(tuple(map(comparable, row))) for row in self.all_of(table))
            for table in kept
        }
        found["django_migrations"] = sorted(self.sql("SELECT app, name FROM django_migrations"))
        return found

    def files(self):
        return {
            str(path.relative_to(self.data_dir)): path.read_bytes()
            for folder in ("archive", "vault")
            for path in (self.data_dir / folder).rglob("*")
            if path.is_file()
        }


def comparable(value):
    """PostgreSQL keeps JSON, but not the order of its keys."""
    if isinstance(value, str) and value.startswith("{"):
        value = json.loads(value)
    return json.dumps(value, sort_keys=True) if isinstance(value, dict) else value


@pytest.fixture(scope="session")
def vendor():
    """The database under test."""
    return os.environ[CHOICE]


@pytest.fixture(scope="session")
def other_vendor(vendor):
    return next(other for other in VENDORS if other != vendor)


@pytest.fixture(scope="session")
def server_url():
    """A PostgreSQL server, whichever database is under test: a backup goes from each to each."""
    if url := os.environ.get("SITE_DATABASE_URL"):
        yield url
    else:
        with postgresql() as url:
            yield url


@pytest.fixture(scope="session")
def new_site(server_url, tmp_path_factory):
    """Makes sites with an empty data folder and a database without a table."""
    numbers = count(1)

    def make(vendor):
        data_dir = tmp_path_factory.mktemp("site")
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.backup.two_storages",
            "SITE_DATA_DIR": str(data_dir),
        }
        environment.pop("SITE_DATABASE_URL", None)
        if vendor == "postgresql":
            name = f"backup_{next(numbers)}"
            environment["SITE_DATABASE_URL"] = created_database(server_url, name)
        return OwnSite("", data_dir, PROJECT / "locale", environment)

    return make


@pytest.fixture(scope="session")
def origin(new_site, vendor):
    """A site that people have worked on; tests leave it as it is."""
    site = new_site(vendor)
    site.manage("migrate", "--verbosity=0")
    site.python("from tests.backup import content; content.write()")
    return site


@pytest.fixture(scope="session")
def backup_of_origin(origin, tmp_path_factory):
    path = tmp_path_factory.mktemp("backups") / "origin.backup.zip"
    origin.manage("backup", str(path))
    return path


@pytest.fixture
def site(new_site, vendor):
    """An empty site on the database under test."""
    return new_site(vendor)
