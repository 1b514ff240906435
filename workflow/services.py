"""What people do with units: write, approve, send back, comment, decide between two texts. Atomic and logged.

``by`` is the person who acts, whose rights are asked here whatever the screen showed; None is the site itself. A unit
of an item is one text with the form of that item: writing it writes a draft of the edition (``documents``).
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from publishing import rights
from publishing.moves import Refused
from publishing.services import may_approve_own

from . import blocking, documents, interface, record
from .models import INTERFACE, Document, State, Suggestion, Translation, Unit, UnitEvent
from .record import Record
from .text.merge import Outcome, Text, merge
from .text.problems import Problem

Kind = UnitEvent.Kind


class Wanted(NamedTuple):
    """A text that somebody wants to stand in a unit."""

    unit: int
    base: int
    """The version of the unit that she had before her."""
    target: str
    doubtful: bool = False
    """Not finished yet: fuzzy in a file."""


class Answer(NamedTuple):
    """What became of a wanted text."""

    wanted: Wanted
    outcome: Outcome | None
    """None: refused, for the problems."""
    problems: list[Problem]


def part_of(document: Document) -> str:
    """The part of the site for which people have rights: an app's label, or the interface."""
    return document.item.kind.split(".")[0] if document.item else INTERFACE


@transaction.atomic
def write(
    wanted: Sequence[Wanted],
    *,
    by: User | None,
    kind: UnitEvent.Kind = Kind.TRANSLATED,
    strict: bool = False,
    save: bool = True,
) -> list[Answer]:
    """Let texts stand in their units, merged with what others wrote meanwhile; answer each in order.

    Where both changed a text, ours stands and theirs is kept as a suggestion. ``strict`` refuses texts that could
    never be approved, as for files; else they are kept as needing work. Without ``save`` nothing is written.
    """
    refused: dict[int, Problem] = {}
    while True:
        try:
            with transaction.atomic():
                merging = _Merging(wanted, refused, by=by, kind=kind, strict=strict)
                answers = [merging.answer(text) for text in wanted]
                merging.write()
                if not save:
                    transaction.set_rollback(True)
            return answers
        except documents.DraftRefused as refusal:  # the others go on without that edition
            refused[refusal.translation_id] = Problem("edition-refused", str(refusal))


CHANGING = (Outcome.APPLIED, Outcome.SOURCE_CHANGED)


class _Merging:
    """One attempt; ``refused``: translations whose edition took no draft in an attempt before, and why."""

    def __init__(
        self,
        wanted: Sequence[Wanted],
        refused: dict[int, Problem],
        *,
        by: User | None,
        kind: UnitEvent.Kind,
        strict: bool,
    ) -> None:
        self.units, self.bases = _held(text.unit for text in wanted), _bases(wanted)
        self.refused, self.by, self.kind, self.strict = refused, by, kind, strict
        self.record = Record()
        self.suggestions: list[Suggestion] = []

    def answer(self, wanted: Wanted) -> Answer:
        unit = self.units.get(wanted.unit)
        base = self.bases.get((wanted.unit, wanted.base))
        if unit is None or base is None:
            return Answer(wanted, None, [Problem("unit-unknown")])
        problems = blocking.problems(unit, wanted.target) if wanted.target else []
        merged = merge(
            Text(base.source, base.target, base.state == State.NEEDS_WORK),
            Text(unit.source, unit.target, unit.state == State.NEEDS_WORK),
            Text(base.source, wanted.target, wanted.doubtful or bool(problems)),
        )
        if merged.outcome != Outcome.UNCHANGED and (why := self._refusal(unit, problems)):
            return Answer(wanted, None, why)
        if merged.outcome == Outcome.CONFLICT:
            self._suggest(unit, wanted)
        elif merged.outcome in CHANGING:
            self._apply(unit, merged.target, finished=not merged.doubtful)
            if merged.outcome == Outcome.SOURCE_CHANGED:
                unit.previous_source, unit.previous_target = base.source, merged.target
        return Answer(wanted, merged.outcome, problems)

    def _refusal(self, unit: Unit, problems: list[Problem]) -> list[Problem]:
        if not _may(rights.may_write, self.by, unit):
            return [Problem("no-right")]
        if refusal := self.refused.get(unit.translation_id):
            return [refusal]
        return problems if self.strict else []

    def _suggest(self, unit: Unit, wanted: Wanted) -> None:
        self.suggestions.append(
            Suggestion(unit=unit, base=wanted.base, target=wanted.target, person=self.by)
        )

    def _apply(self, unit: Unit, target: str, *, finished: bool) -> None:
        if target != unit.target:
            record.translated(unit, target, self.by, finished=finished)
        elif finished:
            record.finished(unit)
        else:
            record.unfinished(unit)
        self.record.note(unit, self.kind, self.by)

    def write(self) -> None:
        self.record.write()
        documents.keep_drafts(self.record.translations, by=self.by)
        interface.show(self.record.translations)
        Suggestion.objects.bulk_create(self.suggestions, ignore_conflicts=True)


def _held(units: Iterable[int]) -> dict[int, Unit]:
    """Units with all that is asked about them, held until the transaction ends."""
    ids = set(units)
    documents_of = Translation.objects.filter(units__in=ids).values_list("document", flat=True)
    held = record.hold(documents_of)
    found = Unit.objects.filter(pk__in=ids).select_related("translation")
    for unit in found:
        unit.translation.document = held[unit.translation.document_id]
    return {unit.pk: unit for unit in found}


def _bases(wanted: Iterable[Wanted]) -> dict[tuple[int, int], UnitEvent]:
    versions = {(text.unit, text.base) for text in wanted}
    events = UnitEvent.objects.filter(
        unit__in={unit for unit, _version in versions},
        version__in={version for _unit, version in versions},
    )
    return {key: event for event in events if (key := (event.unit_id, event.version)) in versions}


def _may(allowed: Callable[[User, str, str], bool], by: User | None, unit: Unit) -> bool:
    translation = unit.translation
    return by is None or allowed(by, translation.language, part_of(translation.document))


# Review


@transaction.atomic
def approve(units: Collection[int], *, by: User | None) -> None:
    """Find the texts of some units right, all or none. The last of an edition approves its draft. Raises Refused."""
    held = _held(units)
    noted = Record()
    own_allowed: dict[str, bool] = {}
    for unit in held.values():
        _require(rights.may_review, by, unit)
        if unit.state != State.TRANSLATED:
            raise Refused(
                _("Only what is translated can be approved: this is “%(state)s”.")
                % {"state": unit.get_state_display()}
            )
        if problems := blocking.problems(unit, unit.target):
            raise Refused(" ".join(map(blocking.sentence, problems)))
        if by is not None and unit.translator_id == by.pk:
            language = unit.translation.language
            if language not in own_allowed:
                own_allowed[language] = may_approve_own(language)
            if not own_allowed[language]:
                raise Refused(_("You translated this: somebody else has to approve it."))
        record.approved(unit, by)
        noted.note(unit, Kind.APPROVED, by)
    noted.write()
    documents.take_up_reviewed(noted.translations)
    interface.show(noted.translations)


@transaction.atomic
def send_back(units: Collection[int], comment: str, *, by: User | None) -> None:
    """Say what is to be changed in some units. Raises Refused."""
    if not comment.strip():
        raise Refused(_("Say what is to be changed: the translator reads it."))
    noted = Record()
    for unit in _held(units).values():
        _require(rights.may_review, by, unit)
        if not unit.target:
            raise Refused(_("There is nothing to send back: no text was written."))
        record.unfinished(unit)
        noted.note(unit, Kind.SENT_BACK, by, comment)
    noted.write()
    interface.show(noted.translations)


@transaction.atomic
def comment(unit_id: int, text: str, *, by: User | None) -> None:
    """Add to the talk about a unit. Raises Refused."""
    [unit] = _held([unit_id]).values()
    if not (_may(rights.may_write, by, unit) or _may(rights.may_review, by, unit)):
        raise Refused(_("You do not have the right to do this."))
    if not text.strip():
        raise Refused(_("Write the comment first."))
    noted = Record()
    noted.note(unit, Kind.COMMENTED, by, text)
    noted.write()


@transaction.atomic
def settle(suggestion_id: int, *, take: bool, by: User | None) -> None:
    """Let a suggestion stand in its unit, by whoever wrote it, or put it aside. Raises Refused."""
    suggestion = Suggestion.objects.select_related("person").get(pk=suggestion_id)
    [unit] = _held([suggestion.unit_id]).values()
    _require(rights.may_write, by, unit)
    suggestion = Suggestion.objects.select_for_update().get(pk=suggestion_id)
    if suggestion.settled_at is not None:
        raise Refused(_("Somebody has decided this meanwhile."))
    suggestion.settled_at = timezone.now()
    suggestion.save(update_fields=["settled_at"])
    if take:
        [answer] = write(
            [Wanted(unit.pk, unit.version, suggestion.target)], by=suggestion.person or by
        )
        if answer.outcome is None:
            raise Refused(" ".join(map(blocking.sentence, answer.problems)))
    elif unit.translation.document.catalogue and suggestion.person is None:
        unit.shipped = suggestion.target  # the file's text was seen: ours goes there
        unit.save(update_fields=["shipped"])


def _require(allowed: Callable[[User, str, str], bool], by: User | None, unit: Unit) -> None:
    if not _may(allowed, by, unit):
        raise Refused(_("You do not have the right to do this."))
