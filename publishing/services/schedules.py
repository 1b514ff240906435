"""A publication, or its end, at a time: set, called off, carried out once."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from multilingual import stores
from publishing import editions, rights
from publishing.models import SHARED, Edition, HasItem, Revision, Schedule, State
from publishing.moves import Refused

from .publication import chosen_of, publish, withdraw
from .reviewing import is_approved
from .steps import edition_of, finish, hold, hold_item, log, moved, refuse_incomplete, require


@transaction.atomic
def schedule(
    obj: HasItem,
    language: str,
    due_at: datetime,
    *,
    by: User | None,
    revision: Revision | None = None,
) -> Schedule:
    """Publish an approved revision (None: the newest) at a time, whatever is written until then. Raises Refused."""
    require(by, rights.may_publish, obj, language)
    _refuse_past(due_at)
    edition = edition_of(hold(obj), language)
    chosen = chosen_of(edition, revision)
    if chosen.pk == edition.shown_id:
        raise Refused(_("Visitors read this revision already."))
    _refuse_second(edition, revision__isnull=False)
    if chosen.pk == edition.newest_id:
        moved(edition, "schedule")
    elif not is_approved(chosen):
        raise Refused(_("Only an approved revision is published."))
    refuse_incomplete(obj, language, chosen)
    made = Schedule.objects.create(edition=edition, revision=chosen, due_at=due_at, person=by)
    log(obj.item_id, language, "edition.scheduled", by, chosen)
    return made


@transaction.atomic
def schedule_end(obj: HasItem, language: str, due_at: datetime, *, by: User | None) -> Schedule:
    """Withdraw an edition at a time. Raises Refused."""
    require(by, rights.may_publish, obj, language)
    _refuse_past(due_at)
    if language == SHARED or not stores.has_life(type(obj)):
        raise Refused(_("This is always shown: change its text instead."))
    edition = edition_of(hold(obj), language)
    _refuse_second(edition, revision__isnull=True)
    _refuse_end_before_publication(edition, due_at)
    made = Schedule.objects.create(edition=edition, due_at=due_at, person=by)
    log(obj.item_id, language, "edition.end-scheduled", by)
    return made


@transaction.atomic
def cancel(schedule: Schedule, *, by: User | None) -> None:
    """Call a schedule off. Raises Refused."""
    edition = schedule.edition
    obj = editions.thing_of(edition.item)
    require(by, rights.may_publish, obj, edition.language)
    call_off(schedule, edition_of(hold(obj), edition.language), by)


def call_off(schedule: Schedule, edition: Edition, by: User | None) -> None:
    schedule = Schedule.objects.select_for_update().get(pk=schedule.pk)
    if schedule.outcome != Schedule.Outcome.PENDING:
        raise Refused(
            _("It is no longer pending: it is %(outcome)s.")
            % {"outcome": schedule.get_outcome_display()}
        )
    finish(schedule, Schedule.Outcome.CANCELLED)
    _unscheduled(edition, schedule)
    log(edition.item_id, edition.language, "schedule.cancelled", by, schedule.revision)


def carry_out(schedule_id: int) -> Schedule | None:
    """Do what a schedule says, once, whoever else tries; None when another was first or it is not due.

    What is refused now stays refused: the schedule has failed, and says why to whoever made it, in her language.
    """
    with transaction.atomic():
        edition = Edition.objects.select_related("item").get(schedules=schedule_id)
        hold_item(edition.item_id)
        schedule = Schedule.objects.select_for_update().get(pk=schedule_id)
        if schedule.outcome != Schedule.Outcome.PENDING or schedule.due_at > timezone.now():
            return None
        person = schedule.person
        with override(person.language_of_mails if person else settings.SITE_LANGUAGE):
            try:
                with transaction.atomic():
                    _carry_out(schedule, edition)
            except Refused as refusal:
                _fail(schedule, edition, str(refusal))
        return schedule


def _carry_out(schedule: Schedule, edition: Edition) -> None:
    try:
        obj = editions.thing_of(edition.item)
    except ObjectDoesNotExist:
        raise Refused(_("It was removed.")) from None
    # Finished first: publishing or withdrawing would otherwise find it overtaken.
    finish(schedule, Schedule.Outcome.DONE)
    if schedule.revision is None:
        withdraw(obj, edition.language, by=schedule.person)
    else:
        publish(obj, edition.language, by=schedule.person, revision=schedule.revision)


def _fail(schedule: Schedule, edition: Edition, reason: str) -> None:
    finish(schedule, Schedule.Outcome.FAILED, reason)
    _unscheduled(edition_of(edition.item, edition.language), schedule)
    log(edition.item_id, edition.language, "schedule.failed", None, schedule.revision, reason)


def _unscheduled(edition: Edition, schedule: Schedule) -> None:
    if edition.state == State.SCHEDULED and schedule.revision_id == edition.newest_id:
        moved(edition, "cancel")


def _refuse_past(due_at: datetime) -> None:
    if due_at <= timezone.now():
        raise Refused(_("Choose a time that is still to come."))


def _refuse_end_before_publication(edition: Edition, due_at: datetime) -> None:
    if edition.shown_id is not None:
        return
    coming = edition.schedules.filter(outcome=Schedule.Outcome.PENDING, revision__isnull=False)
    publication = coming.first()
    if publication is None:
        raise Refused(_("There is nothing to end: visitors do not read it."))
    if due_at <= publication.due_at:
        raise Refused(_("Choose a time after the publication."))


def _refuse_second(edition: Edition, **condition: bool) -> None:
    pending = edition.schedules.filter(outcome=Schedule.Outcome.PENDING, **condition)
    if pending.exists():
        raise Refused(_("Another one is scheduled already: cancel it first."))
