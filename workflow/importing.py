"""Files that come back from translators: every unit applied, kept as a suggestion, or refused with line and reason."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db import transaction

from accounts.models import User

from . import services
from .exchange import units as exchange
from .exchange.units import Entry, Foreign
from .models import Import, NotApplied, UnitEvent
from .services import Answer, Wanted
from .text.merge import Outcome
from .text.problems import Problem

Kind = UnitEvent.Kind


class Line(NamedTuple):
    """What became of one unit of a file."""

    line: int
    unit: int | None
    outcome: str
    """An ``Outcome``, or ``refused``."""
    problems: list[Problem]
    target: str


REFUSED = "refused"
TOLD = (Outcome.CONFLICT.value, Outcome.SOURCE_CHANGED.value, REFUSED)


class Report(NamedTuple):
    name: str
    lines: list[Line]
    kept: Import | None
    """None for a trial run, and for a file that could not be read."""

    def count(self, outcome: str) -> int:
        return sum(line.outcome == outcome for line in self.lines)

    @property
    def not_applied(self) -> list[Line]:
        return [line for line in self.lines if line.outcome in TOLD]


@transaction.atomic
def take(
    name: str, content: bytes, *, by: User | None, uploader: User | None, save: bool = True
) -> Report:
    """Bring a file's texts into their units, as the work of ``by``, and keep a report. Raises Unreadable.

    All of it or, when the process is killed, nothing: taking the file again completes it, for what stands already is
    unchanged. Without ``save`` the report is the same and nothing is written.
    """
    found = list(exchange.read(content))
    lines = [
        *_foreign(found),
        *_answered([one for one in found if isinstance(one, Entry)], by, save),
    ]
    lines.sort(key=lambda line: line.line)
    report = Report(name, lines, None)
    return report._replace(kept=_keep(report, by, uploader)) if save else report


def _foreign(found: Iterable[Entry | Foreign]) -> Iterator[Line]:
    for one in found:
        if isinstance(one, Foreign):
            yield Line(one.line, None, REFUSED, [Problem("unit-unknown")], one.text)


def _answered(entries: list[Entry], by: User | None, save: bool) -> Iterator[Line]:
    """Sources are compared first: a file of another site may name the same numbers."""
    ours = _sources(entries)
    known = []
    seen: set[int] = set()
    for entry in entries:
        if ours.get((entry.unit, entry.version)) != entry.source:
            yield Line(entry.line, None, REFUSED, [Problem("unit-unknown")], entry.target)
        elif entry.unit in seen:
            yield Line(entry.line, entry.unit, REFUSED, [Problem("unit-twice")], entry.target)
        else:
            seen.add(entry.unit)
            known.append(entry)
    wanted = [Wanted(e.unit, e.version, e.target, e.doubtful) for e in known]
    answers = services.write(wanted, by=by, kind=Kind.IMPORTED, strict=True, save=save)
    for entry, answer in zip(known, answers, strict=True):
        yield _line(entry, answer)


def _sources(entries: Iterable[Entry]) -> dict[tuple[int, int], str]:
    wanted = {(entry.unit, entry.version) for entry in entries}
    events = UnitEvent.objects.filter(
        unit__in={unit for unit, _ in wanted}, version__in={version for _, version in wanted}
    )
    rows = events.values_list("unit", "version", "source")
    return {(unit, version): source for unit, version, source in rows if (unit, version) in wanted}


def _line(entry: Entry, answer: Answer) -> Line:
    outcome = REFUSED if answer.outcome is None else answer.outcome.value
    return Line(entry.line, entry.unit, outcome, answer.problems, entry.target)


def _keep(report: Report, by: User | None, uploader: User | None) -> Import:
    kept = Import.objects.create(
        person=by,
        uploader=uploader,
        name=report.name[:200],
        unchanged=report.count(Outcome.UNCHANGED),
        applied=report.count(Outcome.APPLIED),
    )
    NotApplied.objects.bulk_create(
        NotApplied(
            report=kept,
            unit_id=line.unit,
            line=line.line,
            outcome=line.outcome,
            reason=[list(problem) for problem in line.problems],
            target=line.target,
        )
        for line in report.not_applied
    )
    return kept
