"""E4: what is due is carried out once, by whoever looks first; what cannot be done says why, and to whom."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.db.models import QuerySet
from django.utils import timezone, translation

from accounts.models import Role
from multilingual import stores
from publishing import clock, services
from publishing.models import (
    Edition,
    Event,
    Heartbeat,
    Item,
    Mail,
    Notice,
    Revision,
    Schedule,
    State,
    Typing,
)
from tests import factories
from tests.admin.people import administrator, person

pytestmark = pytest.mark.django_db

Outcome = Schedule.Outcome
TOMORROW = timezone.now() + timedelta(days=1)


@pytest.fixture
def wang():
    """She publishes, and reads Chinese."""
    return person("wang", Role.PUBLISHER, language="zh-hans")


def approved(live=()):
    article = factories.article(live=live)
    services.save_draft(article, "en", {"title": "Approved"}, by=None)
    services.submit(article, "en", by=None)
    services.approve(article, "en", by=None)
    return article


def scheduled(by, live=()):
    article = approved(live)
    return article, services.schedule(article, "en", TOMORROW, by=by)


def due(schedule):
    Schedule.objects.filter(pk=schedule.pk).update(due_at=timezone.now())


def outcome(schedule):
    schedule.refresh_from_db()
    return schedule.outcome


def edition(article):
    return Edition.objects.get(item=article.item, language="en")


def test_e4_what_is_due_is_published_and_what_is_not_waits(wang):
    article, schedule = scheduled(wang)
    clock.tick()
    assert outcome(schedule) == Outcome.PENDING

    due(schedule)
    clock.tick()

    assert outcome(schedule) == Outcome.DONE
    assert edition(article).shown == schedule.revision
    assert edition(article).state == State.NONE


def test_e4_the_revision_chosen_then_is_published_not_what_was_written_since(wang):
    article, schedule = scheduled(wang)
    newer = services.save_draft(article, "en", {"title": "Written since"}, by=None)
    due(schedule)

    clock.tick()

    assert edition(article).shown == schedule.revision
    assert (edition(article).newest, edition(article).state) == (newer, State.DRAFT)


def test_e4_the_end_of_a_publication_comes_by_itself(wang):
    article = factories.article()
    schedule = services.schedule_end(article, "en", TOMORROW, by=wang)
    due(schedule)

    clock.tick()

    assert outcome(schedule) == Outcome.DONE
    fresh = type(article).objects.get(pk=article.pk)
    assert not stores.is_live(fresh, "en")
    assert stores.is_live(fresh, "zh-hans")


def test_e4_a_schedule_is_carried_out_once(wang):
    article, schedule = scheduled(wang)
    due(schedule)

    clock.tick()
    clock.tick()

    assert services.carry_out(schedule.pk) is None
    assert Event.objects.filter(item=article.item, kind="edition.published").count() == 1


# What cannot be done


def lose_the_right(article, schedule):
    schedule.person.rights.all().delete()


def bin_behind_its_back(article, schedule):
    """Moving to the bin cancels schedules; here is one that was made at the same moment."""
    Item.objects.filter(pk=article.item_id).update(binned_at=timezone.now())


def remove(article, schedule):
    article.delete()


def spoil(article, schedule):
    """As if this text had not been needed when it was scheduled; services never change a revision."""
    texts = {**schedule.revision.content, "body": ""}
    QuerySet(Revision).filter(pk=schedule.revision_id).update(content=texts)


FAILURES = {
    "she lost the right": (lose_the_right, "权限"),
    "the item is in the bin": (bin_behind_its_back, "回收站"),
    "the item is no more": (remove, "已被删除"),
    "the text is incomplete": (spoil, "English"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_what_cannot_be_done_has_failed_says_why_in_her_language_and_tells_her(name, wang):
    happen, reason = FAILURES[name]
    article, schedule = scheduled(wang)
    happen(article, schedule)
    due(schedule)

    with translation.override("en"):
        clock.tick()

    assert outcome(schedule) == Outcome.FAILED
    assert reason in schedule.reason
    notice = Notice.objects.get(person=wang)
    assert notice.kind == Notice.Kind.SCHEDULE_FAILED
    assert notice.event.comment == schedule.reason
    assert edition(article).state == State.APPROVED
    assert edition(article).shown is None
    assert clock.tick() == []  # and is not tried again


def told_of_the_failure():
    failed = Notice.objects.filter(kind=Notice.Kind.SCHEDULE_FAILED)
    return set(failed.values_list("person__username", flat=True))


def test_who_can_no_longer_mend_it_is_not_the_only_one_who_is_told(wang):
    person("colleague", Role.PUBLISHER)
    administrator()
    _article, schedule = scheduled(wang)
    wang.rights.all().delete()
    due(schedule)

    clock.tick()

    assert told_of_the_failure() == {"wang", "colleague"}


def test_administrators_are_told_where_nobody_else_can_mend_it(wang):
    administrator()
    _article, schedule = scheduled(wang)
    type(wang).objects.filter(pk=wang.pk).update(is_active=False)
    due(schedule)

    clock.tick()

    assert told_of_the_failure() == {"chief-en"}


def test_a_schedule_that_breaks_keeps_no_other_back(wang, monkeypatch):
    _broken, first = scheduled(wang)
    _article, second = scheduled(wang)
    due(first)
    due(second)
    carry_out = services.carry_out

    def breaking(schedule_id):
        if schedule_id == first.pk:
            raise ZeroDivisionError("a fault of ours")
        return carry_out(schedule_id)

    monkeypatch.setattr(services, "carry_out", breaking)

    assert clock.tick() == ["ZeroDivisionError: a fault of ours"]
    assert outcome(first) == Outcome.PENDING
    assert outcome(second) == Outcome.DONE


def test_a_lost_database_ends_the_round_and_not_the_schedule(wang, monkeypatch):
    _article, schedule = scheduled(wang)
    due(schedule)

    def lost(schedule_id):
        raise OperationalError("the connection is lost")

    monkeypatch.setattr(services, "carry_out", lost)

    with pytest.raises(OperationalError):
        clock.tick()
    assert outcome(schedule) == Outcome.PENDING


def test_a_process_that_is_to_end_finishes_one_schedule_and_begins_no_other(wang):
    _first, first = scheduled(wang)
    _second, second = scheduled(wang)
    due(first)
    due(second)
    steps = iter([True, False])

    clock.carry_out_due(lambda: next(steps))

    assert [outcome(first), outcome(second)] == [Outcome.DONE, Outcome.PENDING]


# Heartbeats and old things


def test_a_heartbeat_keeps_the_last_error_and_when_it_was():
    clock.beat(Heartbeat.Role.WORKER, ["it broke"])
    clock.beat(Heartbeat.Role.WORKER, [])

    (heartbeat,) = Heartbeat.objects.all()
    assert heartbeat.error == "it broke"
    assert heartbeat.failed_at < heartbeat.looked_at


def test_what_has_aged_is_removed_and_nothing_else(wang):
    article, _schedule = scheduled(wang)
    event = Event.objects.filter(item=article.item).first()
    long_ago = timezone.now() - timedelta(days=400)
    for form in ("old", "new"):
        Typing.objects.create(person=wang, form=form, fields={})
    Typing.objects.filter(form="old").update(at=long_ago)
    for kind, read_at in (("sent-back", None), ("approved", long_ago), ("published", TOMORROW)):
        Notice.objects.create(person=wang, kind=kind, event=event, at=long_ago, read_at=read_at)
    for sent_at in (None, long_ago):
        Mail.objects.create(person=wang, due_at=long_ago, sent_at=sent_at, tries=1)
    Heartbeat.objects.create(who="old", role="worker", looked_at=long_ago)
    clock.beat("embedded", [])
    revisions = edition(article).revisions.count()

    clock.clean()

    assert [typing.form for typing in Typing.objects.all()] == ["new"]
    assert {n.kind for n in Notice.objects.filter(person=wang)} == {"sent-back", "published"}
    assert [mail.sent_at for mail in Mail.objects.all()] == [None]
    assert [heartbeat.role for heartbeat in Heartbeat.objects.all()] == ["embedded"]
    assert edition(article).revisions.count() == revisions
