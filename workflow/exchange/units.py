"""Units as a PO file, and back: values in, bytes out. No Django.

A message names its unit and the unit's version in its context, ``articles.article:12/body:3f9a/481.7``: so the file's
header may be lost or written anew, and messages may be taken out, sorted or joined with those of other files. A message
without source stays out; plural forms are PO's own.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workflow.text import forms

from . import charsets, po
from .po import Catalogue, Message, Previous

CONTEXT = re.compile(r"(?:^|/)(?P<unit>\d{1,18})\.(?P<version>\d{1,9})$", re.ASCII)


@dataclass(frozen=True)
class Entry:
    """A unit on its way to a translator and back."""

    unit: int
    version: int
    source: str
    """Forms joined, as ``workflow.text.forms`` has them."""
    target: str = ""
    doubtful: bool = False
    place: str = ""
    """Document and key, for people and for tools that sort."""
    previous: str = ""
    """The source that the target translates, when that has changed."""
    notes: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    line: int = 0

    @property
    def context(self) -> str:
        return f"{self.place}/{self.unit}.{self.version}"


@dataclass(frozen=True)
class Foreign:
    """A message that names no unit."""

    line: int
    text: str


def write(
    entries: Iterable[Entry], *, source: str, target: str, plural_forms: str, nplurals: int
) -> bytes:
    """Return the file for translating from one language into another; ``source``, ``target``: BCP 47 tags.

    The same units give the same bytes: there are no dates.
    """
    header = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "MIME-Version": "1.0",
        "Language": target.replace("-", "_"),
        "X-Source-Language": source,
        "Plural-Forms": plural_forms,
    }
    written = "".join(f"{name}: {value}\n" for name, value in header.items())
    messages = tuple(_message(entry, nplurals) for entry in entries)
    return po.write(Catalogue((Message("", msgstr=(written,)), *messages)))


def _message(entry: Entry, nplurals: int) -> Message:
    source, target = forms.split(entry.source), forms.split(entry.target)
    is_plural = len(source) > 1
    if is_plural:
        target = [*target, *[""] * nplurals][:nplurals]
    previous = forms.split(entry.previous)
    return Message(
        msgid=source[0],
        plural=source[1] if is_plural else None,
        context=entry.context,
        msgstr=tuple(target),
        extracted=tuple(line for note in entry.notes for line in note.splitlines()),
        flags=(*["fuzzy"] * entry.doubtful, *entry.flags),
        previous=Previous(*previous) if entry.previous else None,
    )


def read(content: bytes) -> Iterator[Entry | Foreign]:
    """Yield what a file says of units. Raises Unreadable with the line, as ``po.read`` does."""
    for message in po.read(content, undeclared=charsets.UTF8).messages:
        named = CONTEXT.search(message.context or "")
        if not named:
            yield Foreign(message.line, message.msgid)
            continue
        yield Entry(
            unit=int(named["unit"]),
            version=int(named["version"]),
            source=forms.join(message.sources),
            # One empty form says nothing about the text as a whole.
            target=forms.join(message.msgstr) if all(message.msgstr) else "",
            doubtful=message.fuzzy,
            line=message.line,
        )
