"""An entry of a PO file taken apart: where in its text each comment and each string stands, and its message."""

import re
from typing import NamedTuple

from .po_syntax import ENTRY_TEXT, LEAD_ITEM, Part, parts, unquoted
from .po_values import Message, Previous, Raw

SPACE = " \t\r\f\v\n"
UNDECODED = re.compile("[\udc80-\udcff]")  # bytes that are no letters in the file's charset

Texts = dict[str, str]  # by keyword


class Notes(NamedTuple):
    comments: tuple[str, ...]
    extracted: tuple[str, ...]
    places: tuple[str, ...]
    flags: tuple[str, ...]


NO_NOTES = Notes((), (), (), ())


class Comment(NamedTuple):
    kind: str  # "", ".", ":" or ","
    text: str
    start: int
    end: int  # after the line break


class Shape(NamedTuple):
    comments: list[Comment]
    previous: list[Part]
    parts: list[Part]
    previous_start: int  # where the comments end
    body_start: int
    is_obsolete: bool


def shape(text: str, charset: str) -> Shape:
    """Of an entry that the scan accepted."""
    return _shape(_matched(text), text, charset)


def message(raw: Raw) -> Message:
    text, charset = raw.text, raw.charset
    found = _matched(text)
    context, msgid, msgstr, previous = found.group("context", "msgid", "msgstr", "previous")
    if msgstr is None or previous is not None:
        read = _message_of(_shape(found, text, charset), raw, text)
    else:  # most messages are such, and the match has all of them
        texts = {"msgid": unquoted(msgid, charset), "msgstr": unquoted(msgstr, charset)}
        if context is not None:
            texts["msgctxt"] = unquoted(context, charset)
        line = raw.line + text.count("\n", 0, found.start("msgid"))
        read = _message(texts, _notes(text, found.start("body")), line, raw)
    object.__setattr__(read, "is_as_read", True)  # `replace` does not copy it
    return read


def comments(text: str, end: int | None = None) -> list[Comment]:
    """Those before a `domain` line are about it, not about the message."""
    every: list[Comment] = []
    for found in LEAD_ITEM.finditer(text, 0, len(text) if end is None else end):
        kind, line, domain = found.groups()
        if domain:
            every.clear()
        else:
            every.append(Comment(kind, line.rstrip(SPACE), found.start(), found.end() + 1))
    return every


def _matched(text: str) -> re.Match[str]:
    found = ENTRY_TEXT.match(text)
    assert found
    return found


def _shape(found: re.Match[str], text: str, charset: str) -> Shape:
    is_obsolete = found["old_body"] is not None
    body = found.start("old_body" if is_obsolete else "body")
    previous = found.start("old_previous" if is_obsolete else "previous")
    lead_end = body if previous < 0 else previous
    marks = ("#~|", "#~") if is_obsolete else ("#|", "")
    return Shape(
        comments(text, lead_end),
        list(parts(text, lead_end, body, marks[0], charset)),
        list(parts(text, body, found.end(), marks[1], charset)),
        lead_end,
        body,
        is_obsolete,
    )


def _message_of(taken: Shape, raw: Raw, text: str) -> Message:
    start = next(part.start for part in taken.parts if part.name == "msgid")
    return _message(
        _texts(taken.parts),
        _notes(text, taken.previous_start),
        raw.line + text.count("\n", 0, start),
        raw,
        _previous(_texts(taken.previous)),
        taken.is_obsolete,
    )


def _texts(parts: list[Part]) -> Texts:
    return {part.name: part.text for part in parts}


def _previous(texts: Texts) -> Previous | None:
    if not texts:
        return None
    return Previous(texts["msgid"], texts.get("msgid_plural"), texts.get("msgctxt"))


def _notes(text: str, end: int) -> Notes:
    lead = _clean(text[:end])
    if "#" not in lead:
        return NO_NOTES
    comments: list[str] = []
    extracted: list[str] = []
    places: list[str] = []
    flags: list[str] = []
    for kind, line, domain in LEAD_ITEM.findall(lead):
        if domain:
            for notes in (comments, extracted, places, flags):
                notes.clear()
        elif kind == ":":
            places += line.split()
        elif kind == ",":
            flags += filter(None, map(str.strip, line.split(",")))
        elif kind == ".":
            extracted.append(line.strip())
        else:
            comments.append(line.rstrip(SPACE))
    return Notes(tuple(comments), tuple(extracted), tuple(places), tuple(flags))


def _message(
    texts: Texts,
    notes: Notes,
    line: int,
    raw: Raw,
    previous: Previous | None = None,
    is_obsolete: bool = False,
) -> Message:
    msgid, context, plural = (
        texts.pop("msgid"),
        texts.pop("msgctxt", None),
        texts.pop("msgid_plural", None),
    )
    msgstr = tuple(texts.values())
    return Message(msgid, plural, context, msgstr, *notes, previous, is_obsolete, line, raw)


def _clean(text: str) -> str:
    return text if text.isascii() else UNDECODED.sub("\ufffd", text)
