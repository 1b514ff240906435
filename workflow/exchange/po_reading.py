"""Bytes to values. What msgcat refuses is refused, with its line; msgcat refuses a byte order mark, we do not."""

import re
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import pairwise

from . import charsets
from .po_entry import UNDECODED, comments, message, shape
from .po_faults import fault
from .po_syntax import (
    CONTEXT_SEPARATOR,
    ENTRY_BYTES,
    IMPOSSIBLE,
    LEAD_BYTES,
    unquoted_bytes,
)
from .po_values import Catalogue, Message, Raw, Unreadable

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
SEPARATOR = CONTEXT_SEPARATOR.encode()
NATIVE = (charsets.UTF8, charsets.ASCII)  # read as they are; others are scanned as UTF-8
NUMERIC_ESCAPE = re.compile(rb"\\[0-7x]")
GROUPS = ("domain", "context", "msgid", "plural", "old_context", "old_msgid", "old_plural")


class Entries(Collection[Message]):
    """The messages of a file, kept as its bytes and the places where each begins."""

    def __init__(
        self, content: bytes, starts: "array[int]", lines: "array[int]", charset: str
    ) -> None:
        self.content, self.starts, self.lines, self.charset = content, starts, lines, charset

    def __len__(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[Message]:
        return map(message, self.raws())

    def __contains__(self, wanted: object) -> bool:
        return any(wanted == message for message in self)

    def pieces(self) -> Iterator[bytes]:
        return (self.content[start:end] for start, end in pairwise(self.starts))

    def raws(self) -> Iterator[Raw]:
        for piece, line in zip(self.pieces(), self.lines, strict=True):
            yield Raw(piece, self.charset, line)


def read(content: bytes, *, is_template: bool = False, undeclared: str | None = None) -> Catalogue:
    """Raises Unreadable and nothing else.

    `is_template`: the header may leave the charset open (CHARSET), as that of a .pot file does.
    `undeclared`: what a file is taken for that names no charset; without it such a file must be ASCII, as for msgcat.
    """
    head = BYTE_ORDER_MARK if content.startswith(BYTE_ORDER_MARK) else b""
    charset, is_named = _charset(content, len(head), is_template, undeclared)
    scan = _Scan(_as_utf8(content, charset), len(head))
    starts = scan.starts if charset in NATIVE else _starts_in(charset, scan)
    entries = Entries(content, starts, scan.lines, charset)
    if not is_named:
        _refuse_beyond_ascii(content, 0, starts[-1])
    _refuse_domains_without_header(entries, scan)
    if not _is_clean(content, charset):
        tail = Raw(content[starts[-1] :], charset, scan.end_line)
        _refuse_wrong_letters(entries, scan.header, tail)
    return Catalogue(entries, charset, head, content[starts[-1] :])


def _charset(
    content: bytes, start: int, is_template: bool, undeclared: str | None
) -> tuple[str, bool]:
    header = _header(content, start)
    name = charsets.declared(header.msgstr[0]) if header else None
    if header is None or name is None:
        name = charsets.UTF8 if start else undeclared
        return (charsets.codec(name or "") or charsets.ASCII), name is not None
    if is_template and name == charsets.TEMPLATE:
        return charsets.ASCII, False
    charset = charsets.codec(name)
    if charset is None:
        raise Unreadable(header.line, "charset-unknown", name)
    return charset, True


def _header(content: bytes, position: int) -> Message | None:
    """Before it, and within it, letters beyond ASCII may be in any charset."""
    line = 1
    while found := ENTRY_BYTES.match(content, position):
        if found["msgid"] and found["context"] is None and not unquoted_bytes(found["msgid"]):
            return message(Raw(found[0], charsets.ASCII, line))
        line += content.count(b"\n", position, found.end())
        position = found.end()
    return None


def _as_utf8(content: bytes, charset: str) -> bytes:
    """In some charsets a quotation mark or backslash may be half of a letter."""
    if charset in NATIVE:
        return content
    return content.decode(charset, "surrogateescape").encode(errors="surrogateescape")


class _Scan:
    """Goes through a whole file once, an entry at a time, and decodes nothing that need not be."""

    def __init__(self, text: bytes, start: int) -> None:
        self.text = text
        self.starts, self.lines = array("Q", [start]), array("Q")
        self.header = -1
        self.domains: list[tuple[bytes, int]] = []  # with the number of its first entry
        self.known: defaultdict[bytes, set[bytes]] = defaultdict(set)  # keys by domain
        self.end_line = self._entries(start)
        self._refuse_rest()

    def _entries(self, position: int) -> int:
        text, match, known, line = self.text, ENTRY_BYTES.match, self.known[b""], 1
        while found := match(text, position):
            domain, context, msgid, plural, old_context, old_msgid, old_plural = found.group(
                *GROUPS
            )
            if domain:
                name = unquoted_bytes(domain)
                known = self.known[name]
                self.domains.append((name, len(self.lines)))
            key = unquoted_bytes(msgid or old_msgid)
            if (shown := context or old_context) is not None:
                key = unquoted_bytes(shown) + SEPARATOR + key
            if key in known:
                raise Unreadable(self._line(found, line), "duplicate", _msgid(key))
            known.add(key)
            if not key and msgid and self.header < 0:
                self.header = len(self.lines)
            if plural or old_plural:
                _refuse_wrong_numbers(Raw(found[0], charsets.UTF8, line))
            self.lines.append(line)
            end = found.end()
            line += text.count(b"\n", position, end)
            self.starts.append(end)
            position = end
        return line

    def _line(self, found: re.Match[bytes], line: int) -> int:
        place = found.start("msgid" if found["msgid"] else "old_msgid")
        return line + self.text.count(b"\n", found.start(), place)

    def _refuse_rest(self) -> None:
        """After the last message there may be comments and white space."""
        rest = LEAD_BYTES.match(self.text, self.starts[-1])
        if not rest or rest.end() < len(self.text):
            raise fault(self.text, self.starts[-1], self.end_line)


def _refuse_wrong_numbers(raw: Raw) -> None:
    """Plural forms are numbered 0, 1, 2…; how many there must be is the language's business."""
    text = raw.text
    forms = [part for part in shape(text, raw.charset).parts if part.name.startswith("msgstr")]
    for number, part in enumerate(forms):
        if part.name != f"msgstr[{number}]":
            line = raw.line + text.count("\n", 0, part.start)
            raise Unreadable(line, "plural-numbers", f"msgstr[{number}]")


def _msgid(key: bytes) -> str:
    return key.rpartition(SEPARATOR)[2].decode(errors="replace")


def _starts_in(charset: str, scan: _Scan) -> "array[int]":
    """Where the entries begin in the file itself. What Python writes in a charset is as long as what it read."""
    starts = array("Q", scan.starts[:1])
    for start, end in pairwise(scan.starts):
        text = scan.text[start:end].decode(errors="surrogateescape")
        starts.append(starts[-1] + len(text.encode(charset, "surrogateescape")))
    return starts


def _refuse_domains_without_header(entries: Entries, scan: _Scan) -> None:
    """Each domain has a header of its own."""
    places = [*scan.domains, (b"", len(entries))]
    for (domain, first), (_, last) in pairwise(places):
        if b"" not in scan.known[domain]:
            _refuse_beyond_ascii(entries.content, entries.starts[first], entries.starts[last])


def _refuse_beyond_ascii(content: bytes, start: int, end: int) -> None:
    if not content[start:end].isascii():
        beyond = next(place for place in range(start, end) if content[place] > 127)
        raise Unreadable(content.count(b"\n", 0, beyond) + 1, "charset-missing")


def _is_clean(content: bytes, charset: str) -> bool:
    """Whether nothing in it needs a look. (One expression for all three would take as long as the whole scan.)"""
    if b"\0" in content or b"\x04" in content or NUMERIC_ESCAPE.search(content):
        return False
    try:
        content.decode(charset)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_wrong_letters(entries: Entries, header: int, tail: Raw) -> None:
    """In comments, after their first letter, msgcat takes all bytes, and so do we: such files exist."""
    for number, raw in enumerate(entries.raws()):
        if number > header:
            _refuse_wrong_comments(raw)
        _refuse_wrong_strings(raw)
    _refuse_wrong_comments(tail)


def _refuse_wrong_comments(raw: Raw) -> None:
    for comment in comments(raw.text):
        if comment.kind == "" and UNDECODED.match(comment.text):
            line = raw.line + raw.text.count("\n", 0, comment.start)
            raise Unreadable(line, "undecodable", raw.charset)


def _refuse_wrong_strings(raw: Raw) -> None:
    text = raw.text
    entry = shape(text, raw.charset)
    for part in (*entry.previous, *entry.parts):
        line = raw.line + text.count("\n", 0, part.start)
        wrong = UNDECODED.search(text, part.start, part.end)
        if wrong or UNDECODED.search(part.text):
            line += text.count("\n", part.start, wrong.start()) if wrong else 0
            raise Unreadable(line, "undecodable", raw.charset)
        if found := IMPOSSIBLE.search(part.text):
            raise Unreadable(line, "letter-impossible", f"U+{ord(found[0]):04X}")
