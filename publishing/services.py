"""Every change of what visitors see: publish, withdraw, and the slugs an item holds. Atomic, logged, announced."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from multilingual import languages, slugs, stores

from .models import Event, HasItem, Slug
from .signals import edition_changed

# An edition is published with these texts at least, where its model has them.
NEEDED = ("name", "title", "slug", "body")


class Refused(Exception):
    """An action that is not allowed now; its text says why, in the active language."""


@transaction.atomic
def publish(obj: HasItem, language: str, *, by: User | None) -> None:
    """Make one language of an item live; every other language stays as it was. Raises Refused."""
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
    if stores.is_live(obj, language):
        return
    reserve_slug(obj, language)
    stores.set_live(obj, language, True)
    _record(obj, language, "published", by)


@transaction.atomic
def withdraw(obj: HasItem, language: str, *, by: User | None) -> None:
    """End the public life of one language of an item; its texts stay."""
    if not stores.is_live(obj, language):
        return
    stores.set_live(obj, language, False)
    _record(obj, language, "withdrawn", by)


@transaction.atomic
def save_texts(obj: HasItem, language: str, texts: Mapping[str, str], *, by: User | None) -> None:
    """Store texts of one language and reserve their slug; announced when that language is live. Raises Refused."""
    before = stores.read(obj, language)
    changed = {name: text for name, text in texts.items() if before[name] != text}
    if not changed:
        return
    if stores.is_live(obj, language):
        emptied = [name for name in NEEDED if name in changed and not changed[name].strip()]
        if emptied:
            raise Refused(
                _("Withdraw it first: a live edition needs %(fields)s.")
                % {"fields": ", ".join(_labels(obj, emptied))}
            )
    stores.write(obj, language, changed)
    reserve_slug(obj, language)
    _record(obj, language, "changed", by)


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
    """Tell whether an item (None: a new one) may take a slug."""
    return (
        not Slug.objects.filter(kind=kind, language=language, slug=slug)
        .exclude(item_id=item_id)  # type: ignore[misc]  # None, a new item, excludes nothing
        .exists()
    )


def propose_slug(kind: str, language: str, title: str, *, item_id: int | None) -> str:
    """Return a free slug made of a title, numbered when taken; "" for a title without letters or digits."""
    wanted = slugs.propose(title, language)
    candidate, number = wanted, 2
    while candidate and not is_slug_free(kind, language, candidate, item_id=item_id):
        ending = f"-{number}"
        candidate, number = wanted[: slugs.MAX_LENGTH - len(ending)] + ending, number + 1
    return candidate


def holder_of_slug(kind: str, language: str, slug: str) -> int | None:
    """Return the id of the item that has or had a slug in a language, or None."""
    return (
        Slug.objects.filter(kind=kind, language=language, slug=slug)
        .values_list("item_id", flat=True)
        .first()
    )


def _labels(obj: HasItem, fields: list[str]) -> list[str]:
    model: Any = type(obj)
    translations = getattr(model, "_parler_meta", None)
    source = translations.root_model if translations else model
    return [str(source._meta.get_field(name).verbose_name) for name in fields]


def _record(obj: HasItem, language: str, action: str, by: User | None) -> None:
    Event.objects.create(
        kind=f"edition.{action}", item_id=obj.item_id, language=language, person=by
    )
    item_id = obj.item_id
    transaction.on_commit(
        lambda: edition_changed.send(
            sender=HasItem, item_id=item_id, language=language, action=action
        )
    )
