"""The log as people read it."""

from datetime import date, datetime
from typing import NamedTuple

from django.db import models
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from multilingual import formats, languages

from . import editions
from .models import Event, HasItem, Revision

LENGTH = 200
"""As many lines of an item's log are shown; the export has all."""

NAMES = {
    "item.created": gettext_lazy("created"),
    "item.binned": gettext_lazy("moved to the bin"),
    "item.unbinned": gettext_lazy("taken back from the bin"),
    "revision.saved": gettext_lazy("draft saved"),
    "revision.submitted": gettext_lazy("submitted for review"),
    "revision.approved": gettext_lazy("approved"),
    "revision.sent-back": gettext_lazy("sent back"),
    "edition.published": gettext_lazy("published"),
    "edition.withdrawn": gettext_lazy("withdrawn"),
    "edition.scheduled": gettext_lazy("publication scheduled"),
    "edition.end-scheduled": gettext_lazy("end of publication scheduled"),
    "schedule.cancelled": gettext_lazy("schedule cancelled"),
    "schedule.failed": gettext_lazy("schedule failed"),
    "translation.requested": gettext_lazy("translation requested"),
    "translation.confirmed": gettext_lazy("translation confirmed as still right"),
    # Written before there were revisions:
    "edition.changed": gettext_lazy("texts changed"),
    "item.changed": gettext_lazy("shared part changed"),
    "item.removed": gettext_lazy("removed"),
}


class Line(NamedTuple):
    at: str
    person: str
    what: str
    language: str
    thing: str
    """The title of what it happened to; "" on that thing's own page, or when it is no more."""
    comment: str
    revision: Revision | None


def moment(value: datetime) -> str:
    """A date and time as the reader of this page writes them."""
    return formats.moment(value, get_language() or languages.CODES[0])


def day(value: date) -> str:
    return formats.date(value, get_language() or languages.CODES[0])


def events() -> "models.QuerySet[Event]":
    """The log, newest first, with what its lines say and without the texts of its revisions."""
    named = Event.objects.select_related("person", "item", "revision")
    return named.defer("revision__content")


def line_of(event: Event, thing: str = "") -> Line:
    return Line(
        moment(event.at),
        str(event.person or _("the site itself")),
        str(NAMES.get(event.kind, event.kind)),
        _part_of(event),
        thing,
        event.comment,
        event.revision,
    )


def _part_of(event: Event) -> str:
    """What it happened to: an edition, the shared part, or "" for the item as a whole."""
    if event.language:
        return str(event.get_language_display())
    return "" if event.kind.startswith("item.") else _("Shared part")


def latest(count: int) -> list[Line]:
    """The newest events with what they happened to."""
    found = events()[:count]
    things = editions.things_of(event.item for event in found)
    return [line_of(event, _name(things.get(event.item_id))) for event in found]


def _name(thing: HasItem | None) -> str:
    return editions.name_of(thing) if thing else ""
