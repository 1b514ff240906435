"""Serves the site with the production server: python scripts/serve.py PORT [WORKERS]"""

import os
import socket
import sys
from pathlib import Path

HOST = "127.0.0.1"
APPLICATION = "site_project.wsgi:application"
OPTIONS = [
    *("--interface", "wsgi"),
    *("--blocking-threads", "4"),
    *("--log-level", "error"),
    "--no-ws",
    "--respawn-failed-workers",
]


def taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def serve(port: str, workers: str = "2") -> None:
    url = f"http://{HOST}:{port}"
    if not port.isdecimal():
        sys.exit(f"A port is a number, not {port}")
    if taken(int(port)):
        sys.exit(f"Port {port} is taken. Another one: make run PORT={int(port) + 1}")
    os.environ.setdefault("SITE_BASE_URL", url)
    print(f"The site: {url}/   its admin: {url}/admin/   (Ctrl-C stops it)")
    if not os.environ.get("SITE_EMAIL_URL"):
        folder = Path(os.environ.get("SITE_DATA_DIR", "var")) / "mail"
        print(f"Its mail is not sent but written into {folder}/ (SITE_EMAIL_URL sends it)")
    sys.stdout.flush()
    address = ["--host", HOST, "--port", port, "--workers", workers]
    os.execv(sys.executable, [sys.executable, "-m", "granian", *OPTIONS, *address, APPLICATION])


if __name__ == "__main__":
    serve(*sys.argv[1:])
