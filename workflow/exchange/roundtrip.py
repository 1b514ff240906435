"""What becomes of a PO file that is read and written without an edit. Needs no database."""

from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from workflow.text.problems import Problem

from . import po


class Outcome(StrEnum):
    EXACT = "exact"
    CHANGED = "changed"
    REFUSED = "refused"


class RoundTrip(NamedTuple):
    outcome: Outcome
    line: int = 0  # of what was refused
    problem: Problem | None = None


def round_trip(content: bytes, *, is_template: bool = False) -> RoundTrip:
    """Each message is taken apart and compared with its lines, as after an edit elsewhere in the file."""
    try:
        catalogue = po.read(content, is_template=is_template)
    except po.Unreadable as refused:
        return RoundTrip(Outcome.REFUSED, refused.line, refused.problem)
    written = po.write(replace(catalogue, entries=tuple(catalogue.entries)))
    return RoundTrip(Outcome.EXACT if written == content else Outcome.CHANGED)
