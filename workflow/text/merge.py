"""What becomes of a text that comes back while the same one may have changed here: three ways. No Django."""

from enum import StrEnum
from typing import NamedTuple


class Text(NamedTuple):
    """One side of a merge: source and target as that side knows them; ``doubtful``: marked as not finished."""

    source: str
    target: str
    doubtful: bool = False


class Outcome(StrEnum):
    UNCHANGED = "unchanged"
    """Nothing was changed there, or both say the same."""
    APPLIED = "applied"
    SOURCE_CHANGED = "source-changed"
    """Applied as needing work: it translates a source that has changed since."""
    CONFLICT = "conflict"
    """Both changed the text: ours stands, theirs is kept as a suggestion."""


class Merged(NamedTuple):
    outcome: Outcome
    target: str
    doubtful: bool


def merge(base: Text, ours: Text, theirs: Text) -> Merged:
    """Return what stands afterwards. ``base`` is what both began with, ``ours`` what stands here now.

    An empty text of theirs changes nothing: what is missing or emptied in a file deletes nothing.
    """
    stands = Merged(Outcome.UNCHANGED, ours.target, ours.doubtful)
    if theirs.target and theirs.target == ours.target:
        return _judged(base, ours, theirs)
    if theirs.target in ("", base.target):
        return stands
    if ours.target != base.target:
        return stands._replace(outcome=Outcome.CONFLICT)
    if ours.source != base.source:
        return Merged(Outcome.SOURCE_CHANGED, theirs.target, True)
    return Merged(Outcome.APPLIED, theirs.target, theirs.doubtful)


def _judged(base: Text, ours: Text, theirs: Text) -> Merged:
    """The same words; they may say anew whether these are finished."""
    is_finished_elsewhere = not theirs.doubtful and ours.source != base.source
    if theirs.doubtful in (base.doubtful, ours.doubtful) or is_finished_elsewhere:
        return Merged(Outcome.UNCHANGED, ours.target, ours.doubtful)
    return Merged(Outcome.APPLIED, ours.target, theirs.doubtful)
