"""Texts of units put into the HTML of a translation: the form and the units are two views of one text. No Django.

An edition's HTML is what it is, whoever wrote it. `reading.read` gives the texts it has for those of its source,
`refill` puts other texts into it: only blocks whose text is another one are written anew, anything else stays byte for
byte, blocks that translate nothing included. `renew` follows a source that changed.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence

from multilingual.text.blocks import ALT

from . import segments
from .alignment import Alignment, after_source
from .inserting import Insertion
from .matching import match
from .reading import Part, Reading, read, read_one
from .segments import Document, Segment, join, known, paragraphs, with_alts
from .shapes import Frame, frame, is_plain, picture, skeleton
from .tags import Tag

# Stands for a text that was taken out, until the elements go that held nothing else. Cleaned text cannot have it.
_GONE = "\0"
_EMPTIED = re.compile(
    r"<(p|h[1-6]|li|ul|ol|blockquote|figcaption|figure|thead|tbody|table)(?:\s[^<>]*)?>\s*(?:\0\s*)+</\1>"
)
_ROW = re.compile(r"<tr>(?:\s*<(t[dh])(?:\s[^<>]*)?>[\s\0]*</\1>)+\s*</tr>")
_PLAIN_GONE = re.compile(r"\0\s*")


def refill(
    source: Document, target: Document, alignment: Alignment, texts: Sequence[str | None]
) -> str:
    """Return the translation's HTML with other texts for the source's; None, or the text it has, leaves a text alone.

    A text that had no block gets one, built as in the source and beside the same neighbours. With "" its blocks go
    (cells and the blocks of a translation built as its source stay, empty).

    Raises ValueError unless there is one text for each text of the source.
    """
    return _Refill(source, target, alignment).html(texts)


def renew(
    old: Document,
    new: Document,
    target: Document,
    alignment: Alignment,
    texts: Sequence[str | None],
) -> str:
    """Return the translation's HTML for another source: texts for those of ``new``, None for what it has already.

    ``alignment`` is that of ``old`` and ``target``. A translation that was built as its source is built as the new one;
    one that an editor built otherwise keeps its own build, and gains and loses blocks as the source did.
    """
    pairs = match(old.segments, new.segments)
    carried = after_source(alignment, pairs)
    aligned = tuple(carried.get(at, ()) for at in range(len(new.segments)))
    if skeleton(old) == skeleton(target) != skeleton(new):
        readings = read(new, target, aligned)
        filled = [
            reading.text if text is None else text
            for text, reading in zip(texts, readings, strict=True)
        ]
        return join(new, filled, {at: reading.own for at, reading in enumerate(readings)})
    dropped = [
        place
        for pair in pairs
        if pair.kind == "removed" and pair.old is not None
        for place in alignment[pair.old]
    ]
    return _Refill(new, target, aligned).html(texts, dropped)


class _Refill:
    """The changes of a translation's HTML: where, and what comes there."""

    def __init__(self, source: Document, target: Document, alignment: Alignment) -> None:
        self.source, self.target, self.alignment = source, target, alignment
        self.is_plain = is_plain(source) or is_plain(target)
        self.frames = frame(source), frame(target)
        self.is_alike = not self.is_plain and self.frames[0].names == self.frames[1].names
        self.behind = {place: at for at, places in enumerate(alignment) for place in places}
        self.readings = [
            read_one(segment, [target.segments[place] for place in places])
            for segment, places in zip(source.segments, alignment, strict=True)
        ]
        self.texts: dict[int, str] = {}
        """Those that change, by block of the translation."""
        self.late_alts: dict[int, dict[int, str]] = {}
        """Alt texts without a place yet, by text of the source and number of the picture in it."""
        self.missing: dict[int, str] = {}
        """Other texts without a place yet, by text of the source."""
        self.empty_alts = _empty_alts(target, self.frames[1])
        self.edits: list[tuple[int, int, str]] = []

    def html(self, texts: Sequence[str | None], dropped: Sequence[int] = ()) -> str:
        if not self.target.html.strip() and any(text and text.strip() for text in texts):
            return join(self.source, [text or "" for text in texts])
        self._sort_out(texts)
        self.texts.update({place: self._pictures_still_wanted(place) for place in dropped})
        for place, segment in enumerate(self.target.segments):
            if not segment.within:
                self._write(place, segment)
        if self.is_plain:
            self._insert_paragraphs()
        else:
            left = [at for at in self.missing if not self._fill(at)]
            if left:
                inserting = Insertion(self.source, self.target, self.alignment, texts)
                self.edits += inserting.edits(left)
        return self._edited()

    def _sort_out(self, texts: Sequence[str | None]) -> None:
        owner = 0
        for at, (segment, text) in enumerate(zip(self.source.segments, texts, strict=True)):
            owner = owner if segment.within else at
            if self.alignment[at]:
                self._change(at, text)
            elif segment.within:
                self.late_alts.setdefault(owner, {})[segment.within] = text or ""
            elif text and text.strip():
                self.missing[at] = text

    def _change(self, at: int, text: str | None) -> None:
        reading, parts = self.readings[at]
        if text is None or text == reading.text:
            return
        wanted = [text] if self.source.segments[at].kind == "alt" else paragraphs(text)
        for index, (place, part) in enumerate(zip(self.alignment[at], parts, strict=True)):
            end = index + 1 if index + 1 < len(parts) else None
            share = "\n\n".join(wanted[index:end])
            if share != part.text:
                self.texts[place] = share

    def _write(self, place: int, block: Segment) -> None:
        """Write a block anew when its text or an alt text in it changes."""
        part, tags = self._part(place)
        alts = {
            part.numbers.get(alt.within, alt.within): self.texts[at]
            for at, alt in self._within(place)
            if at in self.texts
        }
        late = self.late_alts.get(self.behind.get(place, -1), {})
        if place not in self.texts and not alts and not any(map(late.get, part.numbers.values())):
            return
        text = self.texts.get(place, part.text)
        written = segments.html(block, text, with_alts(tags, alts))
        is_gone = not written and block.kind != "alt" and not self.is_alike
        self.edits.append((block.start, block.end, _GONE if is_gone else written))

    def _part(self, place: int) -> tuple[Part, tuple[Tag, ...]]:
        """What a block has now, and the tags that it may have."""
        at = self.behind.get(place)
        if at is None:
            block = self.target.segments[place]
            return Part(block.text, {}), block.tags
        reading, parts = self.readings[at]
        return parts[self.alignment[at].index(place)], self._tags(at, reading)

    def _tags(self, at: int, reading: Reading) -> tuple[Tag, ...]:
        """Those of the source, without alt texts in its language, and the translation's own."""
        own = {tag.number for tag in reading.own}
        late = self.late_alts.get(at, {})
        alts = {number: alt for number, alt in late.items() if alt or number not in own}
        return with_alts(known(self.source.segments[at], reading.own), alts)

    def _pictures_still_wanted(self, place: int) -> str:
        """What stays of a block that the source lost: pictures that the source shows elsewhere."""
        kept = [alt.within for at, alt in self._within(place) if at in self.behind]
        return "".join(f"<{number}/>" for number in kept)

    def _within(self, place: int) -> Iterator[tuple[int, Segment]]:
        for at in range(place + 1, len(self.target.segments)):
            if not self.target.segments[at].within:
                return
            yield at, self.target.segments[at]

    # Texts that have no block yet

    def _insert_paragraphs(self) -> None:
        last = None
        for at, places in enumerate(self.alignment):
            last = max([place for place in (last, *places) if place is not None], default=None)
            if at in self.missing:
                said = segments.html(self.source.segments[at], self.missing[at])
                end = 0 if last is None else self.target.segments[last].end
                self.edits.append((end, end, f"{said}\n\n" if last is None else f"\n\n{said}"))

    def _fill(self, at: int) -> bool:
        """Put a text where the translation has the empty block or the picture that the source has."""
        segment = self.source.segments[at]
        if segment.kind == "alt":
            same = self.empty_alts.get(picture(self.source, at).get("src"))
            place = same.popleft() if same else None
        else:
            before, _is_in_tag = self.frames[0].slot(segment)
            start = self.frames[1].ends[before - 1] if before and self.is_alike else 0
            place = start if self.is_alike else None
        if place is not None:
            tags = with_alts(segment.tags, self.late_alts.get(at, {}))
            self.edits.append((place, place, segments.html(segment, self.missing[at], tags)))
        return place is not None

    def _edited(self) -> str:
        written: list[str] = []
        at = 0
        for start, end, text in sorted(self.edits, key=lambda edit: edit[:2]):
            written += [self.target.html[at:start], text]
            at = end
        html = "".join([*written, self.target.html[at:]])
        return (
            _PLAIN_GONE.sub("", html).rstrip()
            if self.is_plain and _GONE in html
            else _without_emptied(html)
        )


def _empty_alts(document: Document, frame: Frame) -> dict[str, deque[int]]:
    """Where pictures stand of which nothing is said, by their address."""
    found: dict[str, deque[int]] = defaultdict(deque)
    for tag, start, end in zip(*frame, strict=True):
        alt = ALT.search(document.html, start, end) if tag.name == "img" else None
        if alt and not (alt["text"] or alt["other"]):
            found[tag.get("src")].append(alt.end() - 1)
    return found


def _without_emptied(html: str) -> str:
    """Take out the elements that held nothing but texts that were taken out; of tables only whole rows."""
    while _GONE in html:
        smaller = _ROW.sub(
            lambda row: _GONE if _GONE in row[0] else row[0], _EMPTIED.sub(_GONE, html)
        )
        if smaller == html:
            return html.replace(_GONE, "")
        html = smaller
    return html
