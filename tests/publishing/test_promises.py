"""Publication of one language: promises 2, 3 and 9, lines E1, E2 and V10."""

import pytest
from django.db import transaction

from multilingual import stores
from multilingual.languages import CODES
from publishing import editions, services
from publishing.models import SHARED, Event, Seen, State
from publishing.services import Part, Refused
from publishing.signals import edition_changed
from tests import factories
from tests.publishing.storage import live_values, others, stored

pytestmark = pytest.mark.django_db

KINDS = [pytest.param(factories.product, id="columns"), pytest.param(factories.article, id="rows")]


def fresh(obj):
    return type(obj).objects.get(pk=obj.pk)


def draft(obj, language="en", word="Draft"):
    return services.save_draft(obj, language, {stores.name_field(type(obj)): word}, by=None)


def scheduled(obj, clock):
    draft(obj)
    services.submit(obj, "en", by=None)
    services.approve(obj, "en", by=None)
    return services.schedule(obj, "en", clock.in_(hours=1), by=None)


def restore_first(obj, clock):
    first = editions.of(obj, "en").newest
    draft(obj)
    return lambda: services.restore(first, by=None)


def fire(obj, clock):
    schedule = scheduled(obj, clock)
    clock.passes(hours=1)
    return lambda: services.carry_out(schedule.pk)


def publish(obj, clock):
    draft(obj)
    return lambda: services.publish(obj, "en", by=None)


def bring_shared_too(obj, clock):
    """Not E1's business: said explicitly, the shared part goes along, and Chinese stays."""
    draft(obj)
    content = services.shared_edition(obj).newest.content
    field, value = ("date", "2020-02-02") if "date" in content["fields"] else ("position", 9)
    content["fields"][field] = value
    services.save_shared_draft(obj, content, by=None)
    return lambda: services.publish(obj, "en", by=None, with_shared=True)


ACTIONS = {
    "save": lambda obj, clock: lambda: draft(obj),
    "publish": publish,
    "publish again": lambda obj, clock: (
        lambda: (
            services.withdraw(obj, "en", by=None),
            services.publish(obj, "en", by=None),
        )
    ),
    "withdraw": lambda obj, clock: lambda: services.withdraw(obj, "en", by=None),
    "schedule": lambda obj, clock: lambda: scheduled(obj, clock),
    "schedule fires": fire,
    "schedule the end": lambda obj, clock: (
        lambda: services.schedule_end(obj, "en", clock.in_(hours=1), by=None)
    ),
    "restore": restore_first,
    "confirm": lambda obj, clock: lambda: services.confirm(obj, "en", by=None),
    "rename": lambda obj, clock: lambda: factories.rewrite(obj, "en", {"slug": "renamed"}),
}


@pytest.mark.parametrize("make", KINDS)
@pytest.mark.parametrize("action", ACTIONS)
def test_e1_an_action_on_english_leaves_chinese_and_the_shared_part_byte_for_byte(
    make, action, clock
):
    obj = make()
    services.keep_shared(obj, by=None)
    url = obj.url_in("zh-hans")
    act = ACTIONS[action](obj, clock)
    before = others(stored(obj), "en")

    act()

    assert others(stored(obj), "en") == before
    assert fresh(obj).url_in("zh-hans") == url


@pytest.mark.parametrize("make", KINDS)
def test_e1_the_shared_part_published_with_english_leaves_chinese_byte_for_byte(make, clock):
    obj = make()
    act = bring_shared_too(obj, clock)
    before = others(stored(obj), "en", SHARED)

    act()

    assert others(stored(obj), "en", SHARED) == before
    assert editions.of(fresh(obj), SHARED).state == State.NONE


@pytest.mark.parametrize("make", KINDS)
def test_a_pending_shared_part_stays_a_draft_unless_it_is_said(make, clock):
    obj = make()
    bring_shared_too(obj, clock)
    before = live_values(obj, SHARED)

    services.publish(obj, "en", by=None)

    assert live_values(obj, SHARED) == before
    assert editions.of(fresh(obj), SHARED).state == State.DRAFT


@pytest.mark.parametrize("make", KINDS)
def test_what_is_published_is_what_visitors_read_and_live_is_one_fact(make):
    obj = make(live=())
    revision = draft(obj, word="Words")

    services.publish(obj, "en", by=None)

    assert stores.read(fresh(obj), "en") == revision.content
    edition = editions.of(fresh(obj), "en")
    assert (edition.shown, edition.seen, edition.state) == (revision, Seen.LIVE, State.NONE)
    assert not stores.is_live(fresh(obj), "zh-hans")


@pytest.mark.parametrize("make", KINDS)
def test_withdrawing_ends_the_life_keeps_the_revisions_and_can_be_undone_by_publishing(make, clock):
    obj = make()
    shown = editions.of(obj, "en").newest

    services.withdraw(obj, "en", by=None)
    edition = editions.of(fresh(obj), "en")
    assert not any(stores.read(fresh(obj), "en").values())
    assert (edition.seen, edition.withdrawn_at) == (Seen.WITHDRAWN, clock.time)
    assert edition.newest == shown

    services.publish(obj, "en", by=None)
    edition = editions.of(fresh(obj), "en")
    assert stores.read(fresh(obj), "en") == shown.content
    assert (edition.seen, edition.withdrawn_at) == (Seen.LIVE, None)


def test_an_approved_revision_can_be_published_while_a_newer_draft_waits(article, mei, lin):
    services.submit(article, "en", by=None)
    services.approve(article, "en", by=lin)
    approved = editions.of(article, "en").newest
    draft(article, word="Newer")

    services.publish(article, "en", by=mei, revision=approved)

    edition = editions.of(fresh(article), "en")
    assert (edition.shown, edition.state) == (approved, State.DRAFT)


def test_only_an_approved_revision_is_published_whichever_is_named(article, mei):
    first = editions.of(article, "en").newest
    second = draft(article)

    for revision in (None, first, second):
        with pytest.raises(Refused, match="Only an approved revision is published"):
            services.publish(article, "en", by=mei, revision=revision)


def test_nothing_leads_visitors_back_behind_what_they_have_read_but_restoring(article, mei):
    first = editions.of(article, "en").newest
    services.publish(article, "en", by=None)
    draft(article, word="Newer")
    services.publish(article, "en", by=None)
    draft(article, word="Newest")

    with pytest.raises(Refused, match="Visitors have read a newer revision since: restore this"):
        services.publish(article, "en", by=mei, revision=first)

    services.restore(first, by=None)
    services.publish(article, "en", by=mei)
    assert stores.read(fresh(article), "en") == first.content


def test_a_revision_of_another_edition_is_refused(article):
    chinese = editions.of(article, "zh-hans").newest
    services.publish(article, "zh-hans", by=None)

    with pytest.raises(Refused, match="not of this edition"):
        services.publish(article, "en", by=None, revision=chinese)


def test_an_untranslated_language_cannot_be_published_and_the_refusal_says_what_is_missing(article):
    services.save_draft(article, "en", {"body": ""}, by=None)

    with pytest.raises(Refused, match=r"English is not complete: body is missing\."):
        services.publish(article, "en", by=None)

    assert not stores.is_live(fresh(article), "en")


def test_a_live_text_cannot_be_emptied():
    article = factories.article()
    body = stores.read(article, "en")["body"]
    services.save_draft(article, "en", {"body": ""}, by=None)

    with pytest.raises(Refused):
        services.publish(article, "en", by=None)

    assert stores.read(fresh(article), "en")["body"] == body


def test_what_is_always_shown_cannot_be_withdrawn(clock):
    profile, article = factories.profile(), factories.article()

    for obj, language in ((profile, "en"), (article, SHARED)):
        with pytest.raises(Refused, match="always shown"):
            services.withdraw(obj, language, by=None)
        with pytest.raises(Refused, match="always shown"):
            services.schedule_end(obj, language, clock.in_(days=1), by=None)


# Together


def test_both_languages_and_a_whole_list_are_published_together(mei):
    things = [factories.article(live=()), factories.product(live=())]
    parts = [Part(obj, code) for obj in things for code in CODES]
    for part in parts:
        services.submit(part.obj, part.language, by=None)
        services.approve(part.obj, part.language, by=None)

    services.publish_together(parts, by=mei)

    assert all(stores.is_live(fresh(part.obj), part.language) for part in parts)


def test_together_means_all_or_none_and_the_refusal_names_the_item(mei):
    ready, incomplete = factories.article(live=()), factories.article(live=())
    for obj in (ready, incomplete):
        services.submit(obj, "en", by=None)
        services.approve(obj, "en", by=None)
    draft(incomplete, word="Not approved")

    with pytest.raises(Refused, match=r"^Not approved: You do not have the right to do this\.$"):
        services.publish_together([Part(ready, "en"), Part(incomplete, "en")], by=mei)

    assert not stores.is_live(fresh(ready), "en")
    assert editions.of(fresh(ready), "en").state == State.APPROVED


# Announced and logged


@pytest.fixture
def heard():
    """What was announced: language and action."""
    announced = []

    def listener(**announcement):
        announced.append((announcement["language"], announcement["action"]))

    edition_changed.connect(listener)
    yield announced
    edition_changed.disconnect(listener)


@pytest.mark.django_db(transaction=True)
def test_every_change_of_what_visitors_see_is_announced_once_and_after_commit(heard, mei):
    article = factories.article(live=())
    services.submit(article, "en", by=None)
    services.approve(article, "en", by=None)
    heard.clear()

    with transaction.atomic():
        services.publish(article, "en", by=mei)
        services.publish(article, "en", by=mei)
        assert heard == []
    services.withdraw(article, "en", by=mei)

    assert heard == [("en", "published"), ("en", "withdrawn")]


@pytest.mark.django_db(transaction=True)
def test_what_was_refused_or_rolled_back_is_not_announced(heard):
    article = factories.article()
    heard.clear()
    services.save_draft(article, "en", {"body": ""}, by=None)

    with pytest.raises(Refused):
        services.publish(article, "en", by=None)
    with transaction.atomic():
        services.withdraw(article, "zh-hans", by=None)
        transaction.set_rollback(True)

    assert heard == []
    assert stores.is_live(fresh(article), "zh-hans")


@pytest.mark.django_db(transaction=True)
def test_a_listener_that_fails_takes_nothing_back_and_keeps_nobody_else_from_hearing(article):
    told = []

    def fails(**announcement):
        raise ZeroDivisionError

    def hears(**announcement):
        told.append(announcement["action"])

    edition_changed.connect(fails)
    edition_changed.connect(hears)
    try:
        services.publish(article, "en", by=None)
    finally:
        edition_changed.disconnect(fails)
        edition_changed.disconnect(hears)

    assert told == ["published"]
    assert stores.is_live(fresh(article), "en")


def test_publishing_and_withdrawing_are_logged_with_who(mei):
    article = factories.article()
    services.withdraw(article, "en", by=mei)
    services.publish(article, "en", by=mei)

    log = Event.objects.filter(item=article.item, person=mei).order_by("pk")
    assert [event.kind for event in log] == ["edition.withdrawn", "edition.published"]


def test_publishing_twice_is_one_event(article):
    services.publish(article, "en", by=None)
    services.publish(article, "en", by=None)

    log = Event.objects.filter(item=article.item, language="en", kind="edition.published")
    assert log.count() == 1
