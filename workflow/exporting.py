"""Units on their way to translators: which, in which files, and what stands beside each for whoever translates it."""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from babel.messages.plurals import get_plural
from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from multilingual import languages
from publishing import editions
from publishing.models import HasItem

from . import telling
from .exchange.units import Entry, write
from .models import INTERFACE, State, Translation, Unit, UnitEvent


class Wish(NamedTuple):
    """What is to be translated: units of one language, narrowed by what is not None."""

    language: str
    source: str | None = None
    part: str | None = None
    """``interface``, or the label of an app."""
    item: tuple[str, int] | None = None
    """A model's label and the primary key of its row."""
    states: Collection[str] = State.values


class File(NamedTuple):
    name: str
    content: bytes
    units: int


def files(wish: Wish) -> list[File]:
    """Return one PO file for each source language, in the order of languages; none where nothing is wanted."""
    found = []
    for code in languages.CODES:
        if wish.source in (None, code) and code != wish.language:
            units = list(units_of(wish._replace(source=code)))
            if units:
                name = f"{languages.get(code).tag}-{languages.get(wish.language).tag}.po"
                found.append(File(name, content(units, code, wish.language), len(units)))
    return found


def units_of(wish: Wish) -> QuerySet[Unit]:
    """The units that are wanted, of any source language where none is said."""
    sent_back = UnitEvent.objects.filter(unit=OuterRef("pk"), kind=UnitEvent.Kind.SENT_BACK)
    found = (
        Unit.objects.present()
        .filter(translation__language=wish.language, state__in=wish.states)
        .filter(_source(wish.source), _part(wish.part), _item(wish.item))
        .annotate(remark=Subquery(sent_back.values("comment")[:1]))
    )
    return found.select_related("translation__document__item")


def _source(code: str | None) -> Q:
    if code is None:
        return Q()
    of_item = Q(translation__document__item__source_language=code)
    if code == settings.LANGUAGE_CODE:
        return of_item | Q(translation__document__item=None)
    return of_item


def _part(part: str | None) -> Q:
    if part is None:
        return Q()
    if part == INTERFACE:
        return Q(translation__document__item=None)
    return Q(translation__document__item__kind__startswith=f"{part}.")


def _item(item: tuple[str, int] | None) -> Q:
    if item is None:
        return Q()
    label, pk = item
    relation = label.replace(".", "_")
    return Q(**{f"translation__document__item__{relation}": pk})


def content(units: Iterable[Unit], source: str, target: str) -> bytes:
    """Return the PO file of some units, of one source language and one target."""
    found = list(units)
    items = {
        item.pk: item for unit in found if (item := unit.translation.document.item) is not None
    }
    things = editions.things_of(items.values())
    notes = _Notes(things, source, target)
    rule = get_plural(languages.get(target).locale)
    return write(
        (notes.entry(unit) for unit in found),
        source=languages.get(source).tag,
        target=languages.get(target).tag,
        plural_forms=rule.plural_forms,
        nplurals=rule.num_plurals,
    )


class _Notes:
    """What a translator is told of a unit, in the active language."""

    def __init__(self, things: dict[int, HasItem], source: str, target: str) -> None:
        self.things, self.source, self.target = things, source, target
        self.told: dict[int, list[str]] = {}

    def entry(self, unit: Unit) -> Entry:
        document = unit.translation.document
        item = document.item
        return Entry(
            unit=unit.pk,
            version=unit.version,
            source=unit.source,
            target=unit.target,
            doubtful=unit.state == State.NEEDS_WORK,
            place=f"{item.kind}:{self.things[item.pk].pk}/{unit.key}"
            if item
            else document.catalogue,
            previous=unit.previous_source,
            notes=tuple(self._notes(unit)),
            flags=tuple(unit.about.get("flags", ())),
        )

    def _notes(self, unit: Unit) -> Iterator[str]:
        if unit.translation.document.item_id is None:
            yield from telling.of_message(unit)
        else:
            obj = self.things[unit.translation.document.item_id]
            yield from self._of_thing(unit.translation, obj)
            yield from telling.of_text(unit, obj)
        if remark := getattr(unit, "remark", None):
            yield _("The reviewer says: %(comment)s") % {"comment": remark}

    def _of_thing(self, translation: Translation, obj: HasItem) -> list[str]:
        """Found once for all units of an item."""
        if translation.pk not in self.told:
            self.told[translation.pk] = [*telling.of_thing(obj, self.source)]
        return self.told[translation.pk]
