"""Every change of what visitors see: texts, shared parts, publish, withdraw, slugs. Atomic, logged, announced.

``by`` is the person who acts, whose rights are asked here whatever the screen showed; None is the system itself.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from django.apps import apps
from django.db import models, transaction
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from multilingual import languages, slugs, stores

from . import rights
from .models import Event, HasItem, Slug
from .signals import edition_changed

# An edition is published with these texts at least, where its model has them.
NEEDED = ("name", "title", "person", "slug", "body")


class Refused(Exception):
    """An action that is not allowed now; its text says why, in the active language."""


class Problem(NamedTuple):
    """Why a text cannot be stored, in the active language."""

    field: str
    sentence: str


@transaction.atomic
def publish(obj: HasItem, language: str, *, by: User | None) -> None:
    """Make one language of an item live; every other language stays as it was. Raises Refused."""
    _require(by, rights.may_publish, language)
    if not stores.has_life(type(obj)) or stores.is_live(obj, language):
        return
    texts = stores.read(obj, language)
    missing = [name for name in NEEDED if name in texts and not texts[name].strip()]
    if missing:
        raise Refused(
            _("Not published in %(language)s: %(fields)s is missing.")
            % {
                "language": languages.get(language).own_name,
                "fields": ", ".join(_labels(obj, missing)),
            }
        )
    reserve_slug(obj, language)
    stores.set_live(obj, language, True)
    _record(obj, language, "edition.published", by)


@transaction.atomic
def withdraw(obj: HasItem, language: str, *, by: User | None) -> None:
    """End the public life of one language of an item; its texts stay. Raises Refused."""
    _require(by, rights.may_publish, language)
    if not stores.has_life(type(obj)) or not stores.is_live(obj, language):
        return
    stores.set_live(obj, language, False)
    _record(obj, language, "edition.withdrawn", by)


@transaction.atomic
def save_texts(obj: HasItem, language: str, texts: Mapping[str, str], *, by: User | None) -> None:
    """Store those texts of one language that differ, with a slug made of the title where none is given.

    Raises Refused.
    """
    _require(by, rights.may_write, language)
    changed = changed_texts(obj, language, texts)
    if not changed:
        return
    problems = problems_of(obj, language, changed)
    if problems:
        raise Refused(" ".join(problem.sentence for problem in problems))
    stores.write(obj, language, changed)
    reserve_slug(obj, language)
    _record(obj, language, "edition.changed", by)


def changed_texts(obj: HasItem, language: str, texts: Mapping[str, str]) -> dict[str, str]:
    """Return those texts that differ from the stored ones, as they would be stored, with a proposed slug."""
    before = stores.read(obj, language)
    after = before | stores.cleaned(type(obj), texts)
    if after != before and after.get("slug") == "":
        title = after[stores.name_field(type(obj))]
        after["slug"] = propose_slug(obj._meta.label_lower, language, title, item_id=obj.item_id)
    return {name: text for name, text in after.items() if text != before[name]}


def problems_of(obj: HasItem, language: str, changed: Mapping[str, str]) -> list[Problem]:
    """Say why changed texts cannot be stored; nothing, when they can."""
    after = {**stores.read(obj, language), **changed}
    problems = []
    name = stores.name_field(type(obj))
    if not after[name].strip():
        problems.append(Problem(name, _("Nothing is stored without this text.")))
    elif after.get("slug") == "":
        problems.append(
            Problem("slug", _("Write a slug: no letters or digits were found to make one of."))
        )
    elif "slug" in changed:
        problems += _problems_of_slug(obj, language, changed["slug"])
    if stores.has_life(type(obj)) and stores.is_live(obj, language):
        problems += [
            Problem(name, _("A live edition needs this text: withdraw it first."))
            for name in NEEDED
            if name in changed and not changed[name].strip() and name != "slug"
        ]
    return problems


def _problems_of_slug(obj: HasItem, language: str, slug: str) -> list[Problem]:
    if not is_slug_free(obj._meta.label_lower, language, slug, item_id=obj.item_id):
        sentence = _("The slug “%(slug)s” belongs or belonged to another item.")
    elif not is_slug_reachable(obj._meta.label_lower, language, slug):
        sentence = _("The slug “%(slug)s” is the address of another page of the site.")
    else:
        return []
    return [Problem("slug", sentence % {"slug": slug})]


@transaction.atomic
def save_shared(obj: HasItem, *, by: User | None, fields: Iterable[str] | None = None) -> None:
    """Store a new item, or those fields of its shared part that are named (None: all). Raises Refused."""
    _require(by, rights.may_edit_shared)
    if obj.pk is None:
        obj.save()
        _record(obj, "", "item.created", by)
        return
    obj.save(update_fields=None if fields is None else stored_fields(obj, fields))
    note_shared_change(obj, by=by)


def stored_fields(obj: models.Model, fields: Iterable[str]) -> list[str]:
    """Name the columns to write for some fields: a picture is stored with its width and height."""
    found = [obj._meta.get_field(name) for name in fields]
    sizes = [
        getattr(field, size, None) for field in found for size in ("width_field", "height_field")
    ]
    return [field.name for field in found] + [name for name in sizes if name]


def note_shared_change(obj: HasItem, *, by: User | None) -> None:
    """Log and announce that rows belonging to an item have changed: specifications, pictures, files."""
    _require(by, rights.may_edit_shared)
    _record(obj, "", "item.changed", by)


def may_remove(obj: HasItem, person: User) -> bool:
    """Tell whether a person may remove an item: an administrator any, an editor what visitors do not see."""
    if rights.may_manage(person):
        return True
    has_life = stores.has_life(type(obj))
    is_seen = not has_life or any(stores.is_live(obj, code) for code in languages.CODES)
    return rights.may_edit_shared(person) and not is_seen


@transaction.atomic
def remove(obj: HasItem, *, by: User | None) -> None:
    """Delete an item's texts and shared part. Its slugs and its log stay. Raises Refused."""
    if by is not None and not may_remove(obj, by):
        raise Refused(_("Withdraw it in every language first."))
    _record(obj, "", "item.removed", by)
    obj.delete()


def reserve_slug(obj: HasItem, language: str) -> None:
    """Keep the item's present slug for it for ever. Raises Refused when another item has or had it."""
    slug = stores.read(obj, language).get("slug")
    if not slug:
        return
    held, _created = Slug.objects.get_or_create(
        kind=obj._meta.label_lower, language=language, slug=slug, defaults={"item_id": obj.item_id}
    )
    if held.item_id != obj.item_id:
        raise Refused(
            _("The slug “%(slug)s” belongs or belonged to another item.") % {"slug": slug}
        )


def is_slug_free(kind: str, language: str, slug: str, *, item_id: int | None) -> bool:
    """Tell whether an item (None: a new one) may take a slug that nobody else has or had."""
    return (
        not Slug.objects.filter(kind=kind, language=language, slug=slug)
        .exclude(item=item_id)
        .exists()
    )


def is_slug_reachable(kind: str, language: str, slug: str) -> bool:
    """Tell whether a page with this slug would answer: /en/news/ is the news, whatever page asks for “news”."""
    view = getattr(apps.get_model(kind), "PAGE_VIEW", None)
    if view is None:
        return True
    with override(language):
        return resolve(reverse(view, args=(slug,))).view_name == view


def propose_slug(kind: str, language: str, title: str, *, item_id: int | None) -> str:
    """Return a free slug made of a title, numbered when taken; "" for a title without letters or digits."""
    wanted = slugs.propose(title, language)
    candidate, number = wanted, 2
    while candidate and not (
        is_slug_free(kind, language, candidate, item_id=item_id)
        and is_slug_reachable(kind, language, candidate)
    ):
        ending = f"-{number}"
        candidate, number = wanted[: slugs.MAX_LENGTH - len(ending)] + ending, number + 1
    return candidate


def _require(by: User | None, allowed: Callable[..., bool], *language: str) -> None:
    if by is not None and not allowed(by, *language):
        raise Refused(_("You do not have the right to do this."))


def _labels(obj: HasItem, names: list[str]) -> list[str]:
    return [str(stores.field(type(obj), name).verbose_name) for name in names]


def _record(obj: HasItem, language: str, kind: str, by: User | None) -> None:
    Event.objects.create(kind=kind, item_id=obj.item_id, language=language, person=by)
    item_id, action = obj.item_id, kind.partition(".")[2]
    transaction.on_commit(
        lambda: edition_changed.send(
            sender=HasItem, item_id=item_id, language=language, action=action
        )
    )
