"""What visitors read: published, alone or together, and withdrawn."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from multilingual import stores
from publishing import editions, files, pictures, rights, slugs, snapshots
from publishing.models import SHARED, Edition, Event, HasItem, Review, Revision, Schedule, State
from publishing.moves import Refused, move

from .reviewing import approve, is_approved, judge, submit
from .steps import (
    announce,
    as_stored,
    edition_of,
    finish,
    hold,
    hold_item,
    log,
    refuse_incomplete,
    refuse_newer,
    require,
    whole,
)

NOTHING_SEEN: Mapping[int, int | None] = MappingProxyType({})


class Part(NamedTuple):
    """One edition to publish: an item and a language, or SHARED."""

    obj: HasItem
    language: str


@transaction.atomic
def publish(
    obj: HasItem,
    language: str,
    *,
    by: User | None,
    revision: Revision | None = None,
    with_shared: bool = False,
) -> None:
    """Let visitors read an approved revision (None: the newest) of one language, or of the shared part.

    Every other edition stays as it was, and so does the shared part unless ``with_shared`` is said. Raises Refused.
    """
    item = hold(obj)
    if with_shared and _has_pending_shared(obj):
        publish(obj, SHARED, by=by)
    require(by, rights.may_publish, as_stored(obj) if language == SHARED else obj, language)
    edition = edition_of(item, language)
    chosen = chosen_of(edition, revision)
    if chosen.pk == edition.shown_id:
        return
    is_newest = chosen.pk == edition.newest_id
    if by is None and is_newest and not is_approved(chosen):
        judge(chosen, Review.Verdict.APPROVED, None, "")  # the site's own: demo, imports
        edition.state = State.APPROVED
    state = move(edition.state, "publish") if is_newest else State(edition.state)
    if not is_newest and not is_approved(chosen):
        raise Refused(_("Only an approved revision is published."))
    with files.followed(obj):
        _show(obj, edition, chosen)
    edition.state, edition.shown, edition.withdrawn_at = state, chosen, None
    edition.save()
    end_overtaken(edition, chosen, by)
    log(obj.item_id, language, "edition.published", by, chosen)
    announce(obj, language, "published")


def chosen_of(edition: Edition, revision: Revision | None) -> Revision:
    """The revision to publish, now or later: the one that is named, else the newest."""
    chosen = revision or edition.newest
    if chosen is None:
        raise Refused(_("There is nothing to publish: no text was saved."))
    if chosen.edition_id != edition.pk:
        raise Refused(_("This revision is not of this edition."))
    if chosen.pk not in (edition.newest_id, edition.shown_id) and _was_overtaken(edition, chosen):
        raise Refused(
            _("Visitors have read a newer revision since: restore this one, and it is the newest.")
        )
    return chosen


def _was_overtaken(edition: Edition, revision: Revision) -> bool:
    later = Event.objects.filter(
        kind="edition.published",
        item=edition.item_id,
        revision__edition=edition,
        revision__number__gt=revision.number,
    )
    return later.exists()


def _show(obj: HasItem, edition: Edition, revision: Revision) -> None:
    language = edition.language
    try:
        with transaction.atomic():
            if language == SHARED:
                snapshots.write_shared(obj, revision.content)
            else:
                refuse_incomplete(obj, language, revision)
                if slug := revision.content.get("slug"):
                    slugs.reserve(obj, language, slug)
                stores.write(obj, language, whole(obj, revision))
                pictures.show(edition, obj, revision.content)
    except IntegrityError as error:
        raise Refused(
            _("Not published: another item already has what must be unique, such as a number.")
        ) from error


def end_overtaken(edition: Edition, published: Revision, by: User | None) -> None:
    """A revision that was to come later must not take visitors back behind the one published now."""
    older = edition.schedules.filter(
        outcome=Schedule.Outcome.PENDING, revision__number__lte=published.number
    )
    for schedule in older:
        finish(schedule, Schedule.Outcome.CANCELLED, _("Overtaken by a publication."))
        log(edition.item_id, edition.language, "schedule.cancelled", by, schedule.revision)


def _has_pending_shared(obj: HasItem) -> bool:
    return (
        Edition.objects.filter(item=obj.item_id, language=SHARED).exclude(state=State.NONE).exists()
    )


@transaction.atomic
def publish_together(
    parts: Iterable[Part],
    *,
    by: User | None,
    with_shared: bool = False,
    seen: Mapping[int, int | None] = NOTHING_SEEN,
) -> None:
    """Publish several editions, all or none: both languages of an item, or a whole list. Raises Refused.

    ``seen`` names, by item, the newest revision that the person saw: see ``refuse_newer``.
    """
    ordered = sorted(parts, key=lambda part: (part.obj.item_id, part.language))
    for item_id in sorted({part.obj.item_id for part in ordered}):
        hold_item(item_id)
    for part in ordered:
        try:
            if (known := seen.get(part.obj.item_id)) is not None:
                refuse_newer(part.obj, (part.language, SHARED), than=known)
            push(part.obj, part.language, by=by, with_shared=with_shared)
        except Refused as refusal:
            raise Refused(
                _("%(item)s: %(reason)s") % {"item": editions.name_of(part.obj), "reason": refusal}
            ) from refusal


@transaction.atomic
def push(obj: HasItem, language: str, *, by: User | None, with_shared: bool = False) -> None:
    """Publish the newest revision, on the way submitting and approving it where that is still to do. Raises Refused.

    Each step asks for its own right, so that nobody approves her own work this way either.
    """
    if by is not None:
        if with_shared and _has_pending_shared(obj):
            push(obj, SHARED, by=by)
        for state, step in (
            (State.DRAFT, submit),
            (State.SENT_BACK, submit),
            (State.REVIEW, approve),
        ):
            if edition_of(hold(obj), language).state == state:
                step(obj, language, by=by)
    publish(obj, language, by=by, with_shared=with_shared)


@transaction.atomic
def withdraw(obj: HasItem, language: str, *, by: User | None) -> None:
    """End the public life of one language of an item; its revisions stay. Raises Refused."""
    require(by, rights.may_publish, obj, language)
    if language == SHARED or not stores.has_life(type(obj)):
        raise Refused(_("This is always shown: change its text instead."))
    take_off(obj, edition_of(hold(obj), language), by)


def take_off(obj: HasItem, edition: Edition, by: User | None) -> None:
    language, revision = edition.language, edition.shown
    if revision is None:
        return
    with files.followed(obj):
        stores.erase(obj, language)
        pictures.show(edition, obj, {})
    edition.shown, edition.withdrawn_at = None, timezone.now()
    edition.save()
    for schedule in edition.schedules.filter(outcome=Schedule.Outcome.PENDING, revision=None):
        finish(schedule, Schedule.Outcome.CANCELLED, _("Withdrawn before."))
        log(obj.item_id, language, "schedule.cancelled", by)
    log(obj.item_id, language, "edition.withdrawn", by, revision)
    announce(obj, language, "withdrawn")
