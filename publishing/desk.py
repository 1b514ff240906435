"""The editor's desk: which items stand where, what waits for a person, what is due. Reads only.

Whatever the number of items, each question here asks a fixed number of queries and looks at a bounded number of rows:
lists go by keyset, counts stop at a bound, and what is computed for each item (outdated, missing, words of a title)
is looked for among so many items at a time, from where the reader stands.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan
from django.utils.translation import get_language, gettext_lazy

from accounts.models import User
from multilingual import languages

from . import outdated, rights
from .models import SHARED, Edition, HasItem, Item, Schedule, Seen, State

PER_PAGE = 50
MOST_COUNTED = 1000
"""A list of everything, or of a kind, says "1000+" beyond this; any other "50+" beyond its first page."""
WINDOW = 3000
"""Among so many items at a time it is looked for what is computed for each of them."""
MOST_WAITING = 99
WAITING_WINDOW = 1000
FIRST_FEW = 3
MOST_DUE = 6

MISSING = "missing"
OUTDATED, REQUESTED, DUE = "outdated", "requested", "due"

STATES = {
    MISSING: gettext_lazy("nothing written"),
    **{state.value: state.label for state in State if state != State.NONE},
}
NEEDS = {
    OUTDATED: gettext_lazy("outdated"),
    REQUESTED: gettext_lazy("translation requested"),
    DUE: gettext_lazy("with a schedule"),
}


class Filters(NamedTuple):
    """What somebody looks for; the conditions on an edition hold for one and the same edition."""

    language: str | None = None
    """A code, or SHARED; None is any."""
    kind: str = ""
    state: str = ""
    """A key of STATES."""
    seen: str = ""
    """A value of Seen."""
    need: str = ""
    """A key of NEEDS."""
    waits: str = ""
    """A key of WAITS: what waits for the person who looks, for this reason."""
    mine: bool = False
    """She wrote the newest revision."""
    words: str = ""
    """All of them stand in the newest title of some language."""


Places = dict[str, frozenset[str] | None]
"""Where it is looked: languages (or SHARED), each with the kinds of items; None is every kind."""


class Wait(NamedTuple):
    """A reason for which something waits for somebody."""

    label: Any
    may: Callable[[User, str, str], bool]
    """Asked with a part and an app: whether this waits for her there."""
    condition: Callable[[User], Q]
    """On editions."""
    order: str = ""
    """The field of editions by which an index leads to them; "" where each item has to be looked at."""


def _anywhere(person: User, part: str, app: str) -> bool:
    return True


def _translates(person: User, part: str, app: str) -> bool:
    return part != SHARED and rights.may_write(person, part, app)


WAITS = {
    "review": Wait(
        gettext_lazy("To review"),
        rights.may_review,
        lambda person: Q(state=State.REVIEW) & ~Q(newest__author=person),
        "newest",
    ),
    "sent-back": Wait(
        gettext_lazy("Sent back to you"),
        _anywhere,
        lambda person: Q(state=State.SENT_BACK, newest__author=person),
        "newest",
    ),
    "approved": Wait(
        gettext_lazy("Approved, to publish"),
        rights.may_publish,
        lambda person: Q(state=State.APPROVED),
        "newest",
    ),
    REQUESTED: Wait(
        gettext_lazy("Translation requested"),
        _translates,
        lambda person: Q(requested__isnull=False),
        "requested",
    ),
    OUTDATED: Wait(
        gettext_lazy("Outdated translations"), _translates, lambda person: outdated.condition()
    ),
    MISSING: Wait(
        gettext_lazy("Not yet translated"), _translates, lambda person: Q(newest__isnull=True)
    ),
}


def kinds() -> dict[str, list[type[HasItem]]]:
    """The models whose rows are items, by app, in the order of the settings."""
    return {
        app: [m for m in apps.get_app_config(app).get_models() if issubclass(m, HasItem)]
        for app in settings.CONTENT_APPS
    }


# Filters


def matching(filters: Filters, person: User) -> "models.QuerySet[Item]":
    """The items that somebody looks for."""
    items = _on_desk(filters.kind)
    if filters.words:
        items = items.filter(_titled(filters.words))
    asked = _asked(filters, person)
    if not asked:
        return items
    places = _places(filters, person)
    if _counts_absent(filters):
        return items.filter(_lacking(places, filters))
    return items.filter(Exists(Edition.objects.filter(*asked, _at(places), item=OuterRef("pk"))))


def _on_desk(kind: str = "") -> "models.QuerySet[Item]":
    """What is in the bin is not on the desk."""
    items = Item.objects.filter(binned_at=None)
    return items.filter(kind=kind) if kind else items


def _titled(words: str) -> Exists:
    titled = Edition.objects.filter(item=OuterRef("pk"))
    for word in words.split():
        titled = titled.filter(newest__title__icontains=word)
    return Exists(titled)


def _asked(filters: Filters, person: User) -> list[Q]:
    """The conditions on an edition."""
    asked = []
    if filters.state:
        missing = filters.state == MISSING
        asked.append(Q(newest__isnull=True) if missing else Q(state=filters.state))
    if filters.seen:
        asked.append(_SEEN[filters.seen])
    if filters.need:
        asked.append(_needs(filters.need))
    if filters.waits:
        asked.append(WAITS[filters.waits].condition(person))
    if filters.mine:
        asked.append(Q(newest__author=person))
    return asked


def _needs(need: str) -> Q:
    if need == OUTDATED:
        return outdated.condition()
    if need == DUE:  # a publication, of whichever revision, or an end
        pending = Schedule.objects.filter(outcome=Schedule.Outcome.PENDING)
        return Q(Exists(pending.filter(edition=OuterRef("pk"))))
    return Q(requested__isnull=False)


_SEEN = {
    Seen.LIVE.value: Q(shown__isnull=False),
    Seen.WITHDRAWN.value: Q(withdrawn_at__isnull=False),
    Seen.NOTHING.value: Q(shown__isnull=True, withdrawn_at__isnull=True),
}


def _counts_absent(filters: Filters) -> bool:
    """An edition of which there is not even a row is missing, and seen by nobody."""
    fits = (
        filters.state in ("", MISSING)
        and filters.waits in ("", MISSING)
        and filters.seen in ("", Seen.NOTHING)
        and not filters.need
        and not filters.mine
    )
    return fits and (MISSING in (filters.state, filters.waits) or filters.seen == Seen.NOTHING)


def _places(filters: Filters, person: User) -> Places:
    parts = _parts(filters)
    if not filters.waits:
        return dict.fromkeys(parts, None)
    may, by_app = WAITS[filters.waits].may, kinds()
    places: Places = {}
    for part in parts:
        allowed = [app for app in by_app if may(person, part, app)]
        if len(allowed) == len(by_app):
            places[part] = None
        elif allowed:
            models = (model for app in allowed for model in by_app[app])
            places[part] = frozenset(model._meta.label_lower for model in models)
    return places


def _parts(filters: Filters) -> tuple[str, ...]:
    """The shared part is always there for visitors, and never missing: it is meant only where it is named."""
    if filters.language is not None:
        return (filters.language,)
    if filters.seen or MISSING in (filters.state, filters.waits):
        return languages.CODES
    return (*languages.CODES, SHARED)


def _at(places: Places) -> Q:
    """The condition on editions that they are at one of these places."""
    found = Q(language__in=[part for part, kinds in places.items() if kinds is None])
    for part, some in places.items():
        if some is not None:
            found |= Q(language=part, item__kind__in=some)
    return found


def _lacking(places: Places, filters: Filters) -> Q:
    """The condition on items that at one of these places nothing is written, or visitors see nothing.

    Of an edition there may be not even a row: so those are counted of which the contrary is true.
    """
    has = Q()
    if MISSING in (filters.state, filters.waits):
        has |= Q(newest__isnull=False)
    if filters.seen == Seen.NOTHING:
        has |= Q(shown__isnull=False) | Q(withdrawn_at__isnull=False)
    parts_of: dict[frozenset[str] | None, list[str]] = {}
    for part, some in places.items():
        parts_of.setdefault(some, []).append(part)
    found = Q(pk__in=[])
    for some, parts in parts_of.items():
        there = Edition.objects.filter(has, item=OuterRef("pk"), language__in=parts)
        count = there.order_by().values("item").annotate(n=Count("pk")).values("n")
        lacks = Q(LessThan(Coalesce(Subquery(count), 0), len(parts)))
        found |= lacks if some is None else lacks & Q(kind__in=some)
    return found


def _is_computed(filters: Filters) -> bool:
    """No index leads to what is looked for: each item has to be looked at."""
    if OUTDATED in (filters.need, filters.waits):
        return True
    leads = (
        filters.state not in ("", MISSING)
        or filters.seen == Seen.WITHDRAWN
        or filters.need
        or (filters.waits and WAITS[filters.waits].order)
        or filters.mine
    )
    looks = (
        filters.words or MISSING in (filters.state, filters.waits) or filters.seen == Seen.NOTHING
    )
    return bool(looks) and not leads


# Pages


class Cursor(NamedTuple):
    """Where a reader stands in a list that goes from the item changed last to the one changed first."""

    changed_at: datetime
    pk: int

    def __str__(self) -> str:
        microseconds = (self.changed_at - _EPOCH) // timedelta(microseconds=1)
        return f"{microseconds}-{self.pk}"

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        moment, _hyphen, pk = text.partition("-")
        if not (moment.isdecimal() and pk.isdecimal() and len(moment) < 17 and len(pk) < 19):
            return None
        return cls(_EPOCH + timedelta(microseconds=int(moment)), int(pk))


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Row(NamedTuple):
    """An item in a list."""

    pk: int
    kind: str
    changed_at: datetime


class Page(NamedTuple):
    items: list[Row]
    total: int | None
    """How many there are in all; None where nobody counted."""
    is_more: bool
    """There are more than ``total``."""
    newer: Cursor | None
    older: Cursor | None
    looked_until: datetime | None
    """So far back it was looked; what was changed earlier is still to be looked at. None: to the end."""


def page(
    filters: Filters, person: User, *, after: Cursor | None = None, before: Cursor | None = None
) -> Page:
    """One page of what somebody looks for: the first, or the one behind or before a place in the list."""
    found = matching(filters, person)
    if before is not None:
        back = _rows(_stretch(found, filters, before, back=True)[0], PER_PAGE + 1)
        if len(back) > PER_PAGE:
            return _page(back[PER_PAGE - 1 :: -1], older=True, newer=True)
        after = None  # no whole page is left: this is the first
    ordered, end = _stretch(found, filters, after, back=False)
    # Whatever is asked of editions, the first page is found without looking for a thousand more.
    is_plain = filters == Filters(kind=filters.kind)
    bound = MOST_COUNTED if is_plain and after is None else PER_PAGE
    rows = _rows(ordered, bound + 1)
    made = _page(rows[:PER_PAGE], older=len(rows) > PER_PAGE, newer=after is not None)
    if after is None and (end is None or len(rows) > bound):
        made = made._replace(total=min(len(rows), bound), is_more=len(rows) > bound)
    if end is not None and len(rows) <= PER_PAGE:
        made = made._replace(older=end, looked_until=end.changed_at)
    return made


def _rows(ordered: "models.QuerySet[Item]", most: int) -> list[Row]:
    return [Row(*row) for row in ordered.values_list("pk", "kind", "changed_at")[:most]]


def _page(items: list[Row], *, older: bool, newer: bool) -> Page:
    return Page(
        items=items,
        total=None,
        is_more=False,
        newer=_cursor(items[0]) if newer and items else None,
        older=_cursor(items[-1]) if older else None,
        looked_until=None,
    )


def _cursor(row: Row) -> Cursor:
    return Cursor(row.changed_at, row.pk)


def _stretch(
    found: "models.QuerySet[Item]", filters: Filters, place: Cursor | None, *, back: bool
) -> "tuple[models.QuerySet[Item], Cursor | None]":
    """What is found behind a place of the list (or before it), the nearest first, and where the looking ends."""
    ordered = _beyond(found, place, back=back)
    if not _is_computed(filters):
        return ordered, None
    end = _end_of_window(_beyond(_on_desk(filters.kind), place, back=back), WINDOW)
    return (_up_to(ordered, end, back=back), end) if end else (ordered, None)


def _end_of_window(ordered: "models.QuerySet[Item]", size: int) -> Cursor | None:
    """The last place within so many items; None where there are no more than that."""
    last = ordered.values_list("changed_at", "pk")[size - 1 : size + 1]
    return Cursor(*last[0]) if len(last) == 2 else None


def _beyond(
    items: "models.QuerySet[Item]", place: Cursor | None, *, back: bool
) -> "models.QuerySet[Item]":
    ordered = items.order_by("changed_at", "pk") if back else items.order_by("-changed_at", "-pk")
    if place is None:
        return ordered
    at, pk = place
    # The first condition is one that an index can follow.
    if back:
        return ordered.filter(Q(changed_at__gte=at), Q(changed_at__gt=at) | Q(pk__gt=pk))
    return ordered.filter(Q(changed_at__lte=at), Q(changed_at__lt=at) | Q(pk__lt=pk))


def _up_to(ordered: "models.QuerySet[Item]", end: Cursor, *, back: bool) -> "models.QuerySet[Item]":
    at, pk = end
    if back:
        return ordered.filter(Q(changed_at__lte=at), Q(changed_at__lt=at) | Q(pk__lte=pk))
    return ordered.filter(Q(changed_at__gte=at), Q(changed_at__gt=at) | Q(pk__gte=pk))


# What waits, and what is due


class Waiting(NamedTuple):
    """What waits for a person for one reason."""

    name: str
    label: str
    number: int
    is_more: bool
    """There are more, or there may be: see ``among``."""
    first: list[int]
    """The items changed last."""
    among: int | None
    """It was looked among so many items changed last; None: among all."""


def waiting_for(person: User) -> list[Waiting]:
    """What waits for a person, reason by reason, as her rights say; reasons for which nothing waits are left out."""
    end = _end_of_window(_beyond(_on_desk(), None, back=False), WAITING_WINDOW)
    found = (_waiting(name, person, end) for name in WAITS)
    return [one for one in found if one.number]


def _waiting(name: str, person: User, end: Cursor | None) -> Waiting:
    looks = not WAITS[name].order
    rows = _looked_for(name, person, end) if looks else _led_to(name, person)
    ids = list(dict.fromkeys(rows))
    return Waiting(
        name,
        str(WAITS[name].label),
        min(len(ids), MOST_WAITING),
        len(rows) > MOST_WAITING,
        ids[:FIRST_FEW],
        WAITING_WINDOW if looks and end is not None else None,
    )


def _led_to(name: str, person: User) -> list[int]:
    """Items to whose editions an index leads, those written last first."""
    wait = WAITS[name]
    places = _places(Filters(waits=name), person)
    found = Edition.objects.filter(wait.condition(person), _at(places), item__binned_at=None)
    ordered = found.order_by(f"-{wait.order}_id")
    return list(ordered.values_list("item", flat=True)[: MOST_WAITING + 1])


def _looked_for(name: str, person: User, end: Cursor | None) -> list[int]:
    """Items found among those changed last."""
    items = _beyond(matching(Filters(waits=name), person), None, back=False)
    if end is not None:
        items = _up_to(items, end, back=False)
    return list(items.values_list("pk", flat=True)[: MOST_WAITING + 1])


def due() -> list[Schedule]:
    """What is going to happen next, and one more than is shown if there is more."""
    pending = Schedule.objects.filter(outcome=Schedule.Outcome.PENDING)
    return list(
        pending.select_related("edition__item", "revision", "person").defer("revision__content")[
            : MOST_DUE + 1
        ]
    )


# Names


class Name(NamedTuple):
    """What an item is called, and in which language that is."""

    text: str
    tag: str


def editions_of(ids: Iterable[int]) -> dict[int, dict[str, Edition]]:
    """The editions of items by language, with their newest revisions and who wrote them."""
    found: dict[int, dict[str, Edition]] = {pk: {} for pk in ids}
    editions = Edition.objects.filter(item__in=found).select_related("newest__author")
    for edition in editions.defer("newest__content"):
        found[edition.item_id][edition.language] = edition
    return found


def name_of(editions: dict[str, Edition]) -> Name:
    """The newest title in the language of the screen, else in the first that has one."""
    for code in sorted(languages.CODES, key=lambda code: code != get_language()):
        edition = editions.get(code)
        if edition is not None and edition.newest is not None and edition.newest.title:
            return Name(edition.newest.title, languages.get(code).tag)
    return Name("", "")
