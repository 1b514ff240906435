"""Chromium for the tests: the one at hand or, for make test, the one that can be installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# Asked in a process of its own: Playwright does not start twice in one.
WHERE = """
from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",  # tests run as root in containers
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MISSING = (
    "The tests need Chromium. Install it (Debian: apt-get install chromium fonts-noto-cjk) "
    "or name its program: make test CHROMIUM=/path/to/chromium"
)


def find() -> str | None:
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return next(filter(None, map(shutil.which, NAMES)), None) or playwrights_own()


def playwrights_own() -> str | None:
    program = subprocess.check_output([sys.executable, "-c", WHERE], text=True).strip()
    return program if Path(program).exists() and starts(program) else None


def starts(program: str) -> bool:
    """A downloaded browser may lack libraries of the system."""
    return subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0


def install() -> str | None:
    print("No Chromium found: trying the one that Playwright offers", flush=True)
    attempt([sys.executable, "-m", "playwright", "install", "chromium"])
    found = find()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Debian's Chromium and a Chinese font", flush=True)
        attempt(["apt-get", "update"])
        attempt(
            ["apt-get", "install", "--yes", "--no-install-recommends", "chromium", "fonts-noto-cjk"]
        )
        found = find()
    return found


def attempt(command: list[str]) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            env=quiet,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
    except subprocess.TimeoutExpired:
        print(f"{command[0]} took longer than ten minutes", flush=True)
    else:
        if done.returncode:
            reasons = [line for line in done.stderr.splitlines() if "rror" in line]
            print(f"Not possible: {' '.join(command)}", *reasons[:1], sep="\n", flush=True)


if __name__ == "__main__":
    browser = find() or (None if os.environ.get("CHROMIUM") else install())
    if browser is None:
        sys.exit(MISSING)
    print(f"Browser for the tests: {browser}", flush=True)
