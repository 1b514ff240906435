"""The bin: off the site and out of every list, with all its revisions, and back."""

from typing import Any, cast

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from multilingual import languages, stores
from publishing import editions, rights
from publishing.models import SHARED, HasItem, Schedule
from publishing.moves import Refused

from .publication import take_off
from .schedules import call_off
from .steps import as_stored, edition_of, hold_item, log, require


def may_bin(obj: HasItem, person: User) -> bool:
    """Tell whether a person may move an item to the bin: an administrator any, an editor what visitors do not see."""
    if rights.may_manage(person):
        return True
    is_seen = any(stores.is_live(obj, code) for code in languages.CODES)
    return rights.may_edit_shared(person, obj) and not is_seen


@transaction.atomic
def move_to_bin(obj: HasItem, *, by: User | None) -> None:
    """Take an item off the site and out of every list. It keeps everything and can be taken back. Raises Refused."""
    if not stores.has_life(type(obj)):
        raise Refused(_("This is always shown: change its text instead."))
    item = hold_item(obj.item_id)
    if by is not None and not may_bin(as_stored(obj), by):
        raise Refused(_refusal_to_bin(obj, by))
    if item.binned_at is not None:
        return
    if users := _users_of(obj):
        raise Refused(_("“%(row)s” still belongs to it: move that first.") % {"row": users[0]})
    for edition in item.editions.exclude(language=SHARED).select_related("shown"):
        take_off(obj, edition, by)
    pending = Schedule.objects.filter(edition__item=item, outcome=Schedule.Outcome.PENDING)
    for schedule in pending.select_related("edition"):
        call_off(schedule, edition_of(item, schedule.edition.language), by)
    item.binned_at = timezone.now()
    item.save(update_fields=["binned_at"])
    log(item.pk, SHARED, "item.binned", by)


def _refusal_to_bin(obj: HasItem, by: User) -> str:
    if rights.may_edit_shared(by, obj):
        return _("Withdraw it in every language first.")
    return _("You do not have the right to do this.")


def _users_of(obj: HasItem) -> list[Any]:
    """What is not in the bin and cannot be without this item: the products of a family."""
    found: list[Any] = []
    for relation in obj._meta.related_objects:
        model: Any = relation.related_model
        if relation.on_delete is models.PROTECT and issubclass(model, HasItem):
            rows = model._default_manager.filter(**{relation.field.name: obj.pk})
            found += rows.filter(item__binned_at=None)[:1]
    return found


@transaction.atomic
def take_from_bin(obj: HasItem, *, by: User | None) -> None:
    """Undo the bin: the item is back, in no language live, with all its revisions. Raises Refused."""
    require(by, rights.may_write_part, obj, SHARED)
    item = hold_item(obj.item_id)
    if item.binned_at is None:
        return
    if owner := _binned_owner(obj):
        raise Refused(
            _("“%(item)s”, to which it belongs, is in the bin: take that back first.")
            % {"item": editions.name_of(owner)}
        )
    item.binned_at = None
    item.save(update_fields=["binned_at"])
    log(item.pk, SHARED, "item.unbinned", by)


def _binned_owner(obj: HasItem) -> HasItem | None:
    """The family of a product, the category of an article, where that is in the bin."""
    for field in stores.shared_fields(type(obj)):
        model: Any = field.related_model
        if isinstance(field, models.ForeignKey) and issubclass(model, HasItem):
            rows = model._default_manager.filter(pk=field.value_from_object(obj))
            if owner := rows.exclude(item__binned_at=None).first():
                return cast(HasItem, owner)
    return None
