"""Rich text cut into its blocks: paragraphs, headings, items of lists, cells of tables. No Django.

For what `multilingual.richtext.clean` lets through, and figures. `pieces` only says where blocks begin and end, so that
nothing is lost of any text; `cut` gives the blocks as they are read.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

KINDS = {
    "p": "paragraph",
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    "li": "item",
    **dict.fromkeys(("th", "td"), "cell"),
    "blockquote": "quote",
    "figure": "figure",
    "figcaption": "caption",
}
BOXES = {"ul", "ol", "table", "caption", "thead", "tbody", "tfoot", "tr", "div", "section", "hr"}
VOID = {"br", "img", "hr", "wbr"}

# Cleaned text has no raw angle brackets but those of tags. Possessive (*+), so that no text makes the search slow.
TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][^\s<>/]*+)[^<>]*+>")
ALT = re.compile(r"""(?<=\s)alt\s*=\s*(?:"(?P<text>[^"]*)"|'(?P<other>[^']*)')""")

# As browsers fold: a no-break space and an ideographic space stay what they are.
SPACES = re.compile(r"[ \t\n\r\f]+")

# Nobody writes deeper lists; a path that says more would make hostile texts slow.
DEPTH = 32


class Block(NamedTuple):
    kind: str
    """paragraph, heading, item, cell, quote, figure or caption; a paragraph within another kind is of that kind."""
    html: str
    """Its inside as written, without the tags of the block."""
    text: str
    """What is read there, a picture's alt text included, white space folded."""
    path: tuple[str, ...] = ()
    """The block tags around it, from the outside: ``("ul", "li")``."""


class Piece(NamedTuple):
    """A stretch of rich text: one tag of a block, or what stands between two of them."""

    start: int
    end: int
    is_tag: bool
    path: tuple[str, ...]
    """The block tags around what is no tag, from the outside; of many the innermost ones."""


def cut(html: str) -> list[Block]:
    """Return the blocks that say something, in order of reading; text outside any block is a paragraph.

    A block within a block parts it: an item, the items of the list in it, the rest of the item.
    """
    inline = _Inline()
    blocks = []
    for piece in pieces(html):
        if not piece.is_tag:
            inside = SPACES.sub(" ", inline.balanced(html[piece.start : piece.end])).strip(" ")
            text = plain(inside)
            if text.strip() or "<img" in inside:
                blocks.append(Block(kind(piece.path), inside, text, piece.path))
    return blocks


def pieces(html: str) -> Iterator[Piece]:
    """Yield the tags of blocks and what stands between them, in order; together they are the whole text.

    The end of a block that was never begun parts nothing.
    """
    path: list[str] = []
    times = Counter[str]()  # how often each tag is in the path
    start = 0
    for tag in TAG.finditer(html):
        name = tag["name"].lower()
        if not (times[name] if tag["end"] else name in KINDS or name in BOXES):
            continue
        if start < tag.start():
            yield Piece(start, tag.start(), False, tuple(path[-DEPTH:]))
        yield Piece(*tag.span(), True, ())
        start = tag.end()
        if tag["end"]:
            while (ended := path.pop()) != name:
                times[ended] -= 1
            times[name] -= 1
        elif name not in VOID:
            path.append(name)
            times[name] += 1
    if start < len(html):
        yield Piece(start, len(html), False, tuple(path[-DEPTH:]))


def kind(path: tuple[str, ...]) -> str:
    """Return the kind of a block from the tags around it."""
    kinds = [KINDS[tag] for tag in reversed(path) if tag in KINDS]
    return next((kind for kind in kinds if kind != "paragraph"), "paragraph")


def plain(html: str) -> str:
    """Return what is read in the inside of a block, white space folded."""
    return SPACES.sub(" ", unescape(TAG.sub(_spoken, html))).strip(" ")


def _spoken(tag: re.Match[str]) -> str:
    if tag[0].startswith("<br"):
        return " "
    alt = ALT.search(tag[0]) if tag[0].startswith("<img") else None
    return (alt["text"] or alt["other"] or "") if alt else ""


class _Inline:
    """The open inline elements. One that runs on into the next block is closed here and opened again there."""

    def __init__(self) -> None:
        self.open: list[tuple[str, str]] = []  # name, and the tag as written
        self.times = Counter[str]()

    def balanced(self, html: str) -> str:
        written = [tag for _name, tag in self.open]
        at = 0
        for tag in TAG.finditer(html):
            written += [html[at : tag.start()], self._tag(tag)]
            at = tag.end()
        return "".join(written) + html[at:] + self._closing(0)

    def _tag(self, tag: re.Match[str]) -> str:
        name = tag["name"].lower()
        if not tag["end"]:
            if name not in VOID:
                self.open.append((name, tag[0]))
                self.times[name] += 1
            return tag[0]
        if not self.times[name]:
            return ""
        at = next(at for at in reversed(range(len(self.open))) if self.open[at][0] == name)
        closing = self._closing(at)
        self.times.subtract(name for name, _tag in self.open[at:])
        del self.open[at:]
        return closing

    def _closing(self, at: int) -> str:
        return "".join(f"</{name}>" for name, _tag in reversed(self.open[at:]))
