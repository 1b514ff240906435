"""How new text of a PO file is broken into lines: as the rest of the file is."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from multilingual.text.width import width

from .po_syntax import quoted

PAGE_WIDTH = 79  # that of GNU gettext (msgcat --width) and of Poedit, quotation marks included
LINE = re.compile(r"[^\n]*\n|[^\n]+")
# a string that goes on in the next line though its text has no line break there; a long line that could have
BROKEN = re.compile(rb'(?<!\\n)(?<!")"[ \t\r]*\n[ \t]*(?:#[~|]+[ \t]*)?"')
UNBROKEN = re.compile(rb'"[^"\n]{40}[^"\n]* [^"\n]{40}[^"\n]*"')
CLOSING = {"Pe", "Pf"}
OPENING = {"Ps", "Pi"}
JOINED = {"Mn", "Me", "Cf"}  # accents, joiners: part of the letter before
# begin no line: W3C, Requirements for Chinese Text Layout, prohibition rules
NO_START = "，。、；：？！…—～·％℃々ー,.;:?!%"


class Layout(NamedTuple):
    is_wrapped: bool = (
        False  # else lines are broken after a line break of the text and nowhere else
    )
    newline: str = "\n"


def seen_in(pieces: Iterable[bytes]) -> Layout:
    """The way of a file, where it can be seen. That of our own catalogues, where not."""
    broken = unbroken = 0
    newline = "\n"
    for piece in pieces:
        broken += len(BROKEN.findall(piece))
        unbroken += len(UNBROKEN.findall(piece))
        if b"\r\n" in piece:
            newline = "\r\n"
    return Layout(broken > unbroken, newline)


def text_lines(keyword: str, text: str, layout: Layout, taken: int = 0) -> list[str]:
    """A keyword with its string; `taken` columns of each line are for a mark such as "#~ "."""
    pieces = LINE.findall(text)
    whole = f"{keyword} {quoted(text)}"
    fits = not layout.is_wrapped or taken + width(whole) <= PAGE_WIDTH
    if len(pieces) < 2 and fits:
        return [whole]
    room = PAGE_WIDTH - taken - 2
    if layout.is_wrapped:
        pieces = [line for piece in pieces for line in wrapped(piece, room)]
    return [f'{keyword} ""', *map(quoted, pieces)]


def wrapped(text: str, room: int) -> Iterator[str]:
    """Lines that are no wider than `room` once quoted, unless a word is."""
    line, used = "", 0
    for word in words(text):
        wide = width(quoted(word)) - 2
        if line and used + wide > room:
            yield line
            line, used = "", 0
        line, used = line + word, used + wide
    yield line


def words(text: str) -> Iterator[str]:
    """Pieces between which a line may be broken: after spaces, and beside a Han character."""
    start = 0
    for place in range(1, len(text)):
        if _may_break(text[place - 1], text[place]):
            yield text[start:place]
            start = place
    yield text[start:]


def _may_break(before: str, after: str) -> bool:
    if after.isspace() or after in NO_START:
        return False
    if before == " ":
        return True
    if width(before) == width(after) == 1:
        return False
    kind_before, kind_after = unicodedata.category(before), unicodedata.category(after)
    return not (
        kind_before in OPENING
        or kind_before == "Cf"
        or kind_after in CLOSING
        or kind_after in JOINED
    )
