"""Make a backup, look into one, restore it, and find the newest."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, Error, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from multilingual import formats
from publishing.storages import NotStored

from . import files, rows, schema
from .archive import SUFFIX, Manifest, Reader, Refused, Writer, damage_refused, new_file, reason
from .schema import Schema

Say = Callable[[str], object]  # tells the person who waits how far it is


class Backup(NamedTuple):
    path: Path
    at: datetime
    size: int


class Losses(NamedTuple):
    """What a restored backup would take the place of: rows by the name of their table, and files."""

    rows: dict[str, int]
    files: int


MayReplace = Callable[[Losses], bool]


def folder() -> Path:
    return Path(settings.DATA_DIR) / "backups"


def last_backup() -> Backup | None:
    """Give the newest whole backup of the usual folder."""
    return next(iter(backups(folder())), None)


def backups(place: Path) -> list[Backup]:
    """List the backups of a folder, the newest first."""
    whole = []
    for path in place.glob(f"[!.]*{SUFFIX}"):
        with suppress(FileNotFoundError):  # another backup has just removed it
            whole.append(found(path))
    return sorted(whole, key=lambda backup: (backup.at, backup.path.name), reverse=True)


def found(path: Path) -> Backup:
    stat = path.stat()
    return Backup(path, datetime.fromtimestamp(stat.st_mtime, UTC), stat.st_size)


def backup(path: Path | None = None, *, keep: int | None = None, say: Say = str) -> Backup:
    """Write the site as it stands into a new file; then leave only the newest ``keep`` there. Raises Refused."""
    now = timezone.localtime()
    with failures_refused(_("No backup was made. %(reason)s")):
        path = free_path(path, now)
        with new_file(path) as file, ZipFile(file, "w") as archive:
            with rows.snapshot() as connection:
                here = schema.present(connection)
                manifest = Manifest(now.isoformat(), connection.vendor, sorted(here.nodes))
                writer = Writer(archive, manifest, now)
                say(_("Writing the database"))
                for label in sorted(here.models.keys() - schema.LEFT_OUT):
                    writer.add_rows(label, rows.lines(here.models[label]))
            # After the rows, so that every file that they name was stored before.
            say(_("Writing the files"))
            files.add_all(writer)
            writer.finish()
    say(summary(manifest))
    made = found(path)
    if keep is not None:
        with failures_refused(_("The backup is made, but older ones were not removed. %(reason)s")):
            remove_others(made, keep, say)
    return made


def remove_others(made: Backup, keep: int, say: Say) -> None:
    others = [other for other in backups(made.path.parent) if other.path != made.path]
    for old in others[keep - 1 :]:
        old.path.unlink(missing_ok=True)
        say(_("%(file)s removed") % {"file": old.path})


def free_path(path: Path | None, now: datetime) -> Path:
    if path is None:
        path = folder()
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.is_dir():
        path /= f"{now:%Y-%m-%d-%H%M%S}{SUFFIX}"
    if not path.name.endswith(SUFFIX):
        raise Refused(
            _("Let the name of a backup end in %(suffix)s, by which it is found again.")
            % {"suffix": SUFFIX}
        )
    if path.exists():
        raise Refused(_("%(file)s is there already: give another name.") % {"file": path})
    return path


def restore(path: Path, *, may_replace: MayReplace | None = None, say: Say = str) -> None:
    """Bring back the site that is in a backup, then bring it up to date with this code. Raises Refused.

    A site that has content is replaced only when ``may_replace``, told what would be lost, says yes.
    """
    with failures_refused(_("Nothing was changed. %(reason)s")), path.open("rb") as file:
        say(_("Checking the backup"))
        reader = Reader(file)
        there = schema.known(reader.manifest.migrations)
        files.check_storages(reader)
        reader.verify()
        Path(settings.DATA_DIR).mkdir(
            parents=True, exist_ok=True
        )  # SQLite makes its file, not the folder
        connection = connections[DEFAULT_DB_ALIAS]
        if may_replace:
            losses = Losses(schema.contents(connection), files.count_others(reader))
            if any(losses) and not may_replace(losses):
                raise Refused(_("Nothing was changed."))
        # One transaction from the old site to the new one. SQLite alters tables only while it checks no foreign keys,
        # which has to be said before the transaction; they are checked at its end.
        with connection.constraint_checks_disabled(), transaction.atomic():
            if not may_replace and schema.contents(connection):
                raise Refused(
                    _(
                        "This site has content. Restore into an empty database, or replace what is here by --replace."
                    )
                )
            say(_("Writing the database"))
            load(connection, there, reader)
            # Before the rows that name them are seen.
            say(_("Writing the files"))
            files.add_missing(reader)
        with failures_refused(
            _(
                "The database is restored, but not every file: do it again with --replace. %(reason)s"
            )
        ):
            files.replace_changed(reader)
            if may_replace:
                files.remove_others(reader)
    say(_("Bringing the database up to date with this code"))
    with failures_refused(
        _("The backup is restored, but not brought up to date: run `migrate`. %(reason)s")
    ):
        call_command("migrate", interactive=False, verbosity=0)
    with failures_refused(
        _("The backup is restored, but visitors miss files: run `files repair`. %(reason)s")
    ):
        files.show_public()
    say(summary(reader.manifest))


def load(connection: BaseDatabaseWrapper, there: Schema, reader: Reader) -> None:
    """Make every table anew and fill it, in the caller's transaction."""
    counts = reader.manifest.rows
    if strange := counts.keys() - there.models.keys():
        raise Refused(
            _("The backup has tables that its migrations do not make in this code: %(names)s.")
            % {"names": ", ".join(sorted(strange))}
        )
    schema.drop_tables(connection)
    schema.migrate_to(connection, there.nodes)
    rows.clear(connection, there.models.values())
    for label, count in counts.items():
        with damage_refused():
            if rows.load(connection, there.models[label], reader.lines(label)) != count:
                raise ValueError(label)
    connection.check_constraints()
    rows.reset_sequences(connection, there.models.values())
    rows.analyse(connection)


def summary(manifest: Manifest) -> str:
    language = get_language() or settings.LANGUAGE_CODE
    files_of_it = len(manifest.members) - len(manifest.rows)
    return _("The site as of %(time)s. Rows: %(rows)s. Files: %(files)s.") % {
        "time": formats.moment(datetime.fromisoformat(manifest.made_at), language),
        "rows": formats.number(sum(manifest.rows.values()), language),
        "files": formats.number(files_of_it, language),
    }


@contextmanager
def failures_refused(sentence: str) -> Iterator[None]:
    """A full disk or a lost database is told in a sentence, not as a traceback."""
    try:
        yield
    except OSError as error:
        raise Refused(sentence % {"reason": reason(error)}) from error
    except NotStored as error:
        raise Refused(sentence % {"reason": error}) from error
    except Error as error:
        why = _("The database says: %(reason)s") % {"reason": str(error).strip()}
        raise Refused(sentence % {"reason": why}) from error
