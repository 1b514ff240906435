"""Which text of a new source is which text of the old one, so that translations stay with their texts. No Django.

Both sources are in one language, whichever: likeness goes by the words of Latin, Greek and Cyrillic and by the
characters of anything else.
"""

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, count
from typing import Literal, NamedTuple

from multilingual.text import diff
from multilingual.text.align import stretches

from . import tags
from .segments import Segment

# To find what is like a text, phrases are looked up that few old texts have, and the best of those compared: so the
# time stays bounded however much was rewritten.
FEW = 20
COMPARED = 5

_BY_CHARACTERS = "zh"


class Pair(NamedTuple):
    kind: Literal["same", "moved", "restored", "copied", "changed", "added", "removed"]
    """``same`` and ``moved``: word for word, but for white space. ``restored``: a text that had been removed is back.
    ``copied``: word for word as an old text that another new one goes on with. The last two are without a partner."""
    old: int | None
    """Index in ``old``; of a restored text, in ``gone``."""
    new: int | None


def match(
    old: Sequence[Segment], new: Sequence[Segment], gone: Sequence[Segment] = ()
) -> list[Pair]:
    """Pair the texts of two versions of one field; first those of ``new`` in order, then the removed ones.

    ``gone`` are texts that earlier versions had. Each old text has at most one new one that is not ``copied``. Another
    link, picture or format is a change; another kind of block (a heading made a paragraph) is none.
    """
    matching = _Matching(old, new)
    matching.same_places()
    matching.same_texts("moved", matching.left_old, matching.old_substance)
    matching.same_texts("restored", range(len(gone)), [_substance(segment) for segment in gone])
    matching.copies()
    matching.likest()
    matching.only_ones()
    return matching.pairs()


def keys(pairs: Sequence[Pair], old: Sequence[str], gone: Sequence[str] = ()) -> list[str]:
    """Return the keys of the new texts: a text keeps its key while it changes and moves, a new one gets the next.

    Keys are numbers as text, counted within the field from "1". ``old`` and ``gone`` are the keys of what was given to
    `match`; together they must be all that were ever given out, for a key never comes back for another text.
    """
    free = (str(number) for number in count(max(map(int, (*old, *gone)), default=0) + 1))
    kept = {"same": old, "moved": old, "changed": old, "restored": gone}
    return [
        next(free) if pair.old is None or pair.kind == "copied" else kept[pair.kind][pair.old]
        for pair in pairs
        if pair.new is not None
    ]


_Substance = tuple[str, tuple[tuple[str, str, str], ...]]


def _substance(segment: Segment) -> _Substance:
    return diff.fold(segment.text), tuple(tag.substance for tag in segment.tags)


class _Matching:
    def __init__(self, old: Sequence[Segment], new: Sequence[Segment]) -> None:
        self.old, self.new = old, new
        self.old_substance, self.new_substance = (
            [_substance(segment) for segment in segments] for segments in (old, new)
        )
        self.found: dict[int, Pair] = {}  # by the index of the new text
        self.taken: dict[int, int] = {}  # the new one, by the old one it goes on with
        self.anchors: list[int] = []  # the new ones that stand where they stood

    @property
    def left_old(self) -> list[int]:
        return [at for at in range(len(self.old)) if at not in self.taken]

    @property
    def left_new(self) -> list[int]:
        return [at for at in range(len(self.new)) if at not in self.found]

    def pair(self, kind: Literal["same", "moved", "changed"], old: int, new: int) -> None:
        self.found[new] = Pair(kind, old, new)
        self.taken[old] = new

    def same_places(self) -> None:
        names: dict[_Substance, str] = {}
        for substance in (*self.old_substance, *self.new_substance):
            names.setdefault(substance, f"{substance[0]}\0{len(names)}")
        old, new = (
            [names[substance] for substance in substances]
            for substances in (self.old_substance, self.new_substance)
        )
        for stretch in stretches(old, new):
            if stretch.same:
                for pair in zip(stretch.old, stretch.new, strict=True):
                    self.pair("same", *pair)
        self.anchors = sorted(self.found)

    def same_texts(
        self,
        kind: Literal["moved", "restored"],
        left: Iterable[int],
        substances: Sequence[_Substance],
    ) -> None:
        places: dict[_Substance, deque[int]] = defaultdict(deque)
        for at in left:
            places[substances[at]].append(at)
        for at in self.left_new:
            if places[self.new_substance[at]]:
                old = places[self.new_substance[at]].popleft()
                self.found[at] = Pair(kind, old, at)
                if kind == "moved":
                    self.taken[old] = at

    def copies(self) -> None:
        first = {substance: at for at, substance in reversed([*enumerate(self.old_substance)])}
        for at in self.left_new:
            if self.new_substance[at] in first:
                self.found[at] = Pair("copied", first[self.new_substance[at]], at)

    def likest(self) -> None:
        """The likest first; of two as like, the one that stands where the text stood."""
        found = []
        for at, likeness, old in self._candidates():
            found.append((-round(likeness, 2), abs(old - self._place(at)), at, old))
        for _likeness, _distance, at, old in sorted(found):
            if at not in self.found and old not in self.taken:
                self.pair("changed", old, at)

    def _candidates(self) -> Iterator[tuple[int, float, int]]:
        said = {at: _phrases(self.old[at]) for at in self.left_old}
        places: dict[str, list[int]] = defaultdict(list)
        for at, phrases in said.items():
            for phrase in phrases:
                places[phrase].append(at)
        left = list(said)
        for at in self.left_new:
            phrases = _phrases(self.new[at])
            shared = Counter(
                old
                for phrase in phrases
                if len(places.get(phrase, ())) <= FEW
                for old in places.get(phrase, ())
            )
            beside = bisect_left(left, self._place(at))
            near = left[max(beside - 2, 0) : beside + 3]
            for old in {*near, *(old for old, _times in shared.most_common(COMPARED))}:
                likeness = diff.likeness(phrases, said[old])
                if likeness >= diff.ALIKE:
                    yield at, likeness, old

    def _place(self, new: int) -> int:
        """Where among the old texts this one would stand, counted from the last text before it that is the same."""
        before = bisect_left(self.anchors, new) - 1
        if before < 0:
            return new
        anchor = self.anchors[before]
        return (self.found[anchor].old or 0) + new - anchor

    def only_ones(self) -> None:
        """What was rewritten from beginning to end between two texts that stayed is still the text of that place."""
        stayed = {
            pair.old: new
            for new, pair in self.found.items()
            if pair.kind in ("same", "changed") and pair.old is not None
        }
        gaps: dict[tuple[int, int], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        old_gaps = _neighbours(len(self.old), {old: old for old in stayed})
        new_gaps = _neighbours(len(self.new), {new: old for old, new in stayed.items()})
        for at in self.left_old:
            gaps[old_gaps[at]][0].append(at)
        for at in self.left_new:
            gaps[new_gaps[at]][1].append(at)
        for old, new in gaps.values():
            if len(old) == len(new) == 1 and self.old[old[0]].kind == self.new[new[0]].kind:
                self.pair("changed", old[0], new[0])

    def pairs(self) -> list[Pair]:
        new = [self.found.get(at, Pair("added", None, at)) for at in range(len(self.new))]
        return new + [Pair("removed", at, None) for at in self.left_old]


def _neighbours(length: int, marks: Mapping[int, int]) -> list[tuple[int, int]]:
    """For each place the marks before and after it."""
    before = accumulate(range(length), lambda mark, at: marks.get(at, mark), initial=-1)
    after = accumulate(reversed(range(length)), lambda mark, at: marks.get(at, mark), initial=-1)
    return [*zip([*before][:-1], [*after][-2::-1], strict=True)]


def _phrases(segment: Segment) -> set[str]:
    return diff.phrases(tags.plain(segment.text), _BY_CHARACTERS)
