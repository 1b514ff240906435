"""A PO file as values and back. Reading is strict: what it does not understand it refuses, with the line.

Ours because Babel's reader takes conflict markers and cut files without complaint, and its writer loses previous
msgids, flags and header fields.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

CONFLICT_MARKER = re.compile(r"^(<{7}|={7}|>{7}|\|{7})( |$)")
KEYWORD = re.compile(r"^(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d+)\])?)\s*(\".*)$")
QUOTED = re.compile(r'^"((?:[^"\\]|\\.)*)"$')
LINE = re.compile(r"[^\n]*\n|[^\n]+")
ESCAPE = re.compile(r"\\(.)")
UNESCAPED = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
ESCAPED = {character: f"\\{letter}" for letter, character in UNESCAPED.items()}

Key = tuple[str | None, str]


class Unreadable(ValueError):
    def __init__(self, line: int, code: str, detail: str = "") -> None:
        super().__init__(line, code, detail)
        self.line, self.code, self.detail = line, code, detail


@dataclass(frozen=True)
class Message:
    msgid: str
    plural: str | None = None
    context: str | None = None
    msgstr: tuple[str, ...] = ("",)
    comments: tuple[str, ...] = ()  # by translators: the text after "#"
    extracted: tuple[str, ...] = ()  # by programmers: the text after "#."
    places: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    previous: tuple[str, ...] = ()  # the text after "#|"
    line: int = field(default=0, compare=False)

    @property
    def key(self) -> Key:
        return self.context, self.msgid

    @property
    def fuzzy(self) -> bool:
        return "fuzzy" in self.flags

    @property
    def translated(self) -> bool:
        return all(self.msgstr)


@dataclass(frozen=True)
class Catalogue:
    header: Message
    messages: tuple[Message, ...] = ()
    obsolete: tuple[Message, ...] = ()

    def header_field(self, name: str) -> str:
        for line in self.header.msgstr[0].splitlines():
            found, _, value = line.partition(":")
            if found.strip().lower() == name.lower():
                return value.strip()
        return ""


def read(content: bytes) -> Catalogue:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(content[: error.start].count(b"\n") + 1, "not-utf8") from None
    reader = _Reader()
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        reader.take(number, line.strip())
    reader.finish_message()
    if lines[-1]:
        raise Unreadable(len(lines), "cut-off")
    return reader.catalogue()


def write(catalogue: Catalogue) -> bytes:
    blocks = [_block(message) for message in (catalogue.header, *catalogue.messages)]
    blocks += [_block(message, "#~ ") for message in catalogue.obsolete]
    return "\n".join(blocks).encode()


class _Reader:
    """Collects lines into the message they belong to; a comment or a new msgctxt or msgid begins the next one."""

    def __init__(self) -> None:
        self.active: dict[Key, Message] = {}
        self.obsolete: dict[Key, Message] = {}
        self._begin()

    def _begin(self) -> None:
        self.line = self.last_line = 0
        self.is_obsolete = False
        self.notes: dict[str, list[str]] = {"#": [], "#.": [], "#:": [], "#,": [], "#|": []}
        self.parts: dict[str, str] = {}
        self.open_part = ""

    def take(self, number: int, line: str) -> None:
        if CONFLICT_MARKER.match(line):
            raise Unreadable(number, "conflict-marker")
        if line.startswith("#~"):
            self._take_obsolete(number, line[2:].strip())
        elif line.startswith("#"):
            self._take_comment(number, line)
        elif line:
            self._take_text(number, line, is_obsolete=False)

    def _take_obsolete(self, number: int, line: str) -> None:
        if line.startswith("|"):
            self._take_comment(number, f"#{line}")
        elif line:
            self._take_text(number, line, is_obsolete=True)

    def _take_comment(self, number: int, line: str) -> None:
        if self.parts:
            self.finish_message()
        kind = line[:2] if line[:2] in self.notes else "#"
        self.notes[kind].append(line[len(kind) :])

    def _take_text(self, number: int, line: str, *, is_obsolete: bool) -> None:
        if line.startswith('"'):
            if not self.open_part or is_obsolete != self.is_obsolete:
                raise Unreadable(number, "text-without-keyword")
            self.parts[self.open_part] += unquote(number, line)
            return
        keyword = KEYWORD.match(line)
        if not keyword:
            raise Unreadable(number, "unknown-line", line[:40])
        if keyword[1] in ("msgctxt", "msgid") and self.parts.keys() - {"msgctxt"}:
            self.finish_message()
        self._open(number, keyword[1], keyword[3], is_obsolete=is_obsolete)

    def _open(self, number: int, part: str, text: str, *, is_obsolete: bool) -> None:
        if part in self.parts:
            raise Unreadable(number, "repeated-keyword", part)
        if self.parts and is_obsolete != self.is_obsolete:
            raise Unreadable(number, "unknown-line", part)
        if part == "msgid":
            self.line = number
        self.is_obsolete, self.open_part, self.last_line = is_obsolete, part, number
        self.parts[part] = unquote(number, text)

    def finish_message(self) -> None:
        if not self.parts:
            return
        message = self._message()
        if self.is_obsolete:
            self.obsolete[message.key] = message
        elif message.key in self.active:
            raise Unreadable(self.line, "duplicate", message.msgid)
        else:
            self.active[message.key] = message
        self._begin()

    def _message(self) -> Message:
        if "msgid" not in self.parts:
            raise Unreadable(self.last_line, "msgid-missing")
        plural = self.parts.get("msgid_plural")
        return Message(
            msgid=self.parts["msgid"],
            plural=plural,
            context=self.parts.get("msgctxt"),
            msgstr=tuple(self._translations(plural)),
            comments=tuple(self.notes["#"]),
            extracted=tuple(note.strip() for note in self.notes["#."]),
            places=tuple(place for note in self.notes["#:"] for place in note.split()),
            flags=tuple(
                flag.strip()
                for note in self.notes["#,"]
                for flag in note.split(",")
                if flag.strip()
            ),
            previous=tuple(note.strip() for note in self.notes["#|"]),
            line=self.line,
        )

    def _translations(self, plural: str | None) -> Iterator[str]:
        names = [part for part in self.parts if part.startswith("msgstr")]
        expected = (
            ["msgstr"] if plural is None else [f"msgstr[{form}]" for form in range(len(names))]
        )
        if not names or names != expected:
            raise Unreadable(self.last_line, "msgstr-missing", self.parts["msgid"])
        return (self.parts[name] for name in names)

    def catalogue(self) -> Catalogue:
        header = self.active.pop((None, ""), None)
        if header is None:
            raise Unreadable(1, "header-missing")
        return Catalogue(header, tuple(self.active.values()), tuple(self.obsolete.values()))


def unquote(number: int, text: str) -> str:
    quoted = QUOTED.match(text)
    if not quoted:
        raise Unreadable(number, "unterminated-string")
    unknown = [letter for letter in ESCAPE.findall(quoted[1]) if letter not in UNESCAPED]
    if unknown:
        raise Unreadable(number, "unknown-escape", f"\\{unknown[0]}")
    return ESCAPE.sub(lambda escape: UNESCAPED[escape[1]], quoted[1])


def quote(text: str) -> str:
    return '"' + "".join(ESCAPED.get(character, character) for character in text) + '"'


def sort(messages: Iterable[Message]) -> tuple[Message, ...]:
    return tuple(sorted(messages, key=lambda message: (message.msgid, message.context or "")))


def _block(message: Message, prefix: str = "") -> str:
    previous = "#~|" if prefix else "#|"
    lines = [f"#{comment}" for comment in message.comments]
    lines += [f"#. {comment}" for comment in message.extracted]
    lines += [f"#: {place}" for place in message.places]
    lines += [f"#, {', '.join(message.flags)}"] if message.flags else []
    lines += [f"{previous} {text}" for text in message.previous]
    lines += [prefix + line for line in _text_lines(message)]
    return "".join(f"{line}\n" for line in lines)


def _text_lines(message: Message) -> Iterator[str]:
    if message.context is not None:
        yield from _keyword_lines("msgctxt", message.context)
    yield from _keyword_lines("msgid", message.msgid)
    if message.plural is None:
        yield from _keyword_lines("msgstr", message.msgstr[0])
        return
    yield from _keyword_lines("msgid_plural", message.plural)
    for form, text in enumerate(message.msgstr):
        yield from _keyword_lines(f"msgstr[{form}]", text)


def _keyword_lines(keyword: str, text: str) -> Iterator[str]:
    """Lines are broken after a newline of the text and nowhere else: a change then shows as the line it is."""
    pieces = LINE.findall(text)
    if len(pieces) < 2:
        yield f"{keyword} {quote(text)}"
        return
    yield f'{keyword} ""'
    yield from map(quote, pieces)
