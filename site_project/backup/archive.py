"""One backup file: a zip that is there whole or not at all, and a manifest of what must be in it."""

import errno
import fcntl
import hashlib
import json
import os
import stat
import struct
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.utils import validate_file_name
from django.utils.translation import gettext as _

FORMAT = 1  # of the file; raise it when older code could no longer read what is written
SUFFIX = ".backup.zip"
UNFINISHED = ".unfinished"
MANIFEST = "manifest.json"
ROWS, FILES = "rows", "files"  # rows/<model>.jsonl, files/<storage>/<name>
MANIFEST_LIMIT = 256 * 1024 * 1024  # a million files; read into memory, so not endless
CHUNK = 64 * 1024
# What zipfile, json and the fields of models raise over bytes that are not as we wrote them.
DAMAGE = (
    ArithmeticError,
    BadZipFile,
    EOFError,
    LookupError,
    NotImplementedError,
    RecursionError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


class Refused(Exception):
    """It cannot be done; the message says why, and what to do."""


class Member(NamedTuple):
    size: int
    sha256: str


@dataclass
class Manifest:
    made_at: str
    vendor: str
    migrations: list[tuple[str, str]]
    format: int = FORMAT
    rows: dict[str, int] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)


class Writer:
    """Writes members as they come, and notes what each one is."""

    def __init__(self, archive: ZipFile, manifest: Manifest, now: datetime) -> None:
        self.zip = archive
        self.manifest = manifest
        self.time = now.timetuple()[:6]

    def add_rows(self, label: str, lines: Iterable[bytes]) -> None:
        self.manifest.rows[label] = 0

        def counted() -> Iterator[bytes]:
            for line in lines:
                self.manifest.rows[label] += 1
                yield line

        name = rows_name(label)
        self.manifest.members[name] = self.write(name, counted(), ZIP_DEFLATED)

    def add_file(self, alias: str, path: str, chunks: Iterable[bytes]) -> None:
        """Raises Refused."""
        name = f"{FILES}/{alias}/{path}"
        try:
            check_name(name)
        except (ValueError, SuspiciousFileOperation):
            raise Refused(
                _("The file %(name)s has a name that no storage would take back. Rename it.")
                % {"name": ascii(path)}
            ) from None
        # As it is: pictures and PDFs are compressed already.
        self.manifest.members[name] = self.write(name, chunks, ZIP_STORED)

    def finish(self) -> None:
        text = json.dumps(asdict(self.manifest), ensure_ascii=False, indent=1)
        self.write(MANIFEST, [text.encode()], ZIP_DEFLATED)

    def write(self, name: str, chunks: Iterable[bytes], compression: int) -> Member:
        info = ZipInfo(name, self.time)
        info.compress_type = compression
        info.external_attr = 0o600 << 16
        size, digest = 0, hashlib.sha256()
        with self.zip.open(info, "w", force_zip64=True) as member:
            for chunk in chunks:
                member.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        return Member(size, digest.hexdigest())


class Reader:
    """Reads a file that anybody may have made: nothing in it is believed before it was looked at."""

    def __init__(self, file: IO[bytes]) -> None:
        with damage_refused():
            self.zip = ZipFile(file)
            self.manifest = self.read_manifest()

    def read_manifest(self) -> Manifest:
        if MANIFEST not in self.zip.namelist():
            raise Refused(_("This file is no backup of a site: it has no manifest."))
        with self.zip.open(MANIFEST) as member:
            text = member.read(MANIFEST_LIMIT + 1)
        if len(text) > MANIFEST_LIMIT:
            raise ValueError(len(text))
        return read_manifest(json.loads(text))

    def verify(self) -> None:
        """Read everything once: what is there must be what the manifest says, no more and no less."""
        with damage_refused():
            infos = {info.filename: info for info in self.zip.infolist()}
            if len(infos) != len(self.zip.infolist()) or infos.keys() != self.expected():
                raise ValueError(sorted(infos.keys() ^ self.expected()))
            for name, member in self.manifest.members.items():
                check_entry(infos[name], member)
                if self.digest(name) != member.sha256:
                    raise ValueError(name)
            for _alias, path, _member in self.files():
                check_name(path)

    def expected(self) -> set[str]:
        return {*self.manifest.members, MANIFEST}

    def digest(self, name: str) -> str:
        with self.zip.open(name) as member:
            return digest(iter(lambda: member.read(CHUNK), b""))

    def lines(self, label: str) -> Iterator[bytes]:
        with self.zip.open(rows_name(label)) as member:
            yield from member

    def files(self) -> Iterator[tuple[str, str, Member]]:
        """Each file's storage and its name there."""
        for name, member in self.manifest.members.items():
            kind, _slash, rest = name.partition("/")
            if kind == FILES:
                alias, _slash, path = rest.partition("/")
                yield alias, path, member

    def open_file(self, alias: str, path: str) -> IO[bytes]:
        return self.zip.open(f"{FILES}/{alias}/{path}")


def rows_name(label: str) -> str:
    return f"{ROWS}/{label}.jsonl"


def digest(chunks: Iterable[bytes]) -> str:
    result = hashlib.sha256()
    for chunk in chunks:
        result.update(chunk)
    return result.hexdigest()


def read_manifest(data: Any) -> Manifest:
    if data["format"] != FORMAT:
        raise Refused(
            _(
                "The backup has format %(theirs)s, and this code reads format %(ours)s. Restore it with the "
                "version of the code that wrote it, bring that up to date and make a new backup."
            )
            % {"theirs": data["format"], "ours": FORMAT}
        )
    manifest = Manifest(
        made_at=str(data["made_at"]),
        vendor=str(data["vendor"]),
        migrations=[(str(app), str(name)) for app, name in data["migrations"]],
        rows={str(label): int(count) for label, count in data["rows"].items()},
        members={
            name: Member(int(size), str(sha)) for name, (size, sha) in data["members"].items()
        },
    )
    if datetime.fromisoformat(manifest.made_at).tzinfo is None:
        raise ValueError(manifest.made_at)
    tables = {rows_name(label) for label in manifest.rows}
    files = {name for name in manifest.members if name.startswith(f"{FILES}/")}
    if tables | files != manifest.members.keys():
        raise ValueError(sorted(manifest.members.keys() ^ (tables | files)))
    return manifest


def check_entry(info: ZipInfo, member: Member) -> None:
    mode = info.external_attr >> 16
    kinds = (0, stat.S_IFREG)  # nothing that a file system would follow
    if stat.S_IFMT(mode) not in kinds or info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise ValueError(info.filename)
    if info.file_size != member.size:
        raise ValueError(info.filename)
    check_name(info.filename)


def check_name(name: str) -> None:
    """Names lead down from the folder of their storage, by one way only."""
    validate_file_name(name, allow_relative_path=True)
    if not {"", "."}.isdisjoint(name.split("/")):
        raise ValueError(name)
    name.encode()


@contextmanager
def damage_refused() -> Iterator[None]:
    try:
        yield
    except (*DAMAGE, SuspiciousFileOperation) as error:
        raise Refused(
            _(
                "The backup is damaged, or somebody changed it. Take another copy of it, or an older one."
            )
        ) from error


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """Give a file that takes its name once it is whole and on the disk. After a failure there is none."""
    sweep(path.parent)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}{UNFINISHED}")
    # For this user alone: passwords are in it, if only as hashes.
    flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC
    try:
        with os.fdopen(os.open(unfinished, flags, 0o600), "w+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
            file.flush()
            os.fsync(file.fileno())
            unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sweep(folder: Path) -> None:
    """Remove what killed processes left. Who still writes holds a lock, which ends with its process."""
    for path in folder.glob(f".*{UNFINISHED}"):
        with suppress(BlockingIOError, FileNotFoundError), path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def reason(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return _("There is no room left on the disk.")
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return _("There is no file or folder %(name)s.") % {"name": error.filename}
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return _("You may not read or write %(name)s.") % {"name": error.filename}
    return str(error)
