"""What a PO file holds, as values."""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from workflow.text.problems import Problem

from . import charsets

Key = tuple[str | None, str]


class Unreadable(ValueError):
    """No PO file: the first line that cannot be read, and why."""

    def __init__(self, line: int, code: str, detail: str = "") -> None:
        super().__init__(line, code, detail)
        self.line, self.problem = line, Problem(code, detail)


class Unwritable(ValueError):
    """A text that this PO file cannot hold."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(*problem)
        self.problem = problem


class Previous(NamedTuple):
    """The source that a translation was made from, where it has changed since (`#|`)."""

    msgid: str
    plural: str | None = None
    context: str | None = None


class Raw(NamedTuple):
    """The lines of a message as they stand in its file, with the comments and blank lines before it."""

    content: bytes
    charset: str
    line: int  # the first

    @property
    def text(self) -> str:
        return self.content.decode(self.charset, "surrogateescape")


@dataclass(frozen=True, slots=True)
class Message:
    """`dataclasses.replace` edits it; `write` then writes what differs from its raw lines, and nothing else."""

    msgid: str
    plural: str | None = None
    context: str | None = None
    msgstr: tuple[str, ...] = ("",)
    comments: tuple[str, ...] = ()  # by translators: the text after "#"
    extracted: tuple[str, ...] = ()  # by programmers: the text after "#."
    places: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    previous: Previous | None = None
    is_obsolete: bool = False
    line: int = field(default=0, compare=False)  # of the msgid
    raw: Raw | None = field(default=None, compare=False, repr=False)
    is_as_read: bool = field(default=False, init=False, compare=False, repr=False)

    @property
    def key(self) -> Key:
        return self.context, self.msgid

    @property
    def sources(self) -> tuple[str, ...]:
        """The msgid, and the msgid_plural where there is one."""
        return (self.msgid,) if self.plural is None else (self.msgid, self.plural)

    @property
    def fuzzy(self) -> bool:
        return "fuzzy" in self.flags

    @property
    def translated(self) -> bool:
        return all(self.msgstr)


@dataclass(frozen=True)
class Catalogue:
    """A file in its order. Entries that were read become messages anew each time they are gone through: a large file
    takes little more than its own size. `domain` lines are kept where they stand and are no part of a key."""

    entries: Collection[Message] = ()
    charset: str = charsets.UTF8  # as Python calls it
    head: bytes = b""  # a byte order mark
    tail: bytes = b""  # comments and blank lines after the last message

    @cached_property
    def header(self) -> Message | None:
        every = (message for message in self.entries if not message.is_obsolete)
        return next((message for message in every if message.key == (None, "")), None)

    @cached_property
    def messages(self) -> tuple[Message, ...]:
        """Those in use, without the header."""
        every = (message for message in self.entries if not message.is_obsolete)
        return tuple(message for message in every if message.key != (None, ""))

    @cached_property
    def obsolete(self) -> tuple[Message, ...]:
        return tuple(message for message in self.entries if message.is_obsolete)

    def header_field(self, name: str) -> str:
        for line in self.header.msgstr[0].splitlines() if self.header else ():
            found, _, value = line.partition(":")
            if found.strip().lower() == name.lower():
                return value.strip()
        return ""
