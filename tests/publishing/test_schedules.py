"""E4: a schedule publishes the revision chosen when scheduling, once, and can be cancelled; so can an end."""

import pytest

from multilingual import stores
from publishing import actions, editions, services
from publishing.models import Event, Schedule, Seen, State
from publishing.services import Refused
from tests import factories

pytestmark = pytest.mark.django_db

Outcome = Schedule.Outcome


def fresh(obj):
    return type(obj).objects.get(pk=obj.pk)


def english(obj):
    return editions.of(fresh(obj), "en")


def approve(obj):
    services.submit(obj, "en", by=None)
    services.approve(obj, "en", by=None)


@pytest.fixture
def approved(article):
    approve(article)
    return article


@pytest.fixture
def scheduled(approved, mei, clock):
    """Due in an hour."""
    return services.schedule(approved, "en", clock.in_(hours=1), by=mei)


def test_e4_a_schedule_publishes_the_revision_chosen_then_whatever_was_written_since(
    approved, scheduled, clock
):
    chosen = english(approved).newest
    later = services.save_draft(approved, "en", {"title": "Later"}, by=None)
    clock.passes(hours=1)

    services.carry_out(scheduled.pk)

    edition = english(approved)
    assert (edition.shown, edition.newest, edition.state) == (chosen, later, State.DRAFT)
    scheduled.refresh_from_db()
    assert (scheduled.outcome, scheduled.ended_at) == (Outcome.DONE, clock.time)


def test_nothing_happens_before_its_time_and_nothing_twice(approved, scheduled, clock):
    assert services.carry_out(scheduled.pk) is None
    assert not stores.is_live(fresh(approved), "en")
    clock.passes(hours=1)

    assert services.carry_out(scheduled.pk) == scheduled
    services.withdraw(approved, "en", by=None)
    assert services.carry_out(scheduled.pk) is None
    assert not stores.is_live(fresh(approved), "en")


def test_a_schedule_carries_the_state_there_and_back(approved, scheduled, mei):
    assert english(approved).state == State.SCHEDULED

    services.cancel(scheduled, by=mei)

    assert english(approved).state == State.APPROVED
    scheduled.refresh_from_db()
    assert scheduled.outcome == Outcome.CANCELLED
    with pytest.raises(Refused, match="no longer pending: it is cancelled"):
        services.cancel(scheduled, by=mei)


def test_cancelling_leaves_a_newer_draft_as_it_stands(approved, scheduled, mei):
    services.save_draft(approved, "en", {"title": "Later"}, by=None)

    services.cancel(scheduled, by=mei)

    assert english(approved).state == State.DRAFT


def test_only_approved_revisions_are_scheduled_the_newest_or_an_earlier_one(article, mei, clock):
    first = english(article).newest
    with pytest.raises(Refused, match="Only an approved revision can be scheduled"):
        services.schedule(article, "en", clock.in_(hours=1), by=mei)
    approve(article)
    services.save_draft(article, "en", {"title": "Later"}, by=None)

    services.schedule(article, "en", clock.in_(hours=1), by=mei, revision=first)

    assert english(article).state == State.DRAFT
    assert Schedule.objects.get().revision == first


def test_what_was_withdrawn_is_scheduled_again_and_what_visitors_read_is_not(mei, clock):
    article = factories.article()
    with pytest.raises(Refused, match="Visitors read this revision already"):
        services.schedule(article, "en", clock.in_(hours=1), by=mei)
    assert "schedule" not in actions.offered(fresh(article), "en", mei)
    services.withdraw(article, "en", by=mei)
    assert "schedule" in actions.offered(fresh(article), "en", mei)

    again = services.schedule(article, "en", clock.in_(hours=1), by=mei)

    assert (english(article).seen, english(article).state) == (Seen.WITHDRAWN, State.SCHEDULED)
    clock.passes(hours=1)
    services.carry_out(again.pk)
    assert (english(article).seen, english(article).state) == (Seen.LIVE, State.NONE)


@pytest.mark.parametrize("ago", [0, 5])
def test_a_time_that_has_passed_is_refused(approved, mei, clock, ago):
    with pytest.raises(Refused, match="still to come"):
        services.schedule(approved, "en", clock.in_(minutes=-ago), by=mei)
    with pytest.raises(Refused, match="still to come"):
        services.schedule_end(approved, "en", clock.in_(minutes=-ago), by=mei)


def test_one_publication_and_one_end_may_be_pending(approved, scheduled, mei, clock):
    services.schedule_end(approved, "en", clock.in_(hours=2), by=mei)

    with pytest.raises(Refused, match="cancel it first"):
        services.schedule(
            approved, "en", clock.in_(hours=3), by=mei, revision=english(approved).newest
        )
    with pytest.raises(Refused, match="cancel it first"):
        services.schedule_end(approved, "en", clock.in_(hours=3), by=mei)


def test_the_end_of_a_publication_withdraws(mei, clock):
    article = factories.article()
    end = services.schedule_end(article, "en", clock.in_(hours=1), by=mei)
    clock.passes(hours=1)

    services.carry_out(end.pk)

    end.refresh_from_db()
    assert (end.outcome, end.reason) == (Outcome.DONE, "")
    assert not stores.is_live(fresh(article), "en")
    assert stores.is_live(fresh(article), "zh-hans")


def test_what_is_not_live_and_will_not_be_has_no_end_and_an_end_comes_after_the_publication(
    approved, mei, clock
):
    with pytest.raises(Refused, match="There is nothing to end"):
        services.schedule_end(approved, "en", clock.in_(hours=2), by=mei)
    services.schedule(approved, "en", clock.in_(hours=2), by=mei)

    with pytest.raises(Refused, match="Choose a time after the publication"):
        services.schedule_end(approved, "en", clock.in_(hours=1), by=mei)
    services.schedule_end(approved, "en", clock.in_(hours=3), by=mei)


def test_a_publication_now_overtakes_a_schedule_of_an_older_revision(
    approved, scheduled, mei, clock
):
    services.save_draft(approved, "en", {"title": "Newer"}, by=None)
    services.publish(approved, "en", by=None)

    scheduled.refresh_from_db()
    assert (scheduled.outcome, scheduled.reason) == (
        Outcome.CANCELLED,
        "Overtaken by a publication.",
    )
    clock.passes(hours=1)
    assert services.carry_out(scheduled.pk) is None
    assert stores.read(fresh(approved), "en")["title"] == "Newer"


def test_publishing_what_is_scheduled_at_once_ends_its_schedule(approved, scheduled, mei):
    services.publish(approved, "en", by=mei)

    scheduled.refresh_from_db()
    assert scheduled.outcome == Outcome.CANCELLED
    assert english(approved).state == State.NONE


def test_an_older_publication_leaves_a_newer_one_scheduled(approved, mei, clock):
    first = english(approved).newest
    services.save_draft(approved, "en", {"title": "Newer"}, by=None)
    approve(approved)
    schedule = services.schedule(approved, "en", clock.in_(hours=1), by=mei)

    services.publish(approved, "en", by=mei, revision=first)

    schedule.refresh_from_db()
    assert schedule.outcome == Outcome.PENDING
    assert english(approved).state == State.SCHEDULED


def test_withdrawing_before_its_end_cancels_the_end_and_says_so(mei, clock):
    article = factories.article()
    end = services.schedule_end(article, "en", clock.in_(hours=1), by=mei)

    services.withdraw(article, "en", by=mei)

    end.refresh_from_db()
    assert (end.outcome, end.reason) == (Outcome.CANCELLED, "Withdrawn before.")
    kinds = Event.objects.filter(item=article.item, person=mei).order_by("pk")
    assert [event.kind for event in kinds] == [
        "edition.end-scheduled",
        "schedule.cancelled",
        "edition.withdrawn",
    ]


def test_a_schedule_of_somebody_who_has_lost_the_right_fails_and_says_why(
    approved, scheduled, mei, clock
):
    mei.rights.all().delete()
    clock.passes(hours=1)

    services.carry_out(scheduled.pk)

    scheduled.refresh_from_db()
    assert (scheduled.outcome, scheduled.reason) == (
        Outcome.FAILED,
        "You do not have the right to do this.",
    )
    assert english(approved).state == State.APPROVED
    assert not stores.is_live(fresh(approved), "en")
    assert Event.objects.filter(kind="schedule.failed").get().comment == scheduled.reason


def test_one_that_failed_once_stays_so(approved, scheduled, mei, clock):
    rights = list(mei.rights.all())
    mei.rights.all().delete()
    clock.passes(hours=1)
    services.carry_out(scheduled.pk)
    type(rights[0]).objects.bulk_create(rights)

    assert services.carry_out(scheduled.pk) is None
