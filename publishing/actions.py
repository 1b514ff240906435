"""What a person may do with an edition now: screens offer exactly this, services check it again."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from multilingual import languages, stores

from . import editions, outdated, rights, services
from .models import SHARED, Edition, HasItem, Schedule, Seen, State
from .moves import Refused

LABELS = {
    "submit": gettext_lazy("Submit for review"),
    "approve": gettext_lazy("Approve"),
    "send-back": gettext_lazy("Send back"),
    "publish": gettext_lazy("Publish"),
    "schedule": gettext_lazy("Schedule"),
    "cancel": gettext_lazy("Cancel the schedule"),
    "withdraw": gettext_lazy("Withdraw"),
    "schedule-end": gettext_lazy("Schedule the end"),
    "confirm": gettext_lazy("The translation is still right"),
    "request": gettext_lazy("Request translation"),
    "publish-request": gettext_lazy("Publish and request translation"),
}


class Said(NamedTuple):
    """What a person said beside an action: a comment, a time, the shared part too."""

    comment: str = ""
    due_at: datetime | None = None
    with_shared: bool = False
    seen: int | None = None
    """The item's newest revision when she looked (its primary key); None: whatever there is now."""


NOTHING_SAID = Said()


@transaction.atomic
def act(action: str, obj: HasItem, language: str, *, by: User, said: Said) -> None:
    """Do one action by its name. Raises Refused, also where somebody has saved what the person has not seen."""
    if said.seen is not None:
        services.refuse_newer(obj, looked_at(action, language), than=said.seen)
    deeds: dict[str, Callable[[], object]] = {
        "submit": lambda: services.submit(obj, language, by=by),
        "approve": lambda: services.approve(obj, language, by=by, comment=said.comment),
        "send-back": lambda: services.send_back(obj, language, said.comment, by=by),
        "publish": lambda: services.push(obj, language, by=by, with_shared=said.with_shared),
        "schedule": lambda: services.schedule(obj, language, _time(said), by=by),
        "cancel": lambda: _cancel(obj, language, by),
        "withdraw": lambda: services.withdraw(obj, language, by=by),
        "schedule-end": lambda: services.schedule_end(obj, language, _time(said), by=by),
        "confirm": lambda: services.confirm(obj, language, by=by),
        "request": lambda: services.request_translations(obj, language, by=by),
        "publish-request": lambda: _publish_and_request(obj, language, by, said),
    }
    deeds[action]()


def newest_in(found: Iterable[Edition]) -> int:
    """The newest revision of an item, for a page on which somebody decides: what is saved later she has not seen."""
    return max((edition.newest_id or 0 for edition in found), default=0)


def read_seen(posted: str) -> int | None:
    """The same as a page sends it back."""
    return int(posted) if posted.isdecimal() and len(posted) < 19 else None


def looked_at(action: str, language: str) -> tuple[str, ...]:
    """The parts of an item about which a person says something by an action: none may be newer than what she saw."""
    if action in ("request", "cancel", "withdraw", "schedule-end"):
        return ()
    if action == "confirm":  # about the source, too
        return (*languages.CODES, SHARED)
    return (language, SHARED)


@transaction.atomic
def _publish_and_request(obj: HasItem, language: str, by: User, said: Said) -> None:
    services.push(obj, language, by=by, with_shared=said.with_shared)
    services.request_translations(obj, language, by=by)


def _time(said: Said) -> datetime:
    if said.due_at is None:
        raise Refused(_("Say when: a date and a time."))
    return said.due_at


def _cancel(obj: HasItem, language: str, by: User) -> None:
    pending = Schedule.objects.filter(
        edition__item=obj.item_id, edition__language=language, outcome=Schedule.Outcome.PENDING
    )
    for schedule in pending:
        services.cancel(schedule, by=by)


def offered(obj: HasItem, language: str, person: User) -> list[str]:
    """Name the actions that a person may take on an edition as it stands, in the order of LABELS."""
    edition = editions.of(obj, language)
    if edition is None or obj.item.binned_at is not None:
        return []
    able = _Able(obj, edition, person)
    rules: dict[str, Callable[[], bool]] = {
        "submit": able.submit,
        "approve": able.approve,
        "send-back": able.send_back,
        "publish": able.publish,
        "schedule": able.schedule,
        "cancel": able.cancel,
        "withdraw": able.withdraw,
        "schedule-end": able.schedule_end,
        "confirm": able.confirm,
        "request": able.request,
        "publish-request": lambda: able.publish() and able.request(),
    }
    return [name for name, is_able in rules.items() if is_able()]


def may_push_own(obj: HasItem, language: str, person: User) -> bool:
    """Tell whether a person may write, approve and publish alone: her text goes live with one button."""
    return (
        rights.may_write_part(person, language, obj)
        and rights.may_review(person, language, obj)
        and rights.may_publish(person, language, obj)
        and services.may_approve_own(language)
    )


class _Able:
    def __init__(self, obj: HasItem, edition: Edition, person: User) -> None:
        self.obj, self.edition, self.person = obj, edition, person
        self.language, self.state = edition.language, edition.state
        self.may_write = rights.may_write_part(person, self.language, obj)
        self.may_review = rights.may_review(person, self.language, obj)
        self.may_publish = rights.may_publish(person, self.language, obj)

    def submit(self) -> bool:
        return self.may_write and self.state in (State.DRAFT, State.SENT_BACK)

    def approve(self) -> bool:
        return self.state == State.REVIEW and self._may_approve()

    def _may_approve(self) -> bool:
        newest = self.edition.newest
        own = newest is not None and newest.author_id == self.person.pk
        return self.may_review and (not own or services.may_approve_own(self.language))

    def send_back(self) -> bool:
        return self.may_review and self.state in (State.REVIEW, State.APPROVED)

    def publish(self) -> bool:
        if not self.may_publish or self.edition.newest_id in (None, self.edition.shown_id):
            return False
        if self.state == State.REVIEW:
            return self._may_approve()
        if self.state in (State.DRAFT, State.SENT_BACK):
            return self.may_write and self._may_approve()
        return True

    def schedule(self) -> bool:
        newest, shown = self.edition.newest_id, self.edition.shown_id
        is_withdrawn = self.state == State.NONE and newest not in (None, shown)
        return self.may_publish and (self.state == State.APPROVED or is_withdrawn)

    def cancel(self) -> bool:
        return self.may_publish and bool(self._pending())

    def _pending(self) -> list[Schedule]:
        schedules = self.edition.schedules.all()
        return [s for s in schedules if s.outcome == Schedule.Outcome.PENDING]

    def withdraw(self) -> bool:
        return self._may_end() and self.edition.seen == Seen.LIVE

    def _may_end(self) -> bool:
        has_life = self.language != SHARED and stores.has_life(type(self.obj))
        return self.may_publish and has_life

    def schedule_end(self) -> bool:
        pending = self._pending()
        will_be_live = self.edition.seen == Seen.LIVE or bool(pending)
        has_end = any(schedule.revision_id is None for schedule in pending)
        return self._may_end() and will_be_live and not has_end

    def confirm(self) -> bool:
        if self.language == SHARED or not rights.may_confirm(self.person, self.language, self.obj):
            return False
        return self._is_asked() or outdated.of_edition(self.edition) is not None

    def _is_asked(self) -> bool:
        """Somebody wants a translation, and there is one already."""
        text = self.edition.shown or self.edition.newest
        if self.edition.requested_id is None or text is None:
            return False
        return editions.basis_of(text).source is not None

    def request(self) -> bool:
        return (
            self.language != SHARED
            and self.edition.newest_id is not None
            and rights.may_write(self.person, self.language, self.obj)
        )
