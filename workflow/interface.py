"""Interface texts as units: the catalogues and the units brought together, three ways, and what visitors read of them.

The file and the unit last agreed on ``Unit.shipped``. What changed in one only goes to the other; what changed in both
is a conflict: the file's text becomes a suggestion, and neither is written over before somebody decides. Only approved
texts go to the file.
"""

import hashlib
import logging
import os
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connections, transaction
from django.db.models import F
from django.utils import timezone

from . import record
from .catalogues import places
from .catalogues.check import Finding, read
from .catalogues.compile import replace_files
from .exchange import po
from .exchange.po import Catalogue, Message
from .models import Document, Generation, Suggestion, Translation, Unit, UnitEvent
from .record import Record
from .reload import Overlay, catalogues
from .text import forms

logger = logging.getLogger(__name__)

Kind = UnitEvent.Kind
LOOKS_EVERY = 2.0  # seconds: "within seconds" (T10), for one row by its key
KEY_SIZE = 10  # bytes; 2^40 messages before two are likely to meet


class Synced(NamedTuple):
    """What became of one catalogue."""

    path: Path
    taken: int
    """Texts that the units took from the file."""
    given: int
    """Approved texts that the file took from the units."""
    conflicts: list[Message]


def key_of(message: Message) -> str:
    """Return the key of a message's unit: stays with context and msgid."""
    text = f"{message.context}\x04{message.msgid}" if message.context is not None else message.msgid
    return hashlib.blake2b(text.encode(), digest_size=KEY_SIZE).hexdigest()


def sync(output: Path | None = None) -> tuple[list[Synced], list[Finding]]:
    """Bring catalogues and units together; say what happened, or why no catalogue could be read and nothing was done.

    With ``output`` the catalogues are written into that folder, laid out like ``locale``, and the site's own stay.
    """
    catalogues, findings = {}, []
    for path, language, domain in _paths():
        catalogue, problems = read(path)
        findings += problems
        if catalogue:
            catalogues[path] = (language, domain, catalogue)
    if findings:
        return [], findings
    done, contents = [], {}
    with transaction.atomic():
        for path, (language, domain, catalogue) in catalogues.items():
            syncing = _Syncing(_translation(domain, language), catalogue, agree=output is None)
            merged = syncing.run()
            done.append(Synced(path, *syncing.counts, syncing.conflicts))
            contents[_target(path, output)] = po.write(merged)
        # Within the transaction: a file that cannot be written undoes what was agreed.
        replace_files({p: c for p, c in contents.items() if not p.exists() or p.read_bytes() != c})
    return done, []


def _paths() -> Iterator[tuple[Path, str, str]]:
    for language in places.languages():
        if not places.is_source(language):
            for domain in places.DOMAINS:
                yield places.po_path(language, domain), language, domain


def _target(path: Path, output: Path | None) -> Path:
    return output / path.relative_to(settings.LOCALE_PATHS[0]) if output else path


def _translation(domain: str, language: str) -> Translation:
    document, _ = Document.objects.get_or_create(catalogue=domain)
    held = record.hold([document.pk])[document.pk]
    translation, _ = Translation.objects.get_or_create(document=held, language=language)
    translation.document = held
    return translation


class _Syncing:
    def __init__(self, translation: Translation, catalogue: Catalogue, *, agree: bool) -> None:
        self.translation, self.catalogue, self.agree = translation, catalogue, agree
        self.record = Record()
        self.counts = (0, 0)
        self.conflicts: list[Message] = []
        self.suggestions: list[Suggestion] = []

    def run(self) -> Catalogue:
        """Change the units; return the catalogue as it is to be written."""
        units = {unit.key: unit for unit in self.translation.units.all()}
        entries = []
        given = 0
        for position, message in enumerate(self.catalogue.entries):
            after = message
            if not message.is_obsolete and message.key != (None, ""):
                unit = units.pop(key_of(message), None)
                after = (
                    self._new(message, position)
                    if unit is None
                    else self._met(unit, message, position)
                )
            given += after != message
            entries.append(after)
        for unit in units.values():
            self._removed(unit)
        synced = sum(event.kind == Kind.SYNCED for event in self.record.events)
        self.counts = synced + len(self.record.new), given
        self.record.write()
        Suggestion.objects.bulk_create(self.suggestions, ignore_conflicts=True)
        if self.record.changed or self.record.new:
            next_generation()
        return replace(self.catalogue, entries=entries)

    def _new(self, message: Message, position: int) -> Message:
        unit = Unit(
            translation=self.translation,
            key=key_of(message),
            kind="plural" if message.plural is not None else "message",
        )
        _describe(unit, message, position)
        self._take(unit, message)
        self.record.add(unit, None)
        return message

    def _met(self, unit: Unit, message: Message, position: int) -> Message:
        before = (unit.position, unit.about, unit.source, unit.removed_at)
        source = unit.source
        _describe(unit, message, position)
        if source != unit.source and unit.target:
            unit.previous_source, unit.previous_target = source, unit.target
            record.unfinished(unit)
            self.record.note(unit, Kind.SOURCE_CHANGED, None)
        elif (unit.position, unit.about, unit.source, unit.removed_at) != before:
            self.record.touch(unit)
        return self._merge(unit, message)

    def _merge(self, unit: Unit, message: Message) -> Message:
        theirs, ours = text_of(message), unit.target
        if theirs == unit.shipped:
            return self._give(unit, message)
        if ours == theirs:
            self._agree(unit, theirs)
            return message
        if ours == unit.shipped:
            if theirs:
                self._take(unit, message)
                self.record.note(unit, Kind.SYNCED, None)
            return message
        self.conflicts.append(message)
        if theirs:
            self.suggestions.append(Suggestion(unit=unit, base=unit.version, target=theirs))
        return message

    def _give(self, unit: Unit, message: Message) -> Message:
        if unit.live in ("", text_of(message)):
            return message
        self._agree(unit, unit.live)
        flags = tuple(flag for flag in message.flags if flag != "fuzzy")
        return replace(message, msgstr=tuple(forms.split(unit.live)), flags=flags, previous=None)

    def _agree(self, unit: Unit, text: str) -> None:
        if self.agree and unit.shipped != text:
            unit.shipped = text
            self.record.touch(unit)

    def _take(self, unit: Unit, message: Message) -> None:
        """What ships was approved by whoever accepted it into version control."""
        text = text_of(message)
        unit.shipped = text
        if not text:
            return
        record.translated(unit, text, None, finished=not message.fuzzy)
        if not message.fuzzy:
            record.approved(unit, None)

    def _removed(self, unit: Unit) -> None:
        if unit.removed_at is None:
            unit.removed_at = timezone.now()
            self.record.note(unit, Kind.REMOVED, None)


def text_of(message: Message) -> str:
    return forms.join(message.msgstr) if all(message.msgstr) else ""


def _describe(unit: Unit, message: Message, position: int) -> None:
    source = forms.join(message.sources)
    unit.position, unit.source, unit.removed_at = position, source, None
    unit.words, unit.characters = forms.words(source), forms.characters(source)
    told = {
        "context": message.context,
        "places": list(message.places),
        "notes": list(message.extracted),
        "flags": [flag for flag in message.flags if flag != "fuzzy"],
    }
    unit.about = {name: value for name, value in told.items() if value}


# What visitors read


def show(translations: Iterable[Translation]) -> None:
    """Let every process follow, where these hold interface texts."""
    if any(translation.document.catalogue for translation in translations):
        next_generation()


def next_generation() -> None:
    if not Generation.objects.filter(pk=1).update(number=F("number") + 1):
        Generation.objects.get_or_create(pk=1, defaults={"number": 1})


class Follower:
    """Brings approved texts into a running process: looks at the generation, and reads them when that has changed."""

    def __init__(self, every: float = LOOKS_EVERY) -> None:
        self.every = every
        self.thread = threading.Thread(target=self._repeat, name="interface texts", daemon=True)

    def start(self) -> None:
        self.thread.start()

    def _repeat(self) -> None:
        while True:
            try:
                look()
            except Exception:
                logger.exception("Approved texts could not be read; the ones in use stay.")
            finally:
                connections.close_all()
            time.sleep(self.every)


def look() -> None:
    """Take into use what was approved since this process looked last."""
    row = Generation.objects.first()
    if row is not None and row.number != catalogues.generation:
        catalogues.follow(row.number, overlay())


def overlay() -> Overlay:
    """The approved texts that differ from those of the catalogues' files, as gettext keeps them."""
    found: Overlay = {}
    units = Unit.objects.present().exclude(live="").exclude(live=F("shipped"))
    for unit in units.select_related("translation__document"):
        domain = unit.translation.document.catalogue
        # As gettext names it.
        path = os.path.abspath(places.mo_path(unit.translation.language, domain))  # noqa: PTH100
        found.setdefault(path, {}).update(_as_gettext_keeps(unit))
    return found


def _as_gettext_keeps(unit: Unit) -> dict[str | tuple[str, int], str]:
    context = unit.about.get("context")
    msgid = forms.split(unit.source)[0]
    key = msgid if context is None else f"{context}\x04{msgid}"
    if unit.kind == "message":
        return {key: unit.live}
    return {(key, form): text for form, text in enumerate(forms.split(unit.live))}
