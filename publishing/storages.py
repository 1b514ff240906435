"""Where files lie: the archive, which takes every upload and loses none, and the public folder that /media/ serves.

A file has one name in both, and never another file's: the archive remembers every name that it ever gave.
"""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path, PurePath
from typing import Any
from uuid import uuid4

from django.core.files.storage import FileSystemStorage, storages
from django.utils.translation import gettext as _

_address: ContextVar[Callable[[str], str] | None] = ContextVar("file_address", default=None)


@contextmanager
def addressed(address: Callable[[str], str]) -> Iterator[None]:
    """Within, files have the addresses that a function makes of their names: for pages that show drafts."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


class NotStored(Exception):
    """A file that could not be stored; its text says why, in the active language."""

    def __init__(self, error: OSError) -> None:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            reason = _("The file could not be stored: the site’s disk is full.")
        else:
            reason = _("The file could not be stored: %(reason)s.") % {
                "reason": error.strerror or error
            }
        super().__init__(reason)


class Archive(FileSystemStorage):
    """Every file ever uploaded, out of visitors' reach. A file is stored whole or not at all."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"directory_permissions_mode": 0o700, **options})

    def url(self, name: str | None) -> str:
        """Where visitors find the file once it is published, unless ``addressed`` says otherwise."""
        address = _address.get()
        return address(name or "") if address else storages["public"].url(name)

    def generate_filename(self, filename: "str | os.PathLike[str]") -> str:
        """Sizes of a.png lie in the folder a: an a.webp beside it would take them for its own."""
        name = path = PurePath(super().generate_filename(filename))
        while path.suffix and self.exists(str(path.with_suffix(""))):
            path = name.with_name(self.get_alternative_name(name.stem, name.suffix))
        return str(path)

    def _save(self, name: str, content: Any) -> str:
        unfinished = str(PurePath(name).with_name(f".{uuid4().hex}"))
        try:
            super()._save(unfinished, content)  # type: ignore[misc]  # documented, and not in the stubs
            _sync(self.path(unfinished))
            while not _named(self.path(unfinished), self.path(name)):
                name = self.get_available_name(name)
        except OSError as error:
            raise NotStored(error) from error
        finally:
            self.delete(unfinished)
        return name


def is_kept(name: str) -> bool:
    """Tell a file's name from those that the site itself uses for a while."""
    return not any(part.startswith(".") for part in PurePath(name).parts)


def _sync(path: str) -> None:
    """On the disk before any row names it, so that losing power loses nothing either."""
    with Path(path).open("rb") as file:
        os.fsync(file.fileno())


def _named(unfinished: str, path: str) -> bool:
    """Give a whole file its name; False when another file has it."""
    try:
        Path(path).hardlink_to(unfinished)
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        if Path(path).exists():
            return False
        Path(unfinished).rename(path)
    return True
