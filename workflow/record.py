"""How units are written: each change with its event, and the tallies counted anew. Services decide; this keeps.

A change is made on the unit in memory, noted in a ``Record``, and written with all others in a few statements. Whoever
writes holds the document (``hold``), so that two people on one unit come one after the other.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Sum
from django.utils import timezone

from accounts.models import User
from publishing import services as publishing

from .models import Document, State, Tally, Translation, Unit, UnitEvent

BATCH = 500
Kind = UnitEvent.Kind

CHANGING = (
    "position",
    "kind",
    "about",
    "source",
    "target",
    "previous_source",
    "previous_target",
    "words",
    "characters",
    "state",
    "version",
    "translator",
    "translated_at",
    "reviewer",
    "reviewed_at",
    "self_approved",
    "shipped",
    "live",
    "removed_at",
)


def hold(documents: Iterable[int]) -> dict[int, Document]:
    """Whoever writes units of the same documents at the same moment waits here; return them by primary key.

    Items are held first, in the order in which ``publishing`` holds them.
    """
    wanted = Document.objects.filter(pk__in=set(documents))
    for item_id in sorted(filter(None, wanted.values_list("item", flat=True))):
        publishing.hold_item(item_id)
    held = wanted.order_by("pk").select_for_update(of=("self",)).select_related("item", "source")
    return {document.pk: document for document in held}


def translated(unit: Unit, target: str, by: User | None, *, finished: bool = True) -> None:
    """Give a unit a text; an approval of the one before ends."""
    unit.target = target
    unit.translator, unit.translated_at = by, timezone.now()
    _stands(unit, State.TRANSLATED if finished else State.NEEDS_WORK)


def unfinished(unit: Unit) -> None:
    """Say that the text of a unit needs work."""
    _stands(unit, State.NEEDS_WORK)


def finished(unit: Unit) -> None:
    """Say that the text of a unit, as it stands, translates its source."""
    _stands(unit, State.TRANSLATED)


def _stands(unit: Unit, state: State) -> None:
    unit.state = state if unit.target else State.EMPTY
    unit.reviewer, unit.reviewed_at, unit.self_approved = None, None, False
    if unit.state == State.TRANSLATED:
        unit.previous_source = unit.previous_target = ""


def approved(unit: Unit, by: User | None, at: datetime | None = None) -> None:
    """Find the text of a unit right. Whether ``by`` may is asked before."""
    unit.state = State.APPROVED
    unit.reviewer, unit.reviewed_at = by, at or timezone.now()
    unit.self_approved = by is not None and unit.translator_id == by.pk
    unit.previous_source = unit.previous_target = ""
    if unit.translation.document.catalogue:
        unit.live = unit.target


class Record:
    """What changed in one transaction."""

    def __init__(self) -> None:
        self.new: list[tuple[Unit, UnitEvent]] = []
        self.changed: dict[int, Unit] = {}
        self.events: list[UnitEvent] = []

    def add(self, unit: Unit, by: User | None) -> None:
        """A unit that is not stored yet."""
        self.new.append((unit, _event(unit, Kind.ADDED, by)))

    def note(self, unit: Unit, kind: UnitEvent.Kind, by: User | None, comment: str = "") -> None:
        """A stored unit that was changed, and what happened to it."""
        unit.version += 1
        self.changed[unit.pk] = unit
        self.events.append(_event(unit, kind, by, comment))

    def touch(self, unit: Unit) -> None:
        """A stored unit of which only its place or notes changed."""
        self.changed[unit.pk] = unit

    def write(self) -> None:
        Unit.objects.bulk_create([unit for unit, _ in self.new], batch_size=BATCH)
        Unit.objects.bulk_update(self.changed.values(), CHANGING, batch_size=BATCH)
        for unit, event in self.new:
            event.unit = unit
        added = [event for _, event in self.new]
        UnitEvent.objects.bulk_create([*added, *self.events], batch_size=BATCH)
        count({unit.translation_id for unit in self._units()})

    @property
    def translations(self) -> list[Translation]:
        """The translations of which something changed."""
        return [*{unit.translation_id: unit.translation for unit in self._units()}.values()]

    def _units(self) -> list[Unit]:
        return [*(unit for unit, _ in self.new), *self.changed.values()]


def _event(unit: Unit, kind: UnitEvent.Kind, by: User | None, comment: str = "") -> UnitEvent:
    return UnitEvent(
        unit=unit,
        version=unit.version,
        kind=kind,
        person=by,
        source=unit.source,
        target=unit.target,
        state=unit.state,
        comment=comment,
    )


def count(translations: Iterable[int]) -> None:
    """Count the units of some translations anew."""
    ids = set(translations)
    Tally.objects.filter(translation__in=ids).delete()
    found = (
        Unit.objects.present()
        .filter(translation__in=ids)
        .order_by()
        .values("translation", "state", "translator")
        .annotate(units=Count("pk"), all_words=Sum("words"), all_characters=Sum("characters"))
    )
    Tally.objects.bulk_create(
        [
            Tally(
                translation_id=row["translation"],
                state=row["state"],
                person_id=row["translator"],
                units=row["units"],
                words=row["all_words"],
                characters=row["all_characters"],
            )
            for row in found
        ],
        batch_size=BATCH,
    )
