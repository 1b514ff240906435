"""What a preview names: an item, a language, and the revisions that are put where live values stand; nothing else."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from multilingual import languages, stores
from publishing import editions
from publishing.models import SHARED, Edition, HasItem, Revision, State
from publishing.snapshots import Content

from . import tokens

DEFAULT_DAYS = 7
LIFETIMES = {
    1: _("Works for a day"),
    DEFAULT_DAYS: _("Works for a week"),
    30: _("Works for a month"),
}


class Preview(NamedTuple):
    item: int
    language: str
    revisions: tuple[int, ...]


def path_of(preview: Preview, until: datetime) -> str:
    """The address of a preview: whoever has it may read it until then."""
    return reverse("preview", args=(tokens.sealed(preview, until, purpose="page"),))


def read(token: str) -> tuple[Preview, datetime]:
    """Return what a link names and until when it works. Raises Forged, Expired."""
    (item, language, revisions), until = tokens.opened(token, purpose="page")
    return Preview(item, language, tuple(revisions)), until


def end_of(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)


def of_revision(revision: Revision, *, with_shared_draft: bool = False) -> Preview:
    """The preview of one revision, in the language it is in; of a shared part, in one in which the item is live."""
    obj = editions.thing_of(revision.edition.item)
    language = revision.edition.language
    if language == SHARED:
        return of_shared(obj, revision)
    return to(obj, language, revision, shared_draft(obj) if with_shared_draft else None)


def of_shared(obj: HasItem, revision: Revision) -> Preview:
    language = _best_language(obj)
    is_live = stores.is_live(obj, language)
    return to(obj, language, None if is_live else newest(obj, language), revision)


def shared_draft(obj: HasItem) -> Revision | None:
    """The revision of the shared part that waits, if one does."""
    edition = editions.shared_of(obj)
    return edition.newest if edition and edition.state != State.NONE else None


def to(
    obj: HasItem,
    language: str,
    text: Revision | None,
    shared: Revision | None,
    above: "list[HasItem] | None" = None,
) -> Preview:
    """Name what a page needs: its text, its shared part, and drafts of what stands above it where that is not live.

    What is not named stays as visitors have it. ``above``: what ``parents`` gave, when there are several languages.
    """
    named = [revision.pk for revision in (shared, text) if revision]
    for parent in parents(obj, shared) if above is None else above:
        draft = newest(parent, language)
        if draft and not stores.is_live(parent, language):
            named.append(draft.pk)
    return Preview(obj.item_id, language, tuple(named))


def others(obj: HasItem, language: str, shared: Revision | None) -> Iterator[Preview]:
    """The previews of the newest revision in each other language that has one."""
    above = parents(obj, shared)
    for code in languages.CODES:
        text = newest(obj, code)
        if code != language and text:
            yield to(obj, code, text, shared, above)


def parents(obj: HasItem, shared: Revision | None = None) -> list[HasItem]:
    """The family of a product, the category of an article: as ``shared`` has it, else as the database has it."""
    content: Content = shared.content if shared else {"fields": {}}
    found: list[HasItem] = []
    for field in stores.shared_fields(type(obj)):
        model: Any = field.related_model
        if isinstance(field, models.ForeignKey) and issubclass(model, HasItem):
            pk = content["fields"].get(field.name) or field.value_from_object(obj)
            rows = model._default_manager.filter(pk=pk, item__binned_at=None)
            found += editions.known(rows.select_related("item"))
    return found


def newest(obj: HasItem, language: str) -> Revision | None:
    edition: Edition | None = editions.of(obj, language)
    return edition.newest if edition else None


def _best_language(obj: HasItem) -> str:
    """Live, if any is; the one in which the item was written before the others."""
    first = obj.item.source_language
    codes = sorted(languages.CODES, key=lambda code: code != first)
    return min(codes, key=lambda code: not stores.is_live(obj, code))
