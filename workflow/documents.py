"""Units of items: cut from the source's revisions, and one text with the form of each translation.

What happens to editions is followed in the same transaction (``follow``, called for each event of the log): a source
submitted, published or sent to translation is cut anew; a translation saved in its form gives the units their texts;
one approved there approves them. The other way, units that were written write a draft (``keep_drafts``), and the last
approval approves it (``take_up_reviewed``).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from multilingual import languages, stores
from publishing import editions, services
from publishing.models import SHARED, Edition, Event, HasItem, Item, Revision
from publishing.models import State as EditionState
from publishing.moves import Refused

from . import record
from .models import Document, State, Translation, Unit, UnitEvent
from .record import Record
from .text import forms
from .text import segments as cutting
from .text.alignment import Alignment, after_source, after_target, align
from .text.matching import Pair, keys, match
from .text.reading import Reading, read
from .text.refilling import refill, renew
from .text.segments import Segment
from .text.shapes import alike
from .text.tags import Tag

Kind = UnitEvent.Kind

NOT_TRANSLATED = ("slug",)
"""Texts that are made anew in each language."""
SENT_ON = ("revision.submitted", "revision.approved", "edition.published", "translation.requested")
"""Events after which a source's revision is what translators work from."""


class DraftRefused(Refused):
    """The edition took no draft of what its units say; the text says why."""

    def __init__(self, translation: Translation, refusal: Refused) -> None:
        super().__init__(str(refusal))
        self.translation_id = translation.pk


class Text(NamedTuple):
    """One field of an item in two languages."""

    field: str
    source: cutting.Document
    target: cutting.Document


def follow(event: Event) -> None:
    """Keep units in step with what happened to an edition."""
    if event.language == SHARED or event.revision is None:
        return
    item, revision = event.item, event.revision
    if revision.edition.language == item.source_language:
        if event.kind in SENT_ON:
            _source_came(item, revision)
        return
    translation = (
        Translation.objects.filter(edition=revision.edition).select_related("document").first()
    )
    if translation is None:
        return
    translation.document = record.hold([translation.document_id])[translation.document_id]
    if event.kind == "revision.saved":
        _target_came(translation, revision)
    elif event.kind == "revision.approved":
        _target_approved(translation, event.person)
    elif event.kind == "edition.published" and revision.pk == translation.revision_id:
        _target_approved(translation, None)
    elif event.kind == "translation.confirmed":
        _target_confirmed(translation, event.person)


def refresh() -> int:
    """Make units of items that have none yet: those published before there were units. Return how many items."""
    items = Item.objects.filter(document=None, binned_at=None).exclude(source_language="")
    count = 0
    for edition in Edition.objects.filter(item__in=items).select_related("item", "shown"):
        if edition.language == edition.item.source_language and edition.shown is not None:
            services.hold_item(edition.item_id)
            _source_came(edition.item, edition.shown)
            count += 1
    return count


# The source


def _source_came(item: Item, revision: Revision) -> None:
    document, _new = Document.objects.get_or_create(item=item)
    document = record.hold([document.pk])[document.pk]
    if document.source is not None and document.source.number >= revision.number:
        return
    before = _cut(item, document.source)
    now = _cut(item, revision)
    known = {field: [*map(str, found)] for field, found in document.keys.items()}
    all_gone = _gone(document, known)
    pairs: dict[str, list[Pair]] = {}
    gone: dict[str, dict[str, Segment]] = {}
    for field in {**before, **now}:
        gone[field] = all_gone.get(field, {})
        pairs[field] = match(
            _segments(before, field), _segments(now, field), [*gone[field].values()]
        )
    old_keys = {field: known.get(field, []) for field in pairs}
    document.keys = {
        field: keys(found, old_keys[field], [*gone[field]])
        for field, found in pairs.items()
        if field in now
    }
    document.source = revision
    document.save()
    noted = Record()
    for code in languages.CODES:
        if code != item.source_language:
            translation = _translation(document, code)
            units = {unit.key: unit for unit in translation.units.all()}
            _Recutting(translation, units, noted).run(now, pairs, old_keys, gone)
    noted.write()
    for translation in document.translations.select_related("edition__newest"):
        newest = translation.edition.newest if translation.edition else None
        if translation.revision_id is None and newest is not None:
            translation.document = document
            _target_came(translation, newest)


def _translation(document: Document, language: str) -> Translation:
    edition, _ = Edition.objects.get_or_create(item=document.item, language=language)
    translation, _ = Translation.objects.get_or_create(
        document=document, language=language, defaults={"edition": edition}
    )
    translation.document = document
    return translation


def _cut(item: Item, revision: Revision | None) -> dict[str, cutting.Document]:
    """The texts of a revision, cut, by field in the order of the model."""
    if revision is None:
        return {}
    model = _model(item)
    rich = stores.rich_fields(model)
    return {
        field: (cutting.cut if field in rich else cutting.cut_plain)(
            revision.content.get(field, "")
        )
        for field in stores.fields(model)
        if field not in NOT_TRANSLATED
    }


def _model(item: Item) -> type[HasItem]:
    model: Any = apps.get_model(item.kind)
    return model


def _segments(cut: Mapping[str, cutting.Document], field: str) -> Sequence[Segment]:
    return cut[field].segments if field in cut else ()


def _gone(document: Document, known: Mapping[str, Sequence[str]]) -> dict[str, dict[str, Segment]]:
    """Texts that earlier sources had, by field and key."""
    found: dict[str, dict[str, Segment]] = {}
    for unit in Unit.objects.filter(translation__document=document).order_by("pk"):
        field, _, key = unit.key.partition(":")
        if key not in known.get(field, ()):
            found.setdefault(field, {})[key] = segment_of(unit)
    return found


def segment_of(unit: Unit) -> Segment:
    """The text of a unit as it was cut, without its place."""
    return Segment(unit.kind, unit.about.get("level", 0), unit.source, tags_of(unit), 0, 0)


def tags_of(unit: Unit, name: str = "tags") -> tuple[Tag, ...]:
    """The numbered tags of a unit's source; ``own``: those that only its translation has."""
    return tuple(Tag(*tag) for tag in unit.about.get(name, ()))


class _Recutting:
    """The units of one translation brought to a new source."""

    def __init__(self, translation: Translation, units: dict[str, Unit], noted: Record) -> None:
        self.translation, self.units, self.record = translation, units, noted
        self.position = 0

    def run(
        self,
        now: Mapping[str, cutting.Document],
        pairs: Mapping[str, Sequence[Pair]],
        old_keys: Mapping[str, Sequence[str]],
        gone: Mapping[str, Mapping[str, Segment]],
    ) -> None:
        new_keys = self.translation.document.keys
        for field in now:
            for pair in pairs[field]:
                if pair.new is not None:
                    segment = now[field].segments[pair.new]
                    key = f"{field}:{new_keys[field][pair.new]}"
                    former = None
                    if pair.old is not None and pair.kind == "copied":
                        former = self.units.get(f"{field}:{old_keys[field][pair.old]}")
                    self._bring(field, key, segment, pair, former)
        current = {f"{field}:{key}" for field, found in new_keys.items() for key in found}
        for key, unit in self.units.items():
            if key not in current and unit.removed_at is None:
                unit.removed_at = timezone.now()
                self.record.note(unit, Kind.REMOVED, None)

    def _bring(
        self, field: str, key: str, segment: Segment, pair: Pair, former: Unit | None
    ) -> None:
        unit = self.units.get(key)
        if unit is None:
            self._add(field, key, segment, former)
            return
        was = (unit.position, unit.kind, unit.source, unit.about)
        source = unit.source
        self._describe(unit, segment)
        if unit.removed_at is not None:
            unit.removed_at = None
            self.record.note(unit, Kind.RETURNED, None)
        elif pair.kind == "changed":
            if unit.target and unit.state != State.NEEDS_WORK:
                unit.previous_source, unit.previous_target = source, unit.target
            record.unfinished(unit)
            self.record.note(unit, Kind.SOURCE_CHANGED, None)
        elif (unit.position, unit.kind, unit.source, unit.about) != was:
            self.record.touch(unit)

    def _add(self, field: str, key: str, segment: Segment, former: Unit | None) -> None:
        unit = Unit(translation=self.translation, key=key, field=field)
        self._describe(unit, segment)
        if former is not None and former.target:
            unit.target, unit.state = former.target, former.state
            unit.translator, unit.translated_at = former.translator, former.translated_at
            unit.reviewer, unit.reviewed_at = former.reviewer, former.reviewed_at
            unit.self_approved = former.self_approved
            unit.previous_source = former.previous_source
            unit.previous_target = former.previous_target
        self.record.add(unit, None)

    def _describe(self, unit: Unit, segment: Segment) -> None:
        self.position += 1
        unit.position, unit.kind, unit.source = self.position, segment.kind, segment.text
        unit.words, unit.characters = forms.words(segment.text), forms.characters(segment.text)
        told: dict[str, Any] = {"level": segment.level, "tags": [list(tag) for tag in segment.tags]}
        unit.about = {name: value for name, value in told.items() if value} | {
            name: value for name, value in unit.about.items() if name == "own"
        }


# The translation, as its form has it


def _target_came(translation: Translation, revision: Revision) -> None:
    """Give the units the texts of a revision that was saved, by its author."""
    noted = Record()
    readings = _read(translation, revision)
    had_draft = translation.revision_id is not None
    state = _edition(translation).state
    is_approved = state in (EditionState.NONE, EditionState.APPROVED, EditionState.SCHEDULED)
    for unit in translation.units.filter(removed_at=None):
        unit.translation = translation
        field, _, key = unit.key.partition(":")
        reading, is_sure = readings.get((field, key), (Reading("", ()), True))
        own = [list(tag) for tag in reading.own]
        if own != unit.about.get("own", []):
            unit.about = {**unit.about, "own": own}
            noted.touch(unit)
        if not reading.text and not had_draft:
            continue  # what never reached a draft is not taken away by one
        if cutting.says_same(segment_of(unit), reading.text, unit.target, reading.own):
            continue
        record.translated(unit, reading.text, revision.author)
        if is_approved and is_sure and reading.text and not had_draft:
            record.approved(unit, None)  # it was published before there were units
        noted.note(unit, Kind.WRITTEN, revision.author)
    _agree(translation, revision)
    noted.write()


class _Aligned(NamedTuple):
    text: Text
    alignment: Alignment


def _aligned(translation: Translation, revision: Revision) -> dict[str, _Aligned]:
    """The texts of a revision of the translation, aligned with the document's source of today."""
    document = translation.document
    assert document.item is not None
    source, target = _cut(document.item, document.source), _cut(document.item, revision)
    old_source = _cut(document.item, translation.source)
    old_target = _cut(document.item, translation.revision)
    found = {}
    for field, text in source.items():
        known = tuple(map(tuple, translation.alignment.get(field, ())))
        fixed: dict[int, tuple[int, ...]] = {}
        if known and translation.source_id != document.source_id:
            carried = after_source(known, match(old_source[field].segments, text.segments))
            known = tuple(carried.get(at, ()) for at in range(len(text.segments)))
        if known:
            fixed = after_target(known, match(old_target[field].segments, target[field].segments))
        alignment = align(text, target[field], fixed)
        found[field] = _Aligned(Text(field, text, target[field]), alignment)
    return found


def _read(
    translation: Translation, revision: Revision
) -> dict[tuple[str, str], tuple[Reading, bool]]:
    """What a revision has for each unit, by field and key, and whether that is sure."""
    found = {}
    aligned = _aligned(translation, revision)
    translation.alignment = {
        field: [list(p) for p in one.alignment] for field, one in aligned.items()
    }
    for field, (text, alignment) in aligned.items():
        is_sure = bool(translation.source_id) or alike(text.source, text.target)
        readings = read(text.source, text.target, alignment)
        for key, reading in zip(translation.document.keys[field], readings, strict=True):
            found[field, key] = reading, is_sure
    return found


def _agree(translation: Translation, revision: Revision) -> None:
    translation.revision, translation.source = revision, translation.document.source
    translation.save(update_fields=["revision", "source", "alignment"])


def _edition(translation: Translation) -> Edition:
    assert translation.edition_id is not None
    return Edition.objects.get(pk=translation.edition_id)


def _target_approved(translation: Translation, by: User | None) -> None:
    """Approved as a whole: so is each of its texts, but those that the reviewer wrote herself."""
    noted = Record()
    for unit in translation.units.filter(removed_at=None, state=State.TRANSLATED):
        unit.translation = translation
        if (
            by is None
            or unit.translator_id != by.pk
            or services.may_approve_own(translation.language)
        ):
            record.approved(unit, by)
            noted.note(unit, Kind.APPROVED, by)
    noted.write()


def _target_confirmed(translation: Translation, by: User | None) -> None:
    """Still right after a small change of the source: what only that made doubtful is finished again."""
    noted = Record()
    doubtful = translation.units.filter(removed_at=None, state=State.NEEDS_WORK)
    for unit in doubtful.exclude(previous_source=""):
        unit.translation = translation
        record.finished(unit)
        noted.note(unit, Kind.CONFIRMED, by)
    noted.write()


# The translation, as its units have it


def keep_drafts(translations: Iterable[Translation], *, by: User | None) -> None:
    """Write drafts of what the units of these translations say, where they are editions. Raises DraftRefused."""
    for translation in translations:
        if translation.edition_id is not None:
            try:
                _keep_draft(translation, by=by)
            except Refused as refusal:
                raise DraftRefused(translation, refusal) from refusal


def _keep_draft(translation: Translation, *, by: User | None) -> None:
    item = translation.document.item
    assert item is not None
    obj = editions.thing_of(item)
    texts = _texts(translation, obj)
    if not texts[stores.name_field(type(obj))].strip():
        return  # nothing is stored without it; until then the units have what was written
    services.save_draft(obj, translation.language, texts, by=by, source=translation.document.source)


def _texts(translation: Translation, obj: HasItem) -> dict[str, str]:
    """The texts of the edition with what its units say in their places."""
    document = translation.document
    assert document.item is not None
    revision = translation.revision
    source = _cut(document.item, document.source)
    old_source = _cut(document.item, translation.source)
    target = _cut(document.item, revision)
    said = dict(translation.units.filter(removed_at=None).values_list("key", "target"))
    texts = {}
    for field, text in source.items():
        wanted = [said.get(f"{field}:{key}", "") for key in document.keys[field]]
        alignment = tuple(map(tuple, translation.alignment.get(field, ())))
        if field not in target or not alignment:
            empty = (cutting.cut if field in stores.rich_fields(type(obj)) else cutting.cut_plain)(
                ""
            )
            texts[field] = refill(
                text, target.get(field, empty), tuple(() for _ in text.segments), wanted
            )
        elif translation.source_id == document.source_id:
            texts[field] = refill(text, target[field], alignment, wanted)
        else:
            texts[field] = renew(old_source[field], text, target[field], alignment, wanted)
    return texts


def take_up_reviewed(translations: Iterable[Translation]) -> None:
    """Approve the drafts of editions all of whose units are approved. Raises Refused."""
    for translation in translations:
        if translation.edition_id is None:
            continue
        left = translation.units.filter(removed_at=None).exclude(state=State.APPROVED)
        edition = _edition(translation)
        pending = (EditionState.DRAFT, EditionState.REVIEW, EditionState.SENT_BACK)
        if edition.state in pending and not left.exists():
            item = translation.document.item
            assert item is not None
            services.take_up(
                editions.thing_of(item), translation.language, _("Every text was approved.")
            )
