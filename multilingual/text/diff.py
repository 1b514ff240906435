"""What changed between two texts, for people to read: by characters in Chinese, by words in English. No Django.

Long texts are compared from the coarse to the fine: lines, the clauses of lines that changed, and the tokens of clauses
that changed.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, pairwise, zip_longest
from typing import Literal, NamedTuple

from .align import Stretch, stretches
from .blocks import Block, cut

# Languages written without spaces between words are compared by characters: finding their words takes a dictionary.
SPACELESS = {"zh", "ja", "th", "lo", "km", "my"}

# A block is a changed one, not a new one, when so much of what the two say is the same.
ALIKE = 0.4
MANY_PAIRS = 10_000

_MARKS = "".join(
    char for char in map(chr, range(0x300, 0x3100)) if unicodedata.category(char).startswith("M")
)


def _token(letter: str) -> re.Pattern[str]:
    """``1.5``, ``don't`` and ``3003-H14`` are one word; spaces are a token, and any other character is one."""
    word = rf"{letter}+(?:(?:['’-]|(?<=[0-9])[.,](?=[0-9])){letter}+)*"
    return re.compile(rf"{word}|\n|[^\S\n]+|.[{_MARKS}\uFE00-\uFE0F]*", re.DOTALL)


_BY_WORDS = _token(rf"[\w{_MARKS}]")
_BY_CHARACTERS = _token(
    r"[0-9A-Za-z_\u00C0-\u058F]"
)  # words of Latin, Greek and Cyrillic stay whole

# Han, kana, their punctuation and full-width forms: a space beside them means nothing.
_WIDE = "[\u2e80-\u312f\u31a0-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
_SPACE_AT_WIDE = re.compile(rf"(?<={_WIDE}) | (?={_WIDE})")
_SPACES = re.compile(r"\s+")
_ZERO_WIDTH_SPACES = re.compile("[\u200b\u2060\ufeff]")


class Piece(NamedTuple):
    kind: Literal["same", "removed", "added"]
    text: str


class BlockChange(NamedTuple):
    kind: Literal["kept", "changed", "removed", "added"]
    block: Block
    """As it is now; a removed one as it was."""
    old_index: int | None
    new_index: int | None
    pieces: list[Piece]
    """Of the plain text. All the same in a changed block: then a format, a link or its place changed."""


def tokens(text: str, language: str) -> list[str]:
    """Cut into words, spaces and marks, or single characters where words have no spaces; joined they give the text."""
    spaceless = re.split("[-_]", language)[0] in SPACELESS
    return (_BY_CHARACTERS if spaceless else _BY_WORDS).findall(text)


def changes(old: str, new: str, language: str) -> list[Piece]:
    """Return the pieces of both texts: all but the added give the old text, all but the removed the new one."""
    cuts = (_lines, _clauses, _single)
    hunks = _hunks(_compare(tokens(old, language), tokens(new, language), cuts))
    return [piece for hunk in _without_islands(hunks) for piece in hunk.pieces()]


def fold(text: str) -> str:
    """Return a text without the differences that white space makes: equal when nothing of substance changed.

    Any white space is one space, and none at the ends or beside a character of Chinese or Japanese.
    """
    spaced = _SPACES.sub(" ", _ZERO_WIDTH_SPACES.sub("", text)).strip()
    return _SPACE_AT_WIDE.sub("", spaced)


def fold_html(html: str) -> str:
    """The same of rich text: equal when no block's text, format or place changed."""
    return "\n".join(_substance(block) for block in cut(html))


def phrases(text: str, language: str) -> set[str]:
    """Return its words and its pairs of words: two texts have many words in common by chance, but few pairs."""
    words = [token for token in tokens(text, language) if any(map(str.isalnum, token))]
    return {*words, *map(" ".join, pairwise(words))}


def likeness(one: set[str], other: set[str]) -> float:
    """Return how much of two sets of phrases is the same, from 0 to 1."""
    return 2 * len(one & other) / ((len(one) + len(other)) or 1)


def same_text(old: str, new: str) -> bool:
    """Equal but for white space."""
    return fold(old) == fold(new)


def block_changes(old_html: str, new_html: str, language: str) -> list[BlockChange]:
    """Return the blocks of both rich texts, each new one with the old one it was made from, in order of reading."""
    old, new = cut(old_html), cut(new_html)
    pairs = [
        pair
        for stretch in stretches([_said(block) for block in old], [_said(block) for block in new])
        for pair in _pairs(stretch, old, new, language)
    ]
    return [_block_change(pair, old, new, language) for pair in pairs]


# Texts

_Tokens = Sequence[str]
_Cut = Callable[[_Tokens], list[_Tokens]]


def _cut_after(ends: str) -> _Cut:
    """Cut tokens into groups that end with one of these characters, so that no word is parted."""

    def groups(of: _Tokens) -> list[_Tokens]:
        places = [0, *(at for at, token in enumerate(of, 1) if token in ends), len(of)]
        return [of[start:end] for start, end in pairwise(places) if start < end]

    return groups


_lines = _cut_after("\n")
_clauses = _cut_after("\n，。；：！？、,.;:!?")


def _single(of: _Tokens) -> list[_Tokens]:
    return [[token] for token in of]


def _compare(old: _Tokens, new: _Tokens, cuts: Sequence[_Cut]) -> Iterator[Piece]:
    if not (old and new and cuts):
        yield from (Piece("removed", "".join(old)), Piece("added", "".join(new)))
        return
    old_groups, new_groups = cuts[0](old), cuts[0](new)
    texts = (["".join(group) for group in groups] for groups in (old_groups, new_groups))
    for stretch in stretches(*texts):
        old_tokens = [token for at in stretch.old for token in old_groups[at]]
        new_tokens = [token for at in stretch.new for token in new_groups[at]]
        if stretch.same:
            yield Piece("same", "".join(new_tokens))
        else:
            yield from _compare(old_tokens, new_tokens, cuts[1:])


class _Hunk(NamedTuple):
    """Something that is the same, and the change after it."""

    same: str
    removed: str
    added: str

    @property
    def size(self) -> int:
        return max(len(self.removed), len(self.added))

    def pieces(self) -> list[Piece]:
        pieces = (
            Piece("same", self.same),
            Piece("removed", self.removed),
            Piece("added", self.added),
        )
        return [piece for piece in pieces if piece.text]


def _hunks(pieces: Iterable[Piece]) -> list[_Hunk]:
    hunks = []
    same = ""
    runs = groupby((piece for piece in pieces if piece.text), lambda piece: piece.kind == "same")
    for is_same, run in runs:
        if is_same:
            same = "".join(piece.text for piece in run)
            continue
        changed = list(run)
        removed, added = (
            "".join(piece.text for piece in changed if piece.kind == kind)
            for kind in ("removed", "added")
        )
        hunks.append(_Hunk(same, removed, added))
        same = ""
    return [*hunks, _Hunk(same, "", "")]


def _without_islands(hunks: Iterable[_Hunk]) -> list[_Hunk]:
    """Take into the change what is the same by chance, as one character between two rewritten phrases."""
    kept: list[_Hunk] = []
    for hunk in hunks:
        if kept and _is_island(hunk.same, kept[-1], hunk):
            same, removed, added = kept.pop()
            kept.append(
                _Hunk(same, removed + hunk.same + hunk.removed, added + hunk.same + hunk.added)
            )
        else:
            kept.append(hunk)
    return kept


def _is_island(same: str, before: _Hunk, after: _Hunk) -> bool:
    if "\n" in same or not after.size:
        return False
    letters = sum(map(str.isalnum, same))
    return letters <= 1 or letters * 2 <= min(before.size, after.size)


# Blocks

_Pair = tuple[int | None, int | None]


def _said(block: Block) -> str:
    return fold(block.text) or block.html


def _substance(block: Block) -> str:
    return f"{' '.join(block.path)}: {fold(block.html)}"


def _pairs(
    stretch: Stretch, old: Sequence[Block], new: Sequence[Block], language: str
) -> list[_Pair]:
    """Find for each new block of a stretch the old one it was made from, if any; pairs do not cross."""
    height, width = len(stretch.old), len(stretch.new)
    if stretch.same or height == width == 1 or not height * width or height * width > MANY_PAIRS:
        return list(zip_longest(stretch.old, stretch.new))
    before = [_phrases(old[at], language) for at in stretch.old]
    after = [_phrases(new[at], language) for at in stretch.new]
    pairs = _best_pairs([[_likeness(said, told) for told in after] for said in before])
    return [(_at(stretch.old, row), _at(stretch.new, column)) for row, column in pairs]


def _at(places: range, index: int | None) -> int | None:
    return None if index is None else places[index]


def _phrases(block: Block, language: str) -> set[str]:
    return {block.kind} | phrases(block.text, language)


def _likeness(one: set[str], other: set[str]) -> float:
    """Below zero when too little is the same for the two to be a pair."""
    alike = likeness(one, other)
    return alike if alike >= ALIKE else -1


def _best_pairs(likeness: Sequence[Sequence[float]]) -> list[_Pair]:
    """Pair rows with columns, in order, so that they are most alike in all; what is like nothing stands alone."""
    height, width = len(likeness), len(likeness[0])
    best = [[0.0] * (width + 1) for _ in range(height + 1)]  # of the rows and columns that follow
    for row in reversed(range(height)):
        for column in reversed(range(width)):
            paired = likeness[row][column] + best[row + 1][column + 1]
            best[row][column] = max(paired, best[row + 1][column], best[row][column + 1])
    pairs: list[_Pair] = []
    row = column = 0
    while row < height and column < width:
        if best[row][column] == best[row + 1][column]:
            pairs.append((row, None))
            row += 1
        elif best[row][column] == best[row][column + 1]:
            pairs.append((None, column))
            column += 1
        else:
            pairs.append((row, column))
            row, column = row + 1, column + 1
    rest: list[_Pair] = [(row, None) for row in range(row, height)]
    return [*pairs, *rest, *((None, column) for column in range(column, width))]


def _block_change(
    pair: _Pair, old: Sequence[Block], new: Sequence[Block], language: str
) -> BlockChange:
    before, after = (
        None if at is None else blocks[at] for blocks, at in zip((old, new), pair, strict=True)
    )
    if before is None:
        assert after is not None
        return BlockChange("added", after, *pair, [Piece("added", after.text)])
    if after is None:
        return BlockChange("removed", before, *pair, [Piece("removed", before.text)])
    if _substance(before) == _substance(after):
        return BlockChange("kept", after, *pair, [Piece("same", after.text)])
    return BlockChange("changed", after, *pair, changes(before.text, after.text, language))
