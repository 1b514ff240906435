"""Which stretches of two sequences of texts (lines, words, blocks) are the same. No Django.

A close look is difflib's. Where that would take long, only what both sides say exactly once is looked for ("patience
diff"), so that the time stays bounded.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

# How many steps a close look may cost per text, at worst.
PATIENCE = 300


class Stretch(NamedTuple):
    same: bool
    old: range
    new: range


def stretches(old: Sequence[str], new: Sequence[str]) -> Iterator[Stretch]:
    """Yield stretches in order, the same and the different ones; together they cover both sequences."""
    old_end = new_end = 0
    for match in [*_matches(old, new, _by_landmarks), _Match(len(old), len(new), 0)]:
        if old_end < match.old or new_end < match.new:
            yield Stretch(False, range(old_end, match.old), range(new_end, match.new))
        old_end, new_end = match.old + match.size, match.new + match.size
        if match.size:
            yield Stretch(True, range(match.old, old_end), range(match.new, new_end))


class _Match(NamedTuple):
    old: int
    new: int
    size: int

    def shifted(self, old: int, new: int) -> "_Match":
        return _Match(self.old + old, self.new + new, self.size)


_Matcher = Callable[[Sequence[str], Sequence[str]], list[_Match]]


def _matches(old: Sequence[str], new: Sequence[str], when_long: _Matcher) -> list[_Match]:
    start = _same_start(old, new)
    end = _same_start(old[start:][::-1], new[start:][::-1])
    old_end, new_end = len(old) - end, len(new) - end
    inner = _closely(old[start:old_end], new[start:new_end], when_long)
    shifted = [match.shifted(start, start) for match in inner]
    found = [_Match(0, 0, start), *shifted, _Match(old_end, new_end, end)]
    return [match for match in found if match.size]


def _same_start(old: Sequence[str], new: Sequence[str]) -> int:
    for size, (before, after) in enumerate(zip(old, new, strict=False)):
        if before != after:
            return size
    return min(len(old), len(new))


def _closely(old: Sequence[str], new: Sequence[str], when_long: _Matcher) -> list[_Match]:
    """Compare by difflib, which goes through every pair of equal texts, at worst anew for each text."""
    repeated = _in_both(old, new)
    affordable = PATIENCE * (len(old) + len(new)) / (min(len(old), len(new)) or 1)
    # Spaces and commas are in most pairs. Where all would take long, they only go with what stands beside them.
    for junk in (None, _says_nothing):
        if (
            sum(pairs for text, pairs in repeated.items() if not (junk and junk(text)))
            <= affordable
        ):
            matcher = SequenceMatcher(junk, old, new, autojunk=False)
            return [_Match(*block) for block in matcher.get_matching_blocks()]
    return when_long(old, new)


def _in_both(old: Sequence[str], new: Sequence[str]) -> dict[str, int]:
    """How many pairs each text makes that both have."""
    times, times_new = Counter(old), Counter(new)
    return {text: times[text] * times_new[text] for text in times.keys() & times_new.keys()}


def _by_landmarks(old: Sequence[str], new: Sequence[str]) -> list[_Match]:
    found: list[_Match] = []
    edges = _Match(-1, -1, 0), _Match(len(old), len(new), 0)
    for mark, following in pairwise([edges[0], *_landmarks(old, new), edges[1]]):
        after = mark.shifted(1, 1)
        between = old[after.old : following.old], new[after.new : following.new]
        inner = _matches(*between, lambda _old, _new: [])
        found += [mark, *(match.shifted(after.old, after.new) for match in inner)]
    return [match for match in found if match.size]


def _landmarks(old: Sequence[str], new: Sequence[str]) -> list[_Match]:
    once = _once(old) & _once(new)
    at = {text: place for place, text in enumerate(new) if text in once}
    places = [(place, at[text]) for place, text in enumerate(old) if text in once]
    return [_Match(*pair, 1) for pair in _longest_rising(places)]


def _once(texts: Sequence[str]) -> set[str]:
    counts = Counter(texts).items()
    return {text for text, times in counts if times == 1 and not _says_nothing(text)}


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run in which the second numbers rise as the first ones do (patience sorting)."""
    lowest: list[int] = []  # by length: the lowest number in which a run of this length ends
    last: list[int] = []  # and the index of that pair
    before: list[int] = []  # by index: the pair before it in its run
    for index, (_, number) in enumerate(pairs):
        length = bisect_left(lowest, number)
        lowest[length : length + 1] = [number]
        last[length : length + 1] = [index]
        before.append(last[length - 1] if length else -1)
    run = []
    index = last[-1] if last else -1
    while index >= 0:
        run.append(pairs[index])
        index = before[index]
    return run[::-1]


def _says_nothing(text: str) -> bool:
    return not any(map(str.isalnum, text))
