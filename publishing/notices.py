"""What waits for a person, and what became of her work: written with the action it tells of, kept until read.

Services call ``tell`` with each event of the log, in the same transaction.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Role, User
from multilingual import languages

from . import editions, log, outdated, rights
from .models import SHARED, Edition, Event, Item, Notice, Schedule

Kind = Notice.Kind


class Told(NamedTuple):
    """Who is told what, about the edition of which language."""

    person: User | None
    kind: Notice.Kind
    language: str


# Telling


def tell(event: Event) -> None:
    """Write the notices that follow from an event, and close those that it settles."""
    _settle(event)
    rule = RULES.get(event.kind)
    if rule is None:
        return
    told = {
        (person.pk, kind, language): Notice(
            person=person, kind=kind, event=event, language=language
        )
        for person, kind, language in rule(event)
        if person is not None and person.is_active and person.pk != event.person_id
    }
    Notice.objects.bulk_create(told.values())


def _review_asked(event: Event) -> Iterator[Told]:
    author = _author(event)
    for person in _those_who(Role.REVIEWER, rights.may_review, event, event.language):
        if author is None or person.pk != author.pk:
            yield Told(person, Kind.REVIEW_ASKED, event.language)


def _translation_asked(event: Event) -> Iterator[Told]:
    for person in _translators(event, event.language):
        yield Told(person, Kind.TRANSLATION_ASKED, event.language)


def _sent_back(event: Event) -> Iterator[Told]:
    yield Told(_author(event), Kind.SENT_BACK, event.language)


def _approved(event: Event) -> Iterator[Told]:
    yield Told(_author(event), Kind.APPROVED, event.language)


def _published(event: Event) -> Iterator[Told]:
    yield Told(_author(event), Kind.PUBLISHED, event.language)
    for edition in _outdated_by(event):
        newest = edition.newest
        people = [newest.author if newest else None, *_translators(event, edition.language)]
        waiting = _unread(event.item_id, edition.language, [Kind.OUTDATED])
        knowing = set(waiting.values_list("person", flat=True))
        for person in people:
            if person is not None and person.pk not in knowing:
                yield Told(person, Kind.OUTDATED, edition.language)


def _failed(event: Event) -> Iterator[Told]:
    """Whoever scheduled it; when she can no longer publish it herself, those who can, too."""
    failed = Schedule.objects.filter(
        edition__item=event.item_id,
        edition__language=event.language,
        outcome=Schedule.Outcome.FAILED,
    )
    schedule = failed.select_related("person").latest("ended_at")
    yield Told(schedule.person, Kind.SCHEDULE_FAILED, event.language)
    person = schedule.person
    thing = editions.things_of([event.item]).get(event.item_id) or _app(event.item)
    if person is None or not rights.may_publish(person, event.language, thing):
        for other in _those_who(Role.PUBLISHER, rights.may_publish, event, event.language):
            yield Told(other, Kind.SCHEDULE_FAILED, event.language)


RULES: dict[str, Callable[[Event], Iterable[Told]]] = {
    "revision.submitted": _review_asked,
    "translation.requested": _translation_asked,
    "revision.sent-back": _sent_back,
    "revision.approved": _approved,
    "edition.published": _published,
    "schedule.failed": _failed,
}

SETTLED: dict[str, tuple[Notice.Kind, ...]] = {
    "revision.saved": (Kind.REVIEW_ASKED, Kind.TRANSLATION_ASKED, Kind.SENT_BACK),
    "revision.submitted": (Kind.SENT_BACK,),
    "revision.approved": (Kind.REVIEW_ASKED,),
    "revision.sent-back": (Kind.REVIEW_ASKED, Kind.APPROVED),
    "edition.published": (
        Kind.REVIEW_ASKED,
        Kind.APPROVED,
        Kind.OUTDATED,
        Kind.SCHEDULE_FAILED,
    ),
    "translation.confirmed": (Kind.TRANSLATION_ASKED, Kind.OUTDATED),
}
"""What nobody needs to be told any more once something has happened to an edition."""


def _settle(event: Event) -> None:
    if event.kind == "item.binned":
        waiting = Notice.objects.filter(event__item=event.item_id, read_at=None)
        waiting.update(read_at=timezone.now())
    elif kinds := SETTLED.get(event.kind):
        _unread(event.item_id, event.language, kinds).update(read_at=timezone.now())


def _unread(item_id: int, language: str, kinds: Iterable[Notice.Kind]) -> "models.QuerySet[Notice]":
    return Notice.objects.filter(
        event__item=item_id, language=language, kind__in=kinds, read_at=None
    )


def _author(event: Event) -> User | None:
    return event.revision.author if event.revision else None


def _app(item: Item) -> str:
    return item.kind.partition(".")[0]


def _those_who(
    role: Role, may: Callable[[User, str, Any], bool], event: Event, language: str
) -> list[User]:
    """Those to whom the role was given; where nobody holds it, whoever may do it all the same: administrators."""
    people = User.objects.filter(is_active=True).prefetch_related("rights")
    able = [person for person in people if may(person, language, _app(event.item))]
    appointed = [
        person for person in able if any(right.role == role for right in person.rights.all())
    ]
    return appointed or able


def _translators(event: Event, language: str) -> list[User]:
    return _those_who(Role.TRANSLATOR, rights.may_write, event, language)


def _outdated_by(event: Event) -> list[Edition]:
    """The translations that follow the revision before the one just published."""
    found = list(Edition.objects.filter(item=event.item_id).select_related("newest__author"))
    why = outdated.of_editions(found)
    return [
        edition
        for edition in found
        if (reason := why.get(edition.pk))
        and any(step and step[1].pk == event.revision_id for step in reason)
    ]


# The inbox


def of(person: User) -> "models.QuerySet[Notice]":
    """All her notices, unread ones first, with what a line about each needs."""
    return told_in(
        Notice.objects.filter(person=person).order_by(
            F("read_at").desc(nulls_first=True), "-at", "-pk"
        )
    )


def told_in(notices: "models.QuerySet[Notice]") -> "models.QuerySet[Notice]":
    """Bring along what the lines about notices say, in a number of queries that does not depend on theirs."""
    named = Edition.objects.select_related("newest").defer("newest__content")
    return notices.select_related("event__item", "event__person").prefetch_related(
        models.Prefetch("event__item__editions", named)
    )


def count_unread(person: User) -> int:
    return Notice.objects.filter(person=person, read_at=None).count()


def read(notice: Notice) -> None:
    """Note that a person has read it."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())


def read_all(person: User) -> int:
    """Note that a person has read everything; tell how many there were."""
    with transaction.atomic():
        held = free(Notice.objects.filter(person=person, read_at=None))
        return Notice.objects.filter(pk__in=held).update(read_at=timezone.now())


def free(notices: "models.QuerySet[Notice]") -> list[int]:
    """Hold those that nobody else is changing now; who waited here for an editor's action could be waited for by it."""
    held = notices.order_by("pk").select_for_update(skip_locked=True, of=("self",))
    return list(held.values_list("pk", flat=True))


# What a notice says


class Line(NamedTuple):
    """A notice for a reader, in the active language."""

    sentence: str
    quote: str
    """What a person or the site said beside it: a comment, a reason."""
    at: str


SENTENCES = {
    Kind.REVIEW_ASKED: gettext_lazy("%(person)s asks for a review: %(edition)s"),
    Kind.TRANSLATION_ASKED: gettext_lazy("%(person)s asks for a translation: %(edition)s"),
    Kind.SENT_BACK: gettext_lazy("%(person)s has sent your work back: %(edition)s"),
    Kind.APPROVED: gettext_lazy("%(person)s has approved your work: %(edition)s"),
    Kind.PUBLISHED: gettext_lazy("%(person)s has published your work: %(edition)s"),
    Kind.OUTDATED: gettext_lazy("A translation no longer follows its source: %(edition)s"),
    Kind.SCHEDULE_FAILED: gettext_lazy("What was scheduled was not done: %(edition)s"),
}


def line_of(notice: Notice) -> Line:
    event = notice.event
    sentence = SENTENCES[Kind(notice.kind)] % {
        "person": event.person or _("The site itself"),
        "edition": edition_name(event.item, notice.language),
    }
    quote = "" if notice.kind == Kind.OUTDATED else event.comment
    return Line(sentence, quote, log.moment(notice.at))


def edition_name(item: Item, language: str) -> str:
    """The item's newest name and which part of it is meant, in the active language."""
    part = _("the shared part") if language == SHARED else languages.get(language).own_name
    return _("“%(item)s” (%(part)s)") % {"item": editions.name_of_item(item) or "—", "part": part}
