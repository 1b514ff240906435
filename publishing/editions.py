"""Where an item stands in each language, for lists, forms and the desk."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import get_language

from multilingual import languages, stores

from .models import SHARED, Confirmation, Edition, HasItem, Item, Revision, Seen, State


class Standing(NamedTuple):
    """The two facts about an edition that are always shown together."""

    seen: Seen
    state: State


def known(queryset: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
    """Bring along what lists say about editions, so that a row asks nothing more."""
    found = Edition.objects.select_related("newest").defer("newest__content")
    return stores.with_texts(queryset).prefetch_related(Prefetch("item__editions", found))


def of(obj: HasItem, language: str) -> Edition | None:
    """One edition of an item, or None where nothing was ever written."""
    if obj.item_id is None:
        return None
    found = (edition for edition in obj.item.editions.all() if edition.language == language)
    return next(found, None)


def standing(obj: HasItem, language: str) -> Standing:
    edition = of(obj, language)
    if edition is None:
        return Standing(Seen.NOTHING, State.NONE)
    return Standing(edition.seen, State(edition.state))


def newest_texts(obj: HasItem, language: str) -> dict[str, str]:
    """The texts an editor works on: the newest revision's, ``""`` where there is none."""
    empty = dict.fromkeys(stores.fields(type(obj)), "")
    edition = (
        Edition.objects.filter(item=obj.item_id, language=language).select_related("newest").first()
        if obj.item_id
        else None
    )
    if edition is None or edition.newest is None:
        return empty
    return empty | {n: t for n, t in edition.newest.content.items() if n in empty}


def condition(language: str, seen: str) -> Q:
    """The condition on things that their edition in a language is seen like this by visitors."""
    return Q(
        Exists(Edition.objects.filter(_seen(seen), item=OuterRef("item"), language=language))
    ) | (
        Q(~Exists(Edition.objects.filter(item=OuterRef("item"), language=language)))
        if seen == Seen.NOTHING
        else Q(pk__in=[])
    )


def _seen(seen: str) -> Q:
    if seen == Seen.LIVE:
        return Q(shown__isnull=False)
    return Q(shown__isnull=True, withdrawn_at__isnull=seen == Seen.NOTHING)


def waiting(language: str, state: str) -> Q:
    """The condition on things that the newest revision of a language stands like this."""
    found = Edition.objects.filter(item=OuterRef("item"), language=language, state=state)
    return Q(Exists(found))


class Basis(NamedTuple):
    """What a translation follows: a revision of its source, and the shared part it was written beside."""

    source: Revision | None
    beside: Revision | None


def basis_of(revision: Revision) -> Basis:
    """What was confirmed last, else what it was made from."""
    last: Confirmation | None = revision.confirmations.first()
    return Basis(last.source, last.beside) if last else Basis(revision.source, revision.beside)


def name_of(obj: HasItem) -> str:
    """Its newest name in the language of the screen, else in the first that has one."""
    return name_of_item(obj.item) or _live_name(obj) or "—"


def name_of_item(item: Item) -> str:
    """The same, from its editions alone (prefetched with their newest revisions)."""
    titles = {e.language: e.newest.title for e in item.editions.all() if e.newest is not None}
    return _first_of(titles)


def _live_name(obj: HasItem) -> str:
    field = stores.name_field(type(obj))
    return _first_of({code: stores.read(obj, code)[field] for code in languages.CODES})


def _first_of(names: dict[str, str]) -> str:
    codes = sorted(languages.CODES, key=lambda code: code != get_language())
    return next((names[code] for code in codes if names.get(code)), "")


def thing_of(item: Item) -> HasItem:
    """The article, product … behind an item. Raises its DoesNotExist."""
    model: Any = apps.get_model(item.kind)
    thing: HasItem = stores.with_texts(model._default_manager).get(item=item)
    return thing


def things_of(items: Iterable[Item]) -> dict[int, HasItem]:
    """The article, product … behind each item that still has one, in a few queries for each kind."""
    by_kind: dict[str, list[int]] = {}
    for item in items:
        by_kind.setdefault(item.kind, []).append(item.pk)
    found: dict[int, HasItem] = {}
    for kind, ids in by_kind.items():
        model: Any = apps.get_model(kind)
        things = known(model._default_manager.filter(item_id__in=ids))
        found.update({thing.item_id: thing for thing in things})
    return found


def shared_of(obj: HasItem) -> Edition | None:
    return of(obj, SHARED)
