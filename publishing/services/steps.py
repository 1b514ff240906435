"""What services have in common: rights asked, the item held, its edition found and moved on, the event told."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from multilingual import languages, stores
from publishing import editions, files, notices, snapshots
from publishing.editions import Basis
from publishing.models import SHARED, Edition, Event, HasItem, Item, Revision, Schedule, State
from publishing.moves import Refused, move
from publishing.signals import edition_changed, event_logged
from publishing.snapshots import Content

# An edition is published with these texts at least, where its model has them.
NEEDED = ("name", "title", "person", "slug", "body")

NOTHING_FOLLOWED = Basis(None, None)

LATEST = -1
"""Based on whatever is stored now: the caller has just read it, and holds the item."""


class Conflict(Refused):
    """Somebody else saved meanwhile; nothing was stored, and both texts are here."""

    def __init__(self, theirs: Revision, mine: Mapping[str, Any], fields: Iterable[str]) -> None:
        super().__init__(
            _("%(person)s has saved a newer revision meanwhile.")
            % {"person": theirs.author or _("The site itself")}
        )
        self.theirs, self.mine, self.fields = theirs, mine, tuple(fields)


@transaction.atomic
def refuse_newer(obj: HasItem, parts: Iterable[str], *, than: int) -> None:
    """Refuse where one of these parts has a revision newer than one (its primary key) that a person saw.

    Within the transaction of what she does then, nothing newer can come between. Raises Refused, Conflict.
    """
    hold(obj)
    saved = Revision.objects.filter(edition__item=obj.item_id, edition__language__in=[*parts])
    newer = saved.filter(pk__gt=than).select_related("author").order_by("-pk").first()
    if newer is not None:
        raise Conflict(newer, {}, ())


def hold(obj: HasItem) -> Item:
    """Whoever acts on the same item at the same moment waits here. Raises Refused for what is in the bin."""
    item = hold_item(obj.item_id)
    if item.binned_at is not None:
        raise Refused(_("It is in the bin: take it back first."))
    return item


def hold_item(item_id: int) -> Item:
    files.publications_go_on()
    return Item.objects.select_for_update().get(pk=item_id)


def as_stored(obj: HasItem) -> HasItem:
    """The same thing read anew: what was read before the item was held may not be live, or no longer."""
    return editions.thing_of(obj.item)


def edition_of(item: Item, language: str) -> Edition:
    """The edition as it stands; made when there is none. The item is held."""
    editions_of_item = Edition.objects.select_related("newest", "shown")
    return editions_of_item.get_or_create(item=item, language=language)[0]


def newest_of(edition: Edition, based_on: int) -> Revision:
    newest = edition.newest
    if newest is None:
        raise Refused(_("There is nothing yet: no text was saved."))
    if based_on not in (LATEST, newest.pk):
        raise Conflict(newest, {}, ())
    return newest


def moved(
    edition: Edition, action: str, state: State | None = None, *, newest: Revision | None = None
) -> None:
    edition.state = move(edition.state, action) if state is None else state
    if newest is not None:
        edition.newest = newest
    edition.save()


def add(
    obj: HasItem,
    edition: Edition,
    content: Content,
    *,
    by: User | None,
    note: str = "",
    basis: Basis = NOTHING_FOLLOWED,
) -> Revision:
    language = edition.language
    last = edition.revisions.first()
    return Revision.objects.create(
        edition=edition,
        number=last.number + 1 if last else 1,
        title="" if language == SHARED else content[stores.name_field(type(obj))][:200],
        content=content,
        digest=snapshots.digest(type(obj), language, content),
        author=by,
        note=note,
        source=basis.source,
        beside=basis.beside,
    )


def whole(obj: HasItem, revision: Revision) -> dict[str, str]:
    return {name: revision.content.get(name, "") for name in stores.fields(type(obj))}


def refuse_incomplete(obj: HasItem, language: str, revision: Revision) -> None:
    if language == SHARED:
        return
    texts = whole(obj, revision)
    missing = [name for name in NEEDED if name in texts and not texts[name].strip()]
    if missing:
        raise Refused(
            _("%(language)s is not complete: %(fields)s is missing.")
            % {
                "language": languages.get(language).own_name,
                "fields": ", ".join(_labels(obj, missing)),
            }
        )


def _labels(obj: HasItem, names: list[str]) -> list[str]:
    return [str(stores.field(type(obj), name).verbose_name) for name in names]


def finish(schedule: Schedule, outcome: Schedule.Outcome, reason: str = "") -> None:
    schedule.outcome, schedule.reason, schedule.ended_at = outcome, reason, timezone.now()
    schedule.save(update_fields=["outcome", "reason", "ended_at"])


def require(
    by: User | None, allowed: Callable[[User, str, Any], bool], obj: HasItem, language: str
) -> None:
    if by is not None and not allowed(by, language, obj):
        raise Refused(_("You do not have the right to do this."))


def log(
    item_id: int,
    language: str,
    kind: str,
    by: User | None,
    revision: Revision | None = None,
    comment: str = "",
) -> None:
    event = Event.objects.create(
        kind=kind,
        item_id=item_id,
        language=language,
        person=by,
        revision=revision,
        comment=comment,
    )
    notices.tell(event)
    Item.objects.filter(pk=item_id).update(changed_at=timezone.now())
    event_logged.send(sender=Event, event=event)


def announce(obj: HasItem, language: str, action: str) -> None:
    item_id = obj.item_id
    transaction.on_commit(
        # Robust: what was published stays so, whatever a listener fails at.
        lambda: edition_changed.send_robust(
            sender=HasItem, item_id=item_id, language=language, action=action
        )
    )
