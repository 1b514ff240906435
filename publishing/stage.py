"""Things as they would be: a draft is put where visitors' values stand, looked at, and taken back."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import transaction

from multilingual import stores

from . import editions, services, snapshots
from .models import SHARED, HasItem, State
from .snapshots import Content

UNWRITTEN = "…"


class _TakenBack(Exception):
    pass


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is written to the database in here is undone at the end, and never seen by others."""
    with suppress(_TakenBack), transaction.atomic():
        yield
        raise _TakenBack


def show_shared_draft(obj: HasItem) -> None:
    """Make the database hold the newest shared part of an item; call it within ``taken_back``. Raises Refused."""
    edition = editions.shared_of(obj)
    if edition and edition.newest and edition.state != State.NONE:
        snapshots.write_shared(obj, edition.newest.content)


def put(obj: HasItem, language: str, content: Content) -> None:
    """Put a draft where live values stand, whatever was there; call it within ``taken_back``. Raises Refused.

    Nothing is live without some texts: one that is still to be written is marked.
    """
    if language == SHARED:
        snapshots.write_shared(obj, content)
        return
    texts = {name: content.get(name, "") for name in stores.fields(type(obj))}
    for name in services.NEEDED:
        if name in texts and not texts[name].strip():
            texts[name] = f"preview-{obj.item_id}" if name == "slug" else UNWRITTEN
    stores.write(obj, language, texts)
