"""Section 1 of the first issue: what `make run` does on a bare machine, and does not do twice."""

import socket
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from scripts import install
from tests.servers import PROJECT, run


def test_secret_key_is_generated_for_this_user_alone_and_never_replaced(tmp_path):
    path = tmp_path / "secret_key"

    install.write_key(path, "first")
    install.write_key(path, "second")

    assert path.read_text() == "first"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [path] == list(tmp_path.iterdir())


def test_no_key_is_ever_assumed(tmp_path):
    environment = {"SITE_DATA_DIR": str(tmp_path), "PATH": ""}

    with pytest.raises(RuntimeError, match="No secret key"):
        run([sys.executable, "manage.py", "check"], env=environment)


def test_taken_port_is_told_in_one_line():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])

        done = subprocess.run(
            [sys.executable, "scripts/serve.py", port],
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {port} is taken.")
    assert done.stderr.count("\n") == 1


def test_second_start_finds_everything_done(site_server):
    began = time.monotonic()

    said = run([sys.executable, "scripts/install.py"], env=site_server.environment)

    assert [line.split(" are in ")[0] for line in said.splitlines()] == [
        "The demo accounts and their passwords"
    ]
    assert time.monotonic() - began < 5


def test_site_runs_without_debug_pages(site_server):
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.urlopen(f"{site_server.url}/en/no-such-page/")

    assert answer.value.code == 404
    assert "DEBUG = True" not in answer.value.read().decode()
