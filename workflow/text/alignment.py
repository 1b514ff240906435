"""Which block of a translated text translates which text of its source. No Django."""

import math
import re
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from multilingual.text.width import width

from .matching import Pair
from .segments import Document
from .shapes import alike, frame, is_plain, picture
from .tags import NUMBERED

Alignment = tuple[tuple[int, ...], ...]
"""For each text of the source the blocks that translate it, in order: none, one, or the parts of a split paragraph."""


def align(
    source: Document, target: Document, fixed: Mapping[int, Sequence[int]] | None = None
) -> Alignment:
    """Find which blocks of a translation translate which text of its source.

    Two texts of one shape go block by block. Where the translation is built otherwise, blocks are paired in order by
    kind, length and what both languages write alike: numbers, alloys, addresses. ``fixed`` says what is known already.
    A block that is left over translates nothing (`extra`). Pairs of texts that are not `shapes.alike` are guesses.
    """
    found = {at: tuple(places) for at, places in (fixed or {}).items() if places}
    same = _by_shape(source, target)
    if same is not None and not found:
        return same
    taken = {place for places in found.values() for place in places}
    for at, places in enumerate(same or ()):
        if at not in found and taken.isdisjoint(places) and places:
            found[at] = places
    looks = [_look(source, at) for at in range(len(source.segments))]
    seen = [_look(target, at) for at in range(len(target.segments))]
    scale = _scale(looks, seen)
    for old, new in _gaps(len(looks), len(seen), found):
        found.update(_paired(old, new, looks, seen, scale))
    _take_parts(found, looks, seen, scale)
    return tuple(found.get(at, ()) for at in range(len(looks)))


def extra(target: Document, alignment: Alignment) -> list[int]:
    """Return the blocks of a translation that translate no text of the source."""
    taken = {place for places in alignment for place in places}
    return [at for at in range(len(target.segments)) if at not in taken]


def after_source(alignment: Alignment, pairs: Sequence[Pair]) -> dict[int, tuple[int, ...]]:
    """Carry an alignment over to another source; what it became is said by `matching.match`. For ``fixed``."""
    return {new: alignment[old] for old, new in _kept(pairs).items()}


def after_target(alignment: Alignment, pairs: Sequence[Pair]) -> dict[int, tuple[int, ...]]:
    """Carry an alignment over to another version of the translation. For ``fixed``."""
    became = _kept(pairs)
    return {
        at: tuple(sorted(became[place] for place in places if place in became))
        for at, places in enumerate(alignment)
    }


def _kept(pairs: Sequence[Pair]) -> dict[int, int]:
    return {
        pair.old: pair.new
        for pair in pairs
        if pair.kind in ("same", "moved", "changed")
        and pair.old is not None
        and pair.new is not None
    }


def _by_shape(source: Document, target: Document) -> Alignment | None:
    """Align by place; None unless both are built of the same elements."""
    if not alike(source, target):
        return None
    if is_plain(source):
        return tuple((at,) for at in range(len(source.segments)))
    own, its = frame(source), frame(target)
    places = {
        its.slot(segment): at for at, segment in enumerate(target.segments) if not segment.within
    }
    found: list[tuple[int, ...]] = []
    alts: dict[str, deque[int]] = {}
    for at, segment in enumerate(source.segments):
        if segment.within:
            same = alts.get(picture(source, at).get("src"))
            found.append((same.popleft(),) if same else ())
        else:
            place = places.get(own.slot(segment))
            alts = {} if place is None else _alts_within(target, place)
            found.append(() if place is None else (place,))
    return tuple(found)


def _alts_within(target: Document, owner: int) -> dict[str, deque[int]]:
    """The alt texts within a block by the address of their picture, which may come twice."""
    found: dict[str, deque[int]] = defaultdict(deque)
    for place in range(owner + 1, len(target.segments)):
        if not target.segments[place].within:
            break
        found[picture(target, place).get("src")].append(place)
    return found


# Blocks of two languages

# Two blocks are a pair when more speaks for it than against. Of 1,280 blocks of the demo's news, each text with a block
# taken out, one put in and one split at random, these weights pair 93 in 100 as they were.
PLACE = 1.5
OTHER_KIND = 0.5
HEADING_OR_NOT = 0.8
MARKS = 1.5
NO_COMMON_MARK = 0.3
ANOTHER_PART = 0.2
MOST_PARTS = 3
SHORT = 8  # columns by which the lengths of short texts differ by chance

# A text takes about two thirds of its width in Chinese, next to English.
LEAST_SCALE, MOST_SCALE = 0.5, 2.0

# Beyond so many pairs of blocks only those are looked at that stand in about the same place.
MANY_PAIRS = 100_000

_MARK = re.compile(r"[A-Za-z0-9]++(?:[.\-][A-Za-z0-9]++)*+")


class _Look(NamedTuple):
    """What of a text can be compared across languages."""

    kind: str
    size: int
    marks: frozenset[str]


def _look(document: Document, at: int) -> _Look:
    segment = document.segments[at]
    tags = [picture(document, at)] if segment.kind == "alt" else segment.tags
    said = NUMBERED.sub("", segment.text)
    marks = {mark for mark in _MARK.findall(said) if any(map(str.isdigit, mark))}
    marks |= {address for tag in tags if (address := tag.get("href") or tag.get("src"))}
    return _Look(segment.kind, width(said), frozenset(marks))


def _scale(looks: Sequence[_Look], seen: Sequence[_Look]) -> float:
    ratio = (sum(look.size for look in seen) + SHORT) / (sum(look.size for look in looks) + SHORT)
    return min(max(ratio, LEAST_SCALE), MOST_SCALE)


def _likeness(look: _Look, parts: Sequence[_Look], scale: float) -> float:
    """How much speaks for these blocks being the translation of a text; nothing, or less, for any two."""
    kinds = {part.kind for part in parts}
    if (look.kind == "alt") != ("alt" in kinds):
        return -math.inf
    likeness = PLACE - ANOTHER_PART * (len(parts) - 1)
    if kinds != {look.kind}:
        likeness -= HEADING_OR_NOT if "heading" in kinds | {look.kind} else OTHER_KIND
    size = sum(part.size for part in parts)
    likeness -= abs(math.log((size + SHORT) / (look.size * scale + SHORT)))
    marks = parts[0].marks.union(*(part.marks for part in parts[1:]))
    if look.marks and marks:
        common = len(look.marks & marks)
        likeness += MARKS * common / max(len(look.marks), len(marks)) if common else -NO_COMMON_MARK
    return likeness


def _gaps(
    height: int, breadth: int, found: Mapping[int, Sequence[int]]
) -> Iterator[tuple[list[int], list[int]]]:
    """What is left on both sides after the same known pair."""
    behind = {place: at for at, places in found.items() for place in places}
    old, new = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    last = -1
    for at in range(height):
        last = at if at in found else last
        if last != at:
            old[last].append(at)
    last = -1
    for place in range(breadth):
        last = behind.get(place, last)
        if place not in behind:
            new[last].append(place)
    yield from ((old[at], new[at]) for at in old if at in new)


def _paired(
    old: Sequence[int],
    new: Sequence[int],
    looks: Sequence[_Look],
    seen: Sequence[_Look],
    scale: float,
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Pair in order, so that in all the most speaks for the pairs."""
    if len(old) == len(new) == 1 and looks[old[0]].kind == seen[new[0]].kind:
        yield old[0], (new[0],)
        return
    rows = [_Row(0, [(0.0, -1)] * (len(new) + 1))]
    reach = MANY_PAIRS // (2 * len(old)) + 1
    for count, at in enumerate(old, 1):
        middle = count * len(new) // len(old)
        above, row = rows[-1], _Row(max(0, middle - reach), [])
        for column in range(row.first, min(len(new), middle + reach) + 1):
            steps = [(above.best(column), 0), (row.best(column - 1), -1)]
            for parts in range(1, min(MOST_PARTS, column) + 1):
                group = [seen[place] for place in new[column - parts : column]]
                likeness = _likeness(looks[at], group, scale)
                steps.append((above.best(column - parts) + likeness, parts))
            row.cells.append(
                max(steps, key=itemgetter(0))
            )  # of the same, the first: pairs stand early
        rows.append(row)
    count, column = len(old), len(new)
    while count and column:
        step = rows[count].step(column)
        if step > 0:
            yield old[count - 1], tuple(new[column - step : column])
        count, column = count - (step >= 0), column - abs(step)


class _Row(NamedTuple):
    """By how many blocks of the translation are behind, from ``first`` on: the best so far and the last step to it."""

    first: int
    cells: list[tuple[float, int]]

    def best(self, column: int) -> float:
        place = column - self.first
        return (
            -math.inf
            if place < 0 or not self.cells
            else self.cells[min(place, len(self.cells) - 1)][0]
        )

    def step(self, column: int) -> int:
        place = column - self.first
        return self.cells[place][1] if place < len(self.cells) else -1


def _take_parts(
    found: dict[int, tuple[int, ...]],
    looks: Sequence[_Look],
    seen: Sequence[_Look],
    scale: float,
) -> None:
    """A block after one that is known may be the rest of a paragraph that was split since."""
    taken = {place for places in found.values() for place in places}
    for at, first in found.items():
        places = first
        while (rest := max(places) + 1) < len(seen) and rest not in taken:
            parts = [seen[place] for place in places]
            longer = _likeness(looks[at], [*parts, seen[rest]], scale)
            if longer <= _likeness(looks[at], parts, scale) or seen[rest].kind != parts[-1].kind:
                break
            taken.add(rest)
            places = (*places, rest)
        found[at] = places
