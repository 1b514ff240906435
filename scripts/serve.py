"""Serves the site with the production server: python scripts/serve.py PORT [WORKERS]"""

import os
import socket
import sys

HOST = "127.0.0.1"


def taken(port):
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def serve(port, workers="2"):
    url = f"http://{HOST}:{port}"
    if not port.isdecimal():
        sys.exit(f"A port is a number, not {port}")
    if taken(int(port)):
        sys.exit(f"Port {port} is taken. Another one: make run PORT=8001")
    os.environ.setdefault("SITE_BASE_URL", url)
    print(f"The site: {url}/   its admin: {url}/admin/   (Ctrl-C stops it)", flush=True)
    granian = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--no-ws",
        "--log-level",
        "warning",
    ]
    options = ["--host", HOST, "--port", port, "--workers", workers, "--respawn-failed-workers"]
    os.execv(sys.executable, [*granian, *options, "site_project.wsgi:application"])


if __name__ == "__main__":
    serve(*sys.argv[1:])
