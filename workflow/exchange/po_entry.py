"""An entry of a PO file taken apart: where in its text each comment and each string stands, and its message."""

import re
from typing import NamedTuple

from .po_syntax import ENTRY_TEXT, LEAD_ITEM, Part, parts
from .po_values import Message, Previous, Raw

KIND = re.compile(r"(?:#~[ \t\r\f\v]*)?(#[.:,]?)")
SPACE = " \t\r\f\v\n"
UNDECODED = re.compile("[\udc80-\udcff]")  # bytes that are no letters in the file's charset


class Comment(NamedTuple):
    kind: str  # "#", "#.", "#:" or "#,"
    text: str  # after it
    start: int
    end: int  # after the line break


class Shape(NamedTuple):
    comments: list[Comment]
    previous: list[Part]
    parts: list[Part]
    previous_start: int  # where the comments end
    body_start: int
    is_obsolete: bool

    @property
    def msgid_start(self) -> int:
        return next(part.start for part in self.parts if part.name == "msgid")


def shape(text: str, charset: str) -> Shape:
    """Of an entry that the scan accepted."""
    found = ENTRY_TEXT.match(text)
    assert found
    is_obsolete = found["old_body"] is not None
    body = found.start("old_body" if is_obsolete else "body")
    previous = found.start("old_previous" if is_obsolete else "previous")
    lead_end = body if previous < 0 else previous
    marks = ("#~|", "#~") if is_obsolete else ("#|", "")
    return Shape(
        comments(text, lead_end) if lead_end > 1 else [],
        list(parts(text, lead_end, body, marks[0], charset)) if previous >= 0 else [],
        list(parts(text, body, found.end(), marks[1], charset)),
        lead_end,
        body,
        is_obsolete,
    )


def message(raw: Raw) -> Message:
    text = raw.text
    read = _message(shape(text, raw.charset), text, raw)
    object.__setattr__(read, "is_as_read", True)  # `replace` does not copy it
    return read


def _message(shape: Shape, text: str, raw: Raw) -> Message:
    texts = {part.name: _clean(part.text) for part in shape.parts}
    notes: dict[str, list[str]] = {"#": [], "#.": [], "#:": [], "#,": []}
    for comment in shape.comments:
        notes[comment.kind].append(_clean(comment.text))
    return Message(
        msgid=texts["msgid"],
        plural=texts.get("msgid_plural"),
        context=texts.get("msgctxt"),
        msgstr=tuple(text for name, text in texts.items() if name.startswith("msgstr")),
        comments=tuple(notes["#"]),
        extracted=tuple(map(str.strip, notes["#."])),
        places=tuple(place for note in notes["#:"] for place in note.split()),
        flags=tuple(flag for note in notes["#,"] for flag in _flags(note)),
        previous=_previous(shape.previous) if shape.previous else None,
        is_obsolete=shape.is_obsolete,
        line=raw.line + text.count("\n", 0, shape.msgid_start),
        raw=raw,
    )


def comments(text: str, end: int | None = None) -> list[Comment]:
    """Those before a `domain` line are about it, not about the message."""
    found_comments: list[Comment] = []
    for found in LEAD_ITEM.finditer(text, 0, len(text) if end is None else end):
        line = found["comment"]
        if line is None:
            found_comments.clear()
            continue
        kind = KIND.match(line)
        assert kind
        found_comments.append(
            Comment(kind[1], line[kind.end() :].rstrip(SPACE), found.start(), found.end() + 1)
        )
    return found_comments


def _flags(note: str) -> list[str]:
    return [flag for flag in map(str.strip, note.split(",")) if flag]


def _clean(text: str) -> str:
    return text if text.isascii() else UNDECODED.sub("\ufffd", text)


def _previous(parts: list[Part]) -> Previous:
    texts = {part.name: part.text for part in parts}
    return Previous(texts["msgid"], texts.get("msgid_plural"), texts.get("msgctxt"))
