"""Things as they would be: a draft is put where visitors' values stand, looked at, and taken back."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import transaction

from . import editions, snapshots
from .models import HasItem, State


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
