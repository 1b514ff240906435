"""Slugs of items: unique per kind and language, kept for ever, drafts' included (V10)."""

from django.apps import apps
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from multilingual import slugs

from .models import HasItem, Slug
from .moves import Refused


def reserve(obj: HasItem, language: str, slug: str) -> None:
    """Keep a slug for an item for ever. Raises Refused when another item has or had it."""
    held, _created = Slug.objects.get_or_create(
        kind=obj._meta.label_lower, language=language, slug=slug, defaults={"item_id": obj.item_id}
    )
    if held.item_id != obj.item_id:
        raise Refused(_taken(slug))


def problem_of(obj: HasItem, language: str, slug: str) -> str:
    """Say why an item cannot have a slug; "" when it can."""
    kind = obj._meta.label_lower
    if not is_free(kind, language, slug, item_id=obj.item_id):
        return _taken(slug)
    if not is_reachable(kind, language, slug):
        return _("The slug “%(slug)s” is the address of another page of the site.") % {"slug": slug}
    return ""


def _taken(slug: str) -> str:
    return _("The slug “%(slug)s” belongs or belonged to another item.") % {"slug": slug}


def is_free(kind: str, language: str, slug: str, *, item_id: int | None) -> bool:
    """Tell whether an item (None: a new one) may take a slug that nobody else has or had."""
    held = Slug.objects.filter(kind=kind, language=language, slug=slug)
    return not held.exclude(item=item_id).exists()


def is_reachable(kind: str, language: str, slug: str) -> bool:
    """Tell whether a page with this slug would answer: /en/news/ is the news, whatever page asks for “news”."""
    view = getattr(apps.get_model(kind), "PAGE_VIEW", None)
    if view is None:
        return True
    with override(language):
        return resolve(reverse(view, args=(slug,))).view_name == view


def propose(kind: str, language: str, title: str, *, item_id: int | None) -> str:
    """Return a free slug made of a title, numbered when taken; "" for a title without letters or digits."""
    wanted = slugs.propose(title, language)
    candidate, number = wanted, 2
    while candidate and not (
        is_free(kind, language, candidate, item_id=item_id)
        and is_reachable(kind, language, candidate)
    ):
        ending = f"-{number}"
        candidate, number = wanted[: slugs.MAX_LENGTH - len(ending)] + ending, number + 1
    return candidate
