"""Texts of a source for which a translation has no block, put in beside their neighbours. No Django."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from .alignment import Alignment
from .segments import Document, join
from .shapes import Element, Elements, span


class _Stretch(NamedTuple):
    """A stretch of the source of which the translation has nothing: an element, or a bare text."""

    start: int
    end: int
    is_bare: bool
    parents: list[Element]
    """From the innermost to the outermost."""


class Insertion:
    """Of blocks built as in the source: whole elements, as large as the translation has nothing of them."""

    def __init__(
        self,
        source: Document,
        target: Document,
        alignment: Alignment,
        texts: Sequence[str | None],
    ) -> None:
        self.source, self.target, self.alignment, self.texts = source, target, alignment, texts
        self.own, self.its = Elements(source), Elements(target)
        self.starts = [segment.start for segment in source.segments]
        self.there = [
            at
            for at, (segment, places) in enumerate(zip(source.segments, alignment, strict=True))
            if places and not segment.within
        ]
        self.places = [self.starts[at] for at in self.there]

    def edits(self, missing: Sequence[int]) -> list[tuple[int, int, str]]:
        """Return where in the translation what comes in, for these texts of the source."""
        found = []
        end = 0
        for at in missing:
            if self.starts[at] >= end:  # or it came in with the one before
                stretch = self._stretch(at)
                end = stretch.end
                place, html = self._placed(stretch, self._html(stretch))
                found.append((place, place, html))
        return found

    def _stretch(self, at: int) -> _Stretch:
        start, end = span(self.source, at)
        parents = self.own.around(start)
        is_bare = True
        while parents and not self._has_neighbours(parents[0]):
            start, end, is_bare = parents[0].start, parents[0].end, False
            parents = parents[1:]
        return _Stretch(start, end, is_bare, parents)

    def _has_neighbours(self, element: Element) -> bool:
        return bisect_left(self.places, element.start) < bisect_left(self.places, element.end)

    def _html(self, stretch: _Stretch) -> str:
        first, last = (bisect_left(self.starts, place) for place in stretch[:2])
        moved = (
            segment._replace(start=segment.start - stretch.start, end=segment.end - stretch.start)
            for segment in self.source.segments[first:last]
        )
        part = Document(self.source.html[stretch.start : stretch.end], tuple(moved))
        html = join(part, [text or "" for text in self.texts[first:last]])
        # A bare text would run into the one that it comes beside.
        return f"<p>{html}</p>" if stretch.is_bare else html

    def _placed(self, stretch: _Stretch, html: str) -> tuple[int, str]:
        """Put it after the neighbour before it in the same element, or else before the one after it."""
        first = bisect_left(self.places, stretch.parents[0].start) if stretch.parents else 0
        before = bisect_left(self.places, stretch.start)
        if not self.places:
            return len(self.target.html), html
        is_after = before > first
        return self._beside(self.there[before - 1 if is_after else before], stretch, html, is_after)

    def _beside(self, at: int, stretch: _Stretch, html: str, is_after: bool) -> tuple[int, str]:
        block = span(self.target, self.alignment[at][-1 if is_after else 0])
        own, its = self.own.around(self.starts[at]), self.its.around(block[0])
        level = len(own) - len(stretch.parents)
        if [element.name for element in own] != [element.name for element in its]:
            # There it stands in other elements: outside of them, within its own.
            level = len(its)
            for parent in stretch.parents:
                html = f"<{parent.name}>{html}</{parent.name}>"
        start, end = (its[level - 1].start, its[level - 1].end) if level else block
        return (end if is_after else start), html
