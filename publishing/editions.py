"""Where an item stands in a language, for lists, forms and the dashboard."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from multilingual import languages, stores

from .models import HasItem, Item


class State(models.TextChoices):
    """What visitors see of an edition, and whether there is one."""

    LIVE = "live", _("live")
    WRITTEN = "written", _("not live")
    MISSING = "missing", _("not written")


def state_of(obj: HasItem, language: str) -> State:
    """Asks nothing of the database when the object came with its texts (stores.with_texts)."""
    if obj.pk is None or not any(stores.read(obj, language).values()):
        return State.MISSING
    if not stores.has_life(type(obj)) or stores.is_live(obj, language):
        return State.LIVE
    return State.WRITTEN


def condition(model: type[models.Model], language: str, state: str) -> Q:
    """The condition that an item is in a state in a language."""
    live, written = Q(stores.live(model, language)), Q(stores.written(model, language))
    if state == State.LIVE:
        return live
    return written & ~live if state == State.WRITTEN else ~written


def name_of(obj: HasItem) -> str:
    """Its name in the language of the screen, else in the first that has one: a list must lead to it all the same."""
    field = stores.name_field(type(obj))
    codes = sorted(languages.CODES, key=lambda code: code != get_language())
    names = (stores.read(obj, code)[field] for code in codes)
    return next((name for name in names if name), "—")


def things_of(items: Iterable[Item]) -> dict[int, HasItem]:
    """The article, product … behind each item that still has one, in one query for each kind."""
    by_kind: dict[str, list[int]] = {}
    for item in items:
        by_kind.setdefault(item.kind, []).append(item.pk)
    found: dict[int, HasItem] = {}
    for kind, ids in by_kind.items():
        model: Any = apps.get_model(kind)
        things = stores.with_texts(model._default_manager.filter(item_id__in=ids))
        found.update({thing.item_id: thing for thing in things})
    return found
