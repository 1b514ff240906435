"""What a translation has for each text of its source, with the source's numbers for its tags. No Django."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import NamedTuple

from .alignment import Alignment
from .segments import Document, Segment
from .tags import NUMBERED, Tag


class Reading(NamedTuple):
    """What a translation has for a text of its source."""

    text: str
    """With the source's numbers; its paragraphs parted by blank lines. "" when nothing translates the text."""
    own: tuple[Tag, ...]
    """Tags that the source has not, or has otherwise (a link that leads elsewhere)."""


class Part(NamedTuple):
    """One block of what a translation has for a text."""

    text: str
    numbers: Mapping[int, int]
    """The numbers of its tags by those that it has when it is cut by itself."""


def read(source: Document, target: Document, alignment: Alignment) -> list[Reading]:
    """Return what a translation has for each text of its source."""
    return [
        read_one(segment, [target.segments[place] for place in places])[0]
        for segment, places in zip(source.segments, alignment, strict=True)
    ]


def read_one(source: Segment, blocks: Sequence[Segment]) -> tuple[Reading, list[Part]]:
    """Return what these blocks have for a text, and each of them alone."""
    found = [(at, tag) for at, block in enumerate(blocks) for tag in block.tags]
    numbers = _numbers(source.tags, found)
    parts: list[Part] = []
    for at, block in enumerate(blocks):
        its = {tag.number: numbers[at, tag.number] for tag in block.tags}
        parts.append(Part(_renumbered(block.text, its), its))
    parting = " " if source.kind == "alt" else "\n\n"
    text = parting.join(part.text for part in parts)
    tags: dict[int, Tag] = {}
    for at, tag in found:
        number = numbers[at, tag.number]
        tags.setdefault(number, tag._replace(number=number))
    own = tuple(tags[number] for number in sorted(tags) if tags[number] not in source.tags)
    return Reading(text, own), parts


_Found = Sequence[tuple[int, Tag]]
_Numbers = dict[tuple[int, int], int]


def _numbers(tags: Sequence[Tag], found: _Found) -> _Numbers:
    """Find which tag of the source each one is: the same element first, then one of the same name, or else a new one.

    The same link or format may come twice, the same picture not.
    """
    numbers: _Numbers = {}
    _take(tags, found, numbers, lambda tag: tag.substance)
    taken = set(numbers.values())
    _take([tag for tag in tags if tag.number not in taken], found, numbers, lambda tag: tag.name)
    free = max([0, *(tag.number for tag in tags)])
    new: dict[Hashable, int] = {}
    for at, tag in found:
        if (at, tag.number) not in numbers:
            same = (tag.substance, tag.number * (tag.name == "img"), at * (tag.name == "img"))
            numbers[at, tag.number] = new.setdefault(same, free + len(new) + 1)
    return numbers


def _take(
    tags: Sequence[Tag], found: _Found, numbers: _Numbers, what: Callable[[Tag], Hashable]
) -> None:
    """Give out the numbers of the source's tags to those that are the same in this respect, in order."""
    left: dict[Hashable, list[int]] = defaultdict(list)
    for tag in reversed(tags):
        left[what(tag)].append(tag.number)
    used: dict[Hashable, int] = {}
    for at, tag in found:
        if (at, tag.number) in numbers:
            continue
        if left[what(tag)]:
            used[tag.substance] = left[what(tag)].pop()
        if tag.substance in used:
            numbers[at, tag.number] = used[tag.substance]
            if tag.name == "img":
                del used[tag.substance]


def _renumbered(text: str, numbers: Mapping[int, int]) -> str:
    return NUMBERED.sub(
        lambda mark: f"<{mark['end']}{numbers[int(mark['number'])]}{mark['alone']}>", text
    )
