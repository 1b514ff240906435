"""Which files visitors may read: those that live values name, sizes of pictures included. Only they are public.

A publication puts files where visitors find them before it is committed; afterwards those that nothing live names any
more are taken away. A note in the archive says what is on the move, so that a killed process is made good by ``sync``.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial, reduce
from operator import or_
from pathlib import Path, PurePath
from typing import Any, NamedTuple
from uuid import uuid4

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db import connection, models, transaction
from django.db.models import FileField, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from pictures.models import PictureFieldFile

from multilingual import stores
from multilingual.languages import CODES

from . import snapshots
from .models import SHARED, HasItem, Picture, Revision
from .moves import Refused
from .storages import is_kept

NOTES = ".moving"
EVERYTHING = "everything"
"""The note after which everything is compared, not only what it names."""
A_WHILE = timedelta(minutes=1)
BATCH = 100
_LOCK = 0x66696C6573  # "files"; any number that nobody else locks

Names = set[str]


class Report(NamedTuple):
    """What is not as it should be, by names of files."""

    unpublished: Names
    """Live and in the archive, but not public."""
    surplus: Names
    """Public, though nothing live names it."""
    lost: Names
    """Named by live values or a revision, and not in the archive."""


# While something is published


def publications_go_on() -> None:
    """Whoever changes what is live does it beside others, and before or after files are taken away, never amid it.

    Within a transaction. On SQLite that alone is enough: one writes at a time.
    """
    if connection.vendor == "postgresql":
        _ask("SELECT pg_advisory_xact_lock_shared(%s)")


def _publications_wait() -> None:
    if connection.vendor == "postgresql":
        _ask("SELECT pg_advisory_xact_lock(%s)")


def _ask(query: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, [_LOCK])


@contextmanager
def followed(obj: HasItem) -> Iterator[None]:
    """Within a transaction: what visitors read of an item changes in here, and its files follow. Raises Refused."""
    before = shown_of(obj)
    yield
    follow(obj, before)


def follow(obj: HasItem, before: Names) -> None:
    """The same, of what visitors read before. Raises Refused."""
    after = shown_of(obj)
    try:
        if before != after:
            note = _note(sorted(before ^ after))
            transaction.on_commit(partial(_committed, note, before - after), robust=True)
        for name in after:
            _put(name)
    except OSError as error:
        raise Refused(
            _("Not published: the files could not be put where visitors find them (%(reason)s).")
            % {"reason": error.strerror or error}
        ) from error


def _committed(note: str, gone: Names) -> None:
    if gone:
        show(gone)
    storages["default"].delete(note)


def show(names: Names) -> None:
    """Make some files public or not, as live values say."""
    with transaction.atomic():
        _publications_wait()
        shown = _shown(names)
        for name in names - shown:
            _take(name)
        for name in shown:
            _put(name)


# After a crash


def sync(older_than: timedelta = A_WHILE) -> None:
    """Make good what a killed or refused publication left: cheap when there is nothing, which is nearly always.

    What is on the move since a moment only is left to whoever moves it, so that nobody waits for this.
    """
    for note in _notes():
        if _age(note) >= older_than:
            _settle(note)


def repair() -> Report:
    """Compare everything and put it right, as far as it can be; returns what was found."""
    adopt()
    found = check()
    names = sorted(found.unpublished | found.surplus)
    for start in range(0, len(names), BATCH):
        show(set(names[start : start + BATCH]))
    return found


def check() -> Report:
    """Compare live values, revisions, the archive and what is public; changes nothing."""
    kept, public = _all(storages["default"]), _all(storages["public"])
    shown = {name for rows in _live_rows() for row in rows.iterator() for name in named_by(row)}
    return Report(
        unpublished=(shown & kept) - public,
        surplus=public - shown,
        lost=(shown | _named_by_revisions()) - kept,
    )


def adopt() -> Names:
    """Keep in the archive whatever is public and missing there: files from before there was an archive."""
    archive, public = storages["default"], storages["public"]
    found = _all(public) - _all(archive)
    for name in found:
        _copy(public, archive, name)
    return found


def compare_everything_soon() -> None:
    """Ask the next ``sync`` to repair."""
    _note(EVERYTHING)


# What names which files


def named_by(row: models.Model) -> Names:
    """Name the files of one row, and the sizes in which its pictures are shown."""
    names: Names = set()
    for field in row._meta.concrete_fields:
        file = getattr(row, field.attname) if isinstance(field, FileField) else None
        if file:
            names |= {file.name, *_sizes(file)}
    return names


def named_by_content(model: type[HasItem], content: snapshots.Content) -> Names:
    """The same of a shared part as a revision holds it."""
    return {name for row in snapshots.instances(model, content) for name in named_by(row)}


def _sizes(file: Any) -> Names:
    if not isinstance(file, PictureFieldFile):
        return set()
    try:
        return {size.name for size in file.get_picture_files_list()}
    except OSError:  # neither are its measures stored nor is the file there to be measured
        return set()


def shown_of(obj: HasItem) -> Names:
    """Name the files that visitors read of an item, as the database holds it now."""
    shown = [*_live_rows_of(type(obj), pk=obj.pk)]
    if stores.rich_fields(type(obj)):
        shown.append(_live_pictures().filter(editions__item=obj.item_id))
    return {name for rows in shown for row in rows for name in named_by(row)}


def _shown(names: Names) -> Names:
    """Which of these files visitors read, sizes with their picture."""
    found: Names = set()
    for rows in _live_rows():
        fields = _file_fields(rows.model)
        naming = reduce(or_, (_names_one_of(field, names) for field in fields))
        for row in rows.filter(naming):
            found |= named_by(row)
    return names & found


def _names_one_of(field: str, names: Names) -> Q:
    folders = {str(parent) for name in names for parent in PurePath(name).parents}
    pictures = [Q(**{f"{field}__startswith": f"{folder}."}) for folder in folders - {"."}]
    return reduce(or_, pictures, Q(**{f"{field}__in": names}))


def _live_rows() -> "Iterator[models.QuerySet[Any]]":
    """Rows with files, of everything that visitors see."""
    for model in apps.get_models():
        if issubclass(model, HasItem):
            yield from _live_rows_of(model)
    yield _live_pictures()


def _live_pictures() -> "models.QuerySet[Any]":
    return Picture.objects.filter(editions__isnull=False).distinct()


def _live_rows_of(model: type[HasItem], **wanted: Any) -> "Iterator[models.QuerySet[Any]]":
    things: models.QuerySet[Any] = models.QuerySet(model).filter(_is_seen(model), **wanted)
    if _file_fields(model):
        yield things
    for name in model.SHARED_ROWS:
        of = snapshots.relation(model, name)
        if _file_fields(of.related_model):
            rows: Any = models.QuerySet(of.related_model)
            yield rows.filter(**{f"{of.field.name}__in": things.values("pk")})


def _is_seen(model: type[HasItem]) -> Q:
    """What has no life of its own is always shown."""
    if not stores.has_life(model):
        return Q()
    return reduce(or_, (Q(stores.live(model, code)) for code in CODES))


def _file_fields(model: Any) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if isinstance(field, FileField)]


def _named_by_revisions() -> Names:
    names: Names = set(Picture.objects.values_list("file", flat=True))
    shared = Revision.objects.filter(edition__language=SHARED)
    for kind, content in shared.values_list("edition__item__kind", "content").iterator():
        names |= snapshots.files_of(apps.get_model(kind), content)
    return names


# Notes of what is on the move


def _note(names: Any) -> str:
    content = ContentFile(json.dumps(names).encode())
    return storages["default"].save(f"{NOTES}/{uuid4().hex}", content)


def _notes() -> list[str]:
    with suppress(FileNotFoundError):
        found = storages["default"].listdir(NOTES)[1]
        return [f"{NOTES}/{name}" for name in sorted(found) if is_kept(name)]
    return []


def _age(note: str) -> timedelta:
    try:
        return timezone.now() - storages["default"].get_modified_time(note)
    except FileNotFoundError:  # settled since it was listed
        return timedelta(-1)


def _settle(note: str) -> None:
    archive = storages["default"]
    try:
        with archive.open(note) as file:
            names = json.load(file)
    except FileNotFoundError:  # somebody else was first
        return
    if names == EVERYTHING:
        repair()
    else:
        for start in range(0, len(names), BATCH):
            show(set(names[start : start + BATCH]))
    archive.delete(note)


# Files


def _put(name: str) -> None:
    """Make a file public, whole or not at all. One that the archive lacks cannot be shown; ``check`` tells of it."""
    with suppress(FileNotFoundError):
        _copy(storages["default"], storages["public"], name)


def _take(name: str) -> None:
    storages["public"].delete(name)


def _copy(source: Storage, target: Storage, name: str) -> None:
    if target.exists(name):
        return
    if not isinstance(source, FileSystemStorage) or not isinstance(target, FileSystemStorage):
        with source.open(name) as file:
            target.save(name, file)
        return
    there = Path(target.path(name))
    there.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):  # somebody else was first
        try:
            there.hardlink_to(source.path(name))
        except (FileExistsError, FileNotFoundError):
            raise
        except OSError:  # another file system, or one without links
            _copy_bytes(Path(source.path(name)), there)


def _copy_bytes(source: Path, target: Path) -> None:
    """Under another name first: a web server never sees half a file."""
    unfinished = target.with_name(f".{uuid4().hex}")
    try:
        shutil.copyfile(source, unfinished)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _all(storage: Storage, folder: str = "") -> Names:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return set()
    names = {f"{folder}{name}" for name in files if is_kept(name)}
    for name in folders:
        if is_kept(name):
            names |= _all(storage, f"{folder}{name}/")
    return names
