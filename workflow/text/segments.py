"""Texts of an item cut into what is translated by itself, and joined again. No Django.

Rich text is cut by block. What is no text (the tags of blocks, white space around a text, attributes) stays where it is
in the document's HTML; joining puts the texts into their places there. ``join(cut(html), texts)`` with the texts as
they were cut is ``html``, byte for byte, whatever the HTML.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape, unescape
from itertools import groupby
from typing import NamedTuple

from multilingual.text import blocks
from multilingual.text.blocks import ALT, SPACES, TAG, VOID

from . import tags as numbered
from .tags import PARAGRAPHS, Tag

WHITE = " \t\n\r\f"

# How a block goes on in another paragraph. A heading or a cell stays one: there it is another line.
_PARTED = {"p": "</p><p>", "li": "</li><li>"}
_OPENING_LINK = re.compile(r"<a(?=\s)[^<>]*+>", re.IGNORECASE)


class Segment(NamedTuple):
    """A text that is translated by itself."""

    kind: str
    """``paragraph``, ``heading``, ``item``, ``cell``, ``quote``, ``caption``, ``figure`` (loose text in a figure) or
    ``alt`` in rich text, ``text`` in plain text."""
    level: int
    """Of a heading; else 0."""
    text: str
    """With numbered tags (`workflow.text.tags`); white space folded in rich text."""
    tags: tuple[Tag, ...]
    """In order of their numbers, from 1."""
    start: int
    end: int
    """Where it stands in the document's HTML."""
    path: tuple[str, ...] = ()
    """The block tags around it, from the outside."""
    within: int = 0
    """Of an alt text: the number of its picture in the text before it; 0 when the picture stands between texts."""


class Document(NamedTuple):
    html: str
    """Or the plain text."""
    segments: tuple[Segment, ...]
    """In order of reading; alt texts of pictures within a text follow that text."""


Own = Mapping[int, Sequence[Tag]]
"""By the index of a segment: tags that its translation has instead of or besides those of the source."""


def cut(html: str) -> Document:
    """Cut rich text by block. A block without words (a picture may be in it) is no segment.

    An element that runs over the edge of a block cannot be in either text: it parts them and stays where it is.
    """
    found: list[Segment] = []
    for piece in blocks.pieces(html):
        if not piece.is_tag:
            found += _of_piece(html, piece)
    return Document(html, tuple(found))


def cut_plain(text: str) -> Document:
    """Cut plain text by paragraph: what blank lines part."""
    found = []
    lines = []
    at = 0
    for line in text.split("\n"):
        lines.append((at, line))
        at += len(line) + 1
    for is_blank, group in groupby(lines, lambda placed: not placed[1].strip()):
        if not is_blank:
            paragraph = list(group)
            (first, line), (last, last_line) = paragraph[0], paragraph[-1]
            start = first + len(line) - len(line.lstrip(WHITE))
            end = last + len(last_line.rstrip(WHITE))
            said = numbered.literal(text[start:end].replace("\r\n", "\n"))
            found.append(Segment("text", 0, said, (), start, end))
    return Document(text, tuple(found))


def join(document: Document, texts: Sequence[str | None], own: Own | None = None) -> str:
    """Return the document's HTML (or plain text) with other texts in it; None leaves a text as it is.

    A blank line in the text of a paragraph or an item begins another one. Whatever the texts are, nothing of them is
    lost and what comes out is properly nested (`tags.problems` says what a translator should mend). With "" the block
    stays, empty.

    Raises ValueError unless there is one text for each segment.
    """
    own = own or {}
    written = []
    at = 0
    for index, (segment, text) in enumerate(zip(document.segments, texts, strict=True)):
        if not segment.within:
            tags = with_alts(known(segment, own.get(index, ())), _alts(document, index, texts))
            shown = segment.text if text is None else text
            is_same = shown == segment.text and tags == segment.tags
            as_is = document.html[segment.start : segment.end]
            written.append(document.html[at : segment.start])
            written.append(as_is if is_same else html(segment, shown, tags))
            at = segment.end
    return "".join([*written, document.html[at:]])


def html(segment: Segment, text: str, tags: Sequence[Tag] | None = None) -> str:
    """Write a text as it stands in the place of a segment."""
    if segment.kind == "text":
        return numbered.said(text).strip(WHITE)
    if segment.kind == "alt":
        return escape(_line(text))
    parts = (
        numbered.html(part, segment.tags if tags is None else tags) for part in paragraphs(text)
    )
    return _PARTED.get("".join(segment.path[-1:]), "<br><br>").join(parts)


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a translation of rich text."""
    return [part for part in PARAGRAPHS.split(text) if part.strip(WHITE)]


def known(segment: Segment, own: Sequence[Tag] = ()) -> tuple[Tag, ...]:
    """Return the tags that a translation of a segment may have: the source's, unless it has its own of that number."""
    tags = {tag.number: tag for tag in (*segment.tags, *own)}
    return tuple(tags[number] for number in sorted(tags))


def with_alts(tags: Sequence[Tag], alts: Mapping[int, str]) -> tuple[Tag, ...]:
    """Return tags with other alt texts, as units have them, for pictures by their numbers."""
    return tuple(
        tag.having("alt", _line(alts[tag.number])) if tag.number in alts else tag for tag in tags
    )


def says_same(segment: Segment, one: str, other: str, own: Sequence[Tag] = ()) -> bool:
    """Whether two texts are the same on the page: of two bold words it does not matter which number each has."""
    tags = known(segment, own)
    return html(segment, one, tags) == html(segment, other, tags)


def relink(html: str, address: Callable[[str], str]) -> str:
    """Return rich text whose links lead elsewhere: ``/zh-hans/news/`` to ``/en/news/``, say.

    What leads to the same place as before is not touched.
    """

    def led(written: re.Match[str]) -> str:
        tag = Tag(1, "a", written[0])
        href = tag.get("href")
        leads_to = address(href) if href else href
        return written[0] if leads_to == href else tag.having("href", leads_to).written

    return _OPENING_LINK.sub(led, html)


def _alts(document: Document, index: int, texts: Sequence[str | None]) -> dict[int, str]:
    """The alt texts that were changed, by the number of their picture in a text."""
    changed = {}
    for place in range(index + 1, len(document.segments)):
        alt, text = document.segments[place], texts[place]
        if not alt.within:
            break
        if text is not None and text != alt.text:
            changed[alt.within] = text
    return changed


def _line(text: str) -> str:
    return SPACES.sub(" ", numbered.said(text)).strip(" ")


# Cutting


class _Mark(NamedTuple):
    """A tag within a piece of rich text; `partner` is the index of the tag that ends or begins the same element."""

    tag: re.Match[str]
    partner: int


def _of_piece(html: str, piece: blocks.Piece) -> Iterator[Segment]:
    for start, end, marks in _stretches(html, piece):
        yield from _of_stretch(html, start, end, marks, piece.path)


def _stretches(html: str, piece: blocks.Piece) -> Iterator[tuple[int, int, list[_Mark]]]:
    """Part a piece at the tags of elements that are not wholly in it."""
    found = list(TAG.finditer(html, piece.start, piece.end))
    partners = _partners(found)
    marks: list[_Mark] = []
    start, offset = piece.start, 0
    for at, (tag, partner) in enumerate(zip(found, partners, strict=True)):
        if partner is None:
            yield start, tag.start(), marks
            start, marks, offset = tag.end(), [], at + 1
        else:
            marks.append(_Mark(tag, partner - offset))
    yield start, piece.end, marks


def _partners(found: Sequence[re.Match[str]]) -> list[int | None]:
    """Find for each tag the one that ends or begins its element, itself for a single one.

    None for those that cannot stay in one text: they have no partner, or stand around one that has none.
    """
    partners = _nested(found)
    lone = [0]  # how many have no partner, up to each
    for partner in partners:
        lone.append(lone[-1] + (partner is None))
    return [
        None if partner is not None and lone[at] != lone[partner] else partner
        for at, partner in enumerate(partners)
    ]


def _nested(found: Sequence[re.Match[str]]) -> list[int | None]:
    partners: list[int | None] = [None] * len(found)
    opened: list[tuple[str, int]] = []
    times: dict[str, int] = {}
    for at, tag in enumerate(found):
        name = tag["name"].lower()
        if name in VOID:
            partners[at] = None if tag["end"] else at
        elif not tag["end"]:
            opened.append((name, at))
            times[name] = times.get(name, 0) + 1
        elif times.get(name):
            other, beginning = "", 0
            while other != name:
                other, beginning = opened.pop()
                times[other] -= 1
            partners[at], partners[beginning] = beginning, at
    return partners


def _of_stretch(
    html: str, start: int, end: int, marks: Sequence[_Mark], path: tuple[str, ...]
) -> Iterator[Segment]:
    start = end - len(html[start:end].lstrip(WHITE))
    end = start + len(html[start:end].rstrip(WHITE))
    text, tags = _numbered(html, start, end, marks)
    if numbered.plain(text).strip():
        kind = blocks.kind(path)
        yield Segment(kind, _level(path), text, tags, start, end, path)
    else:
        tags = tuple(tag._replace(number=0) for tag in tags)
    pictures = (mark.tag for mark in marks if mark.tag["name"].lower() == "img")
    for picture, tag in zip(pictures, (tag for tag in tags if tag.name == "img"), strict=True):
        yield from _alt(picture, tag.number, path)


def _numbered(
    html: str, start: int, end: int, marks: Sequence[_Mark]
) -> tuple[str, tuple[Tag, ...]]:
    parts: list[str] = []
    tags: dict[int, Tag] = {}  # by the index of the mark that begins it
    at = start
    for index, (tag, partner) in enumerate(marks):
        parts.append(numbered.literal(unescape(html[at : tag.start()])))
        at = tag.end()
        if tag["end"]:
            parts.append(f"</{tags[partner].number}>")
            continue
        new = tags[index] = Tag(len(tags) + 1, tag["name"].lower(), tag[0])
        parts.append(f"<{new.number}/>" if new.is_single else f"<{new.number}>")
    parts.append(numbered.literal(unescape(html[at:end])))
    return SPACES.sub(" ", "".join(parts)).strip(" "), tuple(tags.values())


def _level(path: tuple[str, ...]) -> int:
    return next((int(tag[1]) for tag in reversed(path) if re.fullmatch("h[1-6]", tag)), 0)


def _alt(picture: re.Match[str], number: int, path: tuple[str, ...]) -> Iterator[Segment]:
    found = ALT.search(picture[0])
    if not found:
        return
    quoted = "text" if found["text"] is not None else "other"
    start, end = (picture.start() + place for place in found.span(quoted))
    text = SPACES.sub(" ", numbered.literal(unescape(found[quoted]))).strip(" ")
    if text.strip():
        yield Segment("alt", 0, text, (), start, end, path, number)
