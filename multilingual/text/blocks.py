"""Rich text cut into its blocks: paragraphs, headings, items of lists, cells of tables. No Django.

For what `multilingual.richtext.clean` lets through, and figures. Only looks; nothing is put together again from blocks.
"""

import re
from html import unescape
from html.parser import HTMLParser
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

# As browsers fold: a no-break space and an ideographic space stay what they are.
_SPACES = re.compile(r"[ \t\n\r\f]+")
_TAG = re.compile(r"<[^<>]*>")
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""")


class Block(NamedTuple):
    kind: str
    """paragraph, heading, item, cell, quote, figure or caption; a paragraph within another kind is of that kind."""
    html: str
    """Its inside as written, without the tags of the block."""
    text: str
    """What is read there, a picture's alt text included, white space folded."""
    path: tuple[str, ...] = ()
    """The block tags around it, from the outside: ``("ul", "li")``."""


def cut(html: str) -> list[Block]:
    """Return the blocks that say something, in order of reading; text outside any block is a paragraph.

    A block within a block parts it: an item, the items of the list in it, the rest of the item.
    """
    cutter = _Cutter()
    cutter.feed(html)
    cutter.close()
    cutter.end_block()
    return cutter.blocks


def plain(html: str) -> str:
    """Return what is read in the inside of a block, white space folded."""
    return _SPACES.sub(" ", unescape(_TAG.sub(_spoken, html))).strip(" ")


def _spoken(tag: re.Match[str]) -> str:
    if tag[0].startswith("<br"):
        return " "
    alt = _ALT.search(tag[0]) if tag[0].startswith("<img") else None
    return (alt[1] or alt[2] or "") if alt else ""


class _Cutter(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.blocks: list[Block] = []
        self.path: list[str] = []
        self.inline: list[
            tuple[str, str]
        ] = []  # open within the block: name, and the tag as written
        self.written: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        written = self.get_starttag_text() or f"<{tag}>"
        if tag in KINDS or tag in BOXES:
            self.end_block()
            self.path += [tag] * (tag not in VOID)
            return
        self.written.append(written)
        if tag not in VOID:
            self.inline.append((tag, written))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.path:
            self.end_block()
            del self.path[_last(self.path, tag) :]
        elif tag in (names := [name for name, _written in self.inline]):
            self.written.append(f"</{tag}>")
            del self.inline[_last(names, tag)]

    def handle_data(self, data: str) -> None:
        self.written.append(data)

    def handle_entityref(self, name: str) -> None:
        self.written.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.written.append(f"&#{name};")

    def end_block(self) -> None:
        """An element that runs on into the next block is closed here and opened again there."""
        closing = [f"</{name}>" for name, _written in reversed(self.inline)]
        html = _SPACES.sub(" ", "".join(self.written + closing)).strip(" ")
        text = plain(html)
        if text.strip() or "<img" in html:
            self.blocks.append(Block(_kind(self.path), html, text, tuple(self.path)))
        self.written = [written for _name, written in self.inline]


def _kind(path: list[str]) -> str:
    kinds = [KINDS[tag] for tag in reversed(path) if tag in KINDS]
    return next((kind for kind in kinds if kind != "paragraph"), "paragraph")


def _last(names: list[str], name: str) -> int:
    return len(names) - 1 - names[::-1].index(name)
