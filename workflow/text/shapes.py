"""How rich text is built: the tags between its texts, and its elements. No Django."""

import math
from bisect import bisect_right
from typing import NamedTuple

from multilingual.text import blocks
from multilingual.text.blocks import TAG, VOID

from .segments import Document, Segment
from .tags import Tag


class Frame(NamedTuple):
    """The tags between the texts of a document; none in plain text."""

    tags: list[Tag]
    """Ends are named with a slash; pictures are without their alt text."""
    starts: list[int]
    ends: list[int]

    @property
    def names(self) -> list[str]:
        return [tag.name for tag in self.tags]

    def slot(self, segment: Segment) -> tuple[int, bool]:
        """How many tags begin before a text, and whether it stands in the last of them (an alt text)."""
        before = bisect_right(self.starts, segment.start)
        return before, before > 0 and segment.start < self.ends[before - 1]


def frame(document: Document) -> Frame:
    """Return the tags between the texts."""
    if is_plain(document):
        return Frame([], [], [])
    texts = [(float(text.start), text.end) for text in document.segments if text.kind != "alt"]

    def is_between(place: int) -> bool:
        before = bisect_right(texts, (place, math.inf))
        return not before or texts[before - 1][1] <= place

    found = [tag for tag in TAG.finditer(document.html) if is_between(tag.start())]
    tags = [Tag(0, tag["end"] + tag["name"].lower(), tag[0]).having("alt", "") for tag in found]
    return Frame(tags, [tag.start() for tag in found], [tag.end() for tag in found])


def skeleton(document: Document) -> list[str]:
    """Return the tags between the texts as written: equal when two texts are built in the same way."""
    return [tag.written for tag in frame(document).tags]


def alike(one: Document, other: Document) -> bool:
    """Whether two texts are built of the same elements, so that each text has its place in both."""
    if is_plain(one) or is_plain(other):
        return len(one.segments) == len(other.segments)
    return frame(one).names == frame(other).names


def is_plain(document: Document) -> bool:
    """Whether there is plain text in it."""
    return any(segment.kind == "text" for segment in document.segments)


def picture(document: Document, at: int) -> Tag:
    """Return the picture that an alt text is of."""
    return Tag(0, "img", document.html[slice(*span(document, at))])


def span(document: Document, at: int) -> tuple[int, int]:
    """Where a text stands: an alt text with the picture that it is of."""
    segment = document.segments[at]
    if segment.kind != "alt":
        return segment.start, segment.end
    start = document.html.rindex("<", 0, segment.start)
    return start, document.html.index(">", segment.end) + 1


class Element(NamedTuple):
    """A block element: where it begins and ends, and the index of the one around it (-1: none)."""

    name: str
    start: int
    end: int
    parent: int


class Elements:
    """The block elements of a document."""

    def __init__(self, document: Document) -> None:
        self.all: list[Element] = []
        opened = [-1]
        for piece in blocks.pieces(document.html):
            tag = TAG.match(document.html, piece.start) if piece.is_tag else None
            if tag is None or (name := tag["name"].lower()) in VOID:
                continue
            if tag["end"]:
                self._end(opened, name, piece.end)
            else:
                element = Element(name, piece.start, len(document.html), opened[-1])
                opened.append(len(self.all))
                self.all.append(element)
        self.starts = [element.start for element in self.all]

    def around(self, place: int) -> list[Element]:
        """Return the elements around a place, from the innermost to the outermost."""
        at = bisect_right(self.starts, place) - 1
        found = []
        while at >= 0:
            element = self.all[at]
            if place < element.end:
                found.append(element)
            at = element.parent
        return found

    def _end(self, opened: list[int], name: str, end: int) -> None:
        ended = ""
        while ended != name:
            at = opened.pop()
            ended = self.all[at].name
            self.all[at] = self.all[at]._replace(end=end)
