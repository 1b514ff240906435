"""Sets the site up: python scripts/install.py

Each step looks at what is there, says what it does if something is to be done, and can be repeated after an
interruption at any moment. DEMO=no leaves out the demo content and its accounts.
"""

import hashlib
import os
import secrets
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import django

PROJECT = Path(__file__).resolve().parent.parent


def install() -> None:
    sys.path.insert(0, str(PROJECT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_project.settings.base")
    keep_key = "SITE_SECRET_KEY" not in os.environ
    key = os.environ.setdefault(
        "SITE_SECRET_KEY", secrets.token_urlsafe(50)
    )  # settings ask for one
    django.setup()

    from django.conf import settings

    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    if keep_key:
        write_key(settings.DATA_DIR / "secret_key", key)
    compile_catalogues(settings.LOCALE_DIR)
    migrate()
    collect_static_files(Path(settings.STATIC_ROOT) / ".sources")
    if os.environ.get("DEMO") != "no":
        load_demo()


def write_key(path: Path, key: str) -> None:
    """Whole or not at all, and never over a key that is there."""
    if path.exists():
        return
    say(f"Generating the secret key of this site in {path}")
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):  # another start was first
        path.hardlink_to(unfinished)
    unfinished.unlink()


def compile_catalogues(folder: Path) -> None:
    if any(is_newer(po, po.with_suffix(".mo")) for po in folder.glob("*/LC_MESSAGES/*.po")):
        say("Compiling the catalogues")
        command("messages", "compile")


def is_newer(source: Path, product: Path) -> bool:
    return not product.exists() or source.stat().st_mtime > product.stat().st_mtime


def migrate() -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        say(f"Bringing the database up to date: {len(missing)} migrations")
        command("migrate", verbosity=0, interactive=False)


def collect_static_files(collected: Path) -> None:
    sources = static_sources()
    finished = collected.exists()
    if finished and collected.read_text() == sources:
        return
    say("Collecting static files")
    collected.unlink(missing_ok=True)
    # An interrupted copy looks newer than its source: nothing of it is kept.
    command("collectstatic", clear=not finished, verbosity=0, interactive=False)
    collected.write_text(sources)


def static_sources() -> str:
    """One line that changes with any file that collectstatic would take."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def load_demo() -> None:
    """Into an empty site only: whoever has an account keeps what she made of it."""
    from accounts.models import User
    from demo.accounts import password_file

    if not User.objects.exists():
        say("Loading the demo content and its accounts")
        command("demo")
    elif password_file().exists():
        say(f"The demo accounts and their passwords are in {password_file()}")


def command(name: str, *arguments: str, **options: Any) -> None:
    from django.core.management import CommandError, call_command

    try:
        call_command(name, *arguments, **options)
    except CommandError as error:
        sys.exit(f"{name}: {error}")


def say(step: str) -> None:
    print(step, flush=True)


if __name__ == "__main__":
    install()
