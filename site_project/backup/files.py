"""The files of every storage but those that follow: static files from the code, public ones from the archive."""

import posixpath
from collections.abc import Iterator

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages
from django.utils.translation import gettext as _

from publishing.files import repair

from .archive import Member, Reader, Refused, Writer, digest

NOT_OURS = {"staticfiles", "public"}


def aliases() -> list[str]:
    return [alias for alias in settings.STORAGES if alias not in NOT_OURS]


def names(storage: Storage, folder: str = "") -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever stored here
        return
    for name in sorted(files):
        yield posixpath.join(folder, name)
    for name in sorted(folders):
        yield from names(storage, posixpath.join(folder, name))


def add_all(writer: Writer) -> None:
    for alias in aliases():
        for name in names(storages[alias]):
            try:
                file = storages[alias].open(name)
            except FileNotFoundError:  # deleted since it was listed
                continue
            with file:
                writer.add_file(alias, name, file.chunks())


def check_storages(reader: Reader) -> None:
    if strange := {alias for alias, _name, _member in reader.files()} - set(aliases()):
        raise Refused(
            _(
                "The backup has files of a storage that this code does not know (%(names)s). Name it in STORAGES."
            )
            % {"names": ", ".join(sorted(strange))}
        )


def add_missing(reader: Reader) -> None:
    """Store what is not there yet, and nothing when that fails."""
    added: list[tuple[Storage, str]] = []
    try:
        for alias, name, member in reader.files():
            storage = storages[alias]
            if not storage.exists(name):
                added.append((storage, name))
                put(reader, alias, name, member)
    except BaseException:
        for storage, name in added:
            storage.delete(name)
        raise


def replace_changed(reader: Reader) -> None:
    for alias, name, member in reader.files():
        if not is_same(storages[alias], name, member):
            storages[alias].delete(name)
            put(reader, alias, name, member)


def remove_others(reader: Reader) -> None:
    kept = {(alias, name) for alias, name, _member in reader.files()}
    for alias in aliases():
        for name in list(names(storages[alias])):
            if (alias, name) not in kept:
                storages[alias].delete(name)


def show_public() -> None:
    """Make public what visitors may read of the site that is here now, and nothing of the one before."""
    for name in list(names(storages["public"])):
        storages["public"].delete(name)
    repair()


def count_others(reader: Reader) -> int:
    kept = {(alias, name) for alias, name, _member in reader.files()}
    return sum((alias, name) not in kept for alias in aliases() for name in names(storages[alias]))


def put(reader: Reader, alias: str, name: str, member: Member) -> None:
    with reader.open_file(alias, name) as source:
        content = File(source, name)
        content.size = member.size  # object storage asks for it
        stored = storages[alias].save(name, content)
    if stored != name:
        raise Refused(
            _(
                "The file %(name)s was stored under another name: somebody else stored one at this moment. Do it again."
            )
            % {"name": name}
        )


def is_same(storage: Storage, name: str, member: Member) -> bool:
    if not storage.exists(name) or storage.size(name) != member.size:
        return False
    with storage.open(name) as file:
        return digest(file.chunks()) == member.sha256
