"""Why an edition stands as it does, in short sentences in the language of the screen.

A page of editions costs a fixed number of queries.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from multilingual import formats, languages

from . import outdated
from .models import SHARED, Edition, Event, Review, Revision, Schedule, State

MOST_OF_A_COMMENT = 120  # half as many Chinese characters


class Reason(NamedTuple):
    about: str
    """State, "live", "withdrawn", "missing", "requested", "outdated", "due" or "end"."""
    sentence: str


def reader() -> str:
    return get_language() or languages.CODES[0]


def on_day(value: datetime) -> str:
    """A day within a sentence: ``today``, ``on Nov 24``."""
    days = _days_from_now(value)
    if days == 0:
        return _("today")
    if days == -1:
        return _("yesterday")
    return _("on %(date)s") % {"date": day_of(value)}


def at_time(value: datetime) -> str:
    """A time within a sentence: ``tomorrow at 09:00``, ``on Nov 24 at 09:00``."""
    given = {"time": value.astimezone(formats.SITE_ZONE).strftime("%H:%M"), "date": day_of(value)}
    days = _days_from_now(value)
    if days == 0:
        return _("today at %(time)s") % given
    if days == 1:
        return _("tomorrow at %(time)s") % given
    return _("on %(date)s at %(time)s") % given


def _days_from_now(value: datetime) -> int:
    today = timezone.now().astimezone(formats.SITE_ZONE).date()
    return (value.astimezone(formats.SITE_ZONE).date() - today).days


def day_of(value: datetime) -> str:
    """Without the year where it is this one."""
    local = value.astimezone(formats.SITE_ZONE)
    if local.year == timezone.now().astimezone(formats.SITE_ZONE).year:
        return formats.day_of_year(local, reader())
    return formats.date(local, reader())


class Reasons:
    """What explains the editions of some items."""

    def __init__(self, editions: Iterable[Edition], items: Collection[int]) -> None:
        known = list(editions)
        self._editions = {(edition.item_id, edition.language): edition for edition in known}
        self._events = _events(items)
        self._reviews = _reviews(known)
        self._schedules = _schedules(known)
        self._outdated = outdated.of_editions(known)

    def last_event(self, item: int) -> Event | None:
        """What happened to an item last."""
        return self._events.get((item, "", ""))

    def is_outdated(self, edition: Edition) -> bool:
        return edition.pk in self._outdated

    def of(self, item: int, language: str) -> list[Reason]:
        """Why an edition stands so: its state first, then what else is to be known of it."""
        edition = self._editions.get((item, language))
        if edition is None:
            return [_nothing_written()]
        also = [self._request(edition), self._why_outdated(edition), *self._due(edition)]
        main = self._state(edition)
        if main is None:
            return [reason for reason in also if reason] or [_nothing_written()]
        return [main, *(reason for reason in also if reason)]

    def _state(self, edition: Edition) -> Reason | None:
        newest = edition.newest
        if newest is None:
            return None
        if edition.state == State.NONE:
            return self._published(edition) if edition.shown_id else self._withdrawn(edition)
        verdict = self._reviews.get(newest.pk)
        given = {"person": _who(newest.author), "day": on_day(newest.at)}
        sentence = _("Written by %(person)s %(day)s")
        if edition.state == State.REVIEW and (event := self._event(edition, "revision.submitted")):
            sentence = _("Submitted by %(person)s %(day)s")
            given = {"person": _who(event.person), "day": on_day(event.at)}
        elif verdict and edition.state in (State.APPROVED, State.SCHEDULED):
            sentence = _("Approved by %(person)s %(day)s")
            given = {"person": _who(verdict.reviewer), "day": on_day(verdict.at)}
        elif verdict and edition.state == State.SENT_BACK:
            sentence = _("Sent back by %(person)s: %(comment)s")
            comment = formats.truncate(" ".join(verdict.comment.split()), MOST_OF_A_COMMENT)
            given = {"person": _who(verdict.reviewer), "comment": comment}
        return Reason(edition.state, sentence % given)

    def _published(self, edition: Edition) -> Reason:
        event = self._event(edition, "edition.published")
        if event is None:
            return Reason("live", _("Live"))
        return Reason(
            "live",
            _("Published by %(person)s %(day)s")
            % {"person": _who(event.person), "day": on_day(event.at)},
        )

    def _withdrawn(self, edition: Edition) -> Reason:
        event = self._event(edition, "edition.withdrawn")
        if event is None:
            return Reason("withdrawn", _("Not published"))
        return Reason(
            "withdrawn",
            _("Withdrawn by %(person)s %(day)s")
            % {"person": _who(event.person), "day": on_day(event.at)},
        )

    def _request(self, edition: Edition) -> Reason | None:
        event = self._event(edition, "translation.requested")
        if edition.requested_id is None:
            return None
        if event is None:
            return Reason("requested", _("A translation is asked for"))
        return Reason(
            "requested",
            _("Translation asked for by %(person)s %(day)s")
            % {"person": _who(event.person), "day": on_day(event.at)},
        )

    def _why_outdated(self, edition: Edition) -> Reason | None:
        why = self._outdated.get(edition.pk)
        if why is None:
            return None
        changed = why.source or why.shared
        assert changed is not None
        shown = changed[1]
        source = changed[0].edition.language
        given = {"day": on_day(self._seen_since(edition.item_id, source, shown))}
        if source == SHARED:
            return Reason("outdated", _("Outdated: the shared part changed %(day)s") % given)
        given["language"] = formats.language_name(source, reader())
        return Reason("outdated", _("Outdated: the %(language)s source changed %(day)s") % given)

    def _seen_since(self, item: int, language: str, revision: Revision) -> datetime:
        event = self._events.get((item, language, "edition.published"))
        return event.at if event and event.revision_id == revision.pk else revision.at

    def _due(self, edition: Edition) -> list[Reason]:
        return [
            Reason("due" if schedule.revision_id else "end", sentence_of(schedule, edition))
            for schedule in self._schedules.get(edition.pk, ())
        ]

    def _event(self, edition: Edition, kind: str) -> Event | None:
        return self._events.get((edition.item_id, edition.language, kind))


def sentence_of(schedule: Schedule, edition: Edition) -> str:
    """What a schedule is going to do, and when."""
    when = at_time(schedule.due_at)
    if schedule.revision is None:
        return _("To be withdrawn %(when)s") % {"when": when}
    if schedule.revision_id == edition.newest_id:
        return _("Goes live %(when)s") % {"when": when}
    return _("Revision %(number)s goes live %(when)s") % {
        "number": schedule.revision.number,
        "when": when,
    }


def _nothing_written() -> Reason:
    return Reason("missing", _("Nothing written"))


def _who(person: object) -> str:
    return str(person or _("the site itself"))


TOLD = ("revision.submitted", "edition.published", "edition.withdrawn", "translation.requested")


def _events(items: Collection[int]) -> dict[tuple[int, str, str], Event]:
    """The last event of each kind that is told of, by item, language and kind; by (item, "", "") the last of all."""
    last = (
        Event.objects.filter(item__in=items)
        .order_by()
        .values_list("item", "language", "kind")
        .annotate(last=Max("pk"))
    )
    wanted: dict[tuple[int, str, str], int] = {}
    for item, language, kind, pk in last:
        wanted[item, "", ""] = max(pk, wanted.get((item, "", ""), 0))
        if kind in TOLD:
            wanted[item, language, kind] = pk
    events = Event.objects.select_related("person").defer("comment").in_bulk(wanted.values())
    return {of: events[pk] for of, pk in wanted.items()}


def _reviews(editions: Iterable[Edition]) -> dict[int, Review]:
    """The last verdict on each newest revision that has one to be told of."""
    told = (State.SENT_BACK, State.APPROVED, State.SCHEDULED)
    revisions = [edition.newest_id for edition in editions if edition.state in told]
    reviews = Review.objects.filter(revision__in=revisions).select_related("reviewer")
    return {review.revision_id: review for review in reviews.order_by("pk")}


def _schedules(editions: Iterable[Edition]) -> dict[int, list[Schedule]]:
    pending = Schedule.objects.filter(
        edition__in=[edition.pk for edition in editions], outcome=Schedule.Outcome.PENDING
    )
    found = defaultdict(list)
    for schedule in pending.select_related("revision").defer("revision__content"):
        found[schedule.edition_id].append(schedule)
    return found
