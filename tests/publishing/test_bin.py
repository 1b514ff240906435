"""The bin: an item is off the site and out of every list, keeps everything, and comes back."""

import pytest

from multilingual import stores
from multilingual.languages import CODES
from publishing import editions, services
from publishing.models import SHARED, Event, Revision, Schedule, Slug
from publishing.services import Refused
from tests import factories
from tests.admin.people import person

pytestmark = pytest.mark.django_db

KINDS = [pytest.param(factories.product, id="columns"), pytest.param(factories.article, id="rows")]


def fresh(obj):
    return type(obj).objects.get(pk=obj.pk)


def counts(obj):
    return (
        Revision.objects.filter(edition__item=obj.item).count(),
        Slug.objects.filter(item=obj.item).count(),
    )


@pytest.mark.parametrize("make", KINDS)
def test_the_bin_withdraws_every_language_keeps_everything_and_says_who(make, clock):
    obj, chief = make(), person("chief", "administrator")
    before = counts(obj)

    services.move_to_bin(obj, by=chief)

    assert [stores.is_live(fresh(obj), code) for code in CODES] == [False, False]
    assert counts(obj) == before
    assert fresh(obj).item.binned_at == clock.time
    log = Event.objects.filter(item=obj.item, person=chief).order_by("pk")
    assert sorted(event.kind for event in log) == [
        "edition.withdrawn",
        "edition.withdrawn",
        "item.binned",
    ]


@pytest.mark.parametrize("make", KINDS)
def test_taken_back_it_is_live_nowhere_and_can_be_published_again(make):
    obj = make()
    texts = editions.newest_texts(obj, "en")
    services.move_to_bin(obj, by=None)

    services.take_from_bin(obj, by=person("mei", "editor"))

    assert fresh(obj).item.binned_at is None
    assert not stores.is_live(fresh(obj), "en")
    services.publish(obj, "en", by=None)
    assert stores.read(fresh(obj), "en") == texts


def test_what_waits_for_its_time_is_cancelled(clock):
    article = factories.article()
    end = services.schedule_end(article, "en", clock.in_(hours=1), by=None)
    services.save_draft(article, "zh-hans", {"title": "新"}, by=None)
    services.submit(article, "zh-hans", by=None)
    services.approve(article, "zh-hans", by=None)
    publication = services.schedule(article, "zh-hans", clock.in_(hours=1), by=None)

    services.move_to_bin(article, by=None)

    outcomes = set(Schedule.objects.values_list("outcome", flat=True))
    assert (len({end.pk, publication.pk}), outcomes) == (2, {"cancelled"})
    assert editions.of(fresh(article), "zh-hans").state == "approved"


def test_what_is_in_the_bin_is_not_worked_on(clock):
    article = factories.article()
    newest = editions.of(article, "en").newest
    services.move_to_bin(article, by=None)

    for act in (
        lambda: services.save_draft(article, "en", {"title": "New"}, by=None),
        lambda: services.save_shared_draft(article, {}, by=None),
        lambda: services.submit(article, "en", by=None),
        lambda: services.approve(article, "en", by=None),
        lambda: services.send_back(article, "en", "Why", by=None),
        lambda: services.publish(article, "en", by=None),
        lambda: services.push(article, SHARED, by=None),
        lambda: services.publish_together([services.Part(article, "en")], by=None),
        lambda: services.withdraw(article, "en", by=None),
        lambda: services.schedule(article, "en", clock.in_(hours=1), by=None),
        lambda: services.schedule_end(article, "en", clock.in_(hours=1), by=None),
        lambda: services.confirm(article, "en", by=None),
        lambda: services.restore(newest, by=None),
    ):
        with pytest.raises(Refused, match="in the bin"):
            act()


def test_what_something_else_belongs_to_stays(clock):
    product = factories.product()

    with pytest.raises(Refused, match="still belongs to it: move that first"):
        services.move_to_bin(product.family, by=None)

    services.move_to_bin(product, by=None)
    services.move_to_bin(product.family, by=None)
    assert fresh(product.family).item.binned_at


def test_what_belongs_to_something_in_the_bin_is_taken_back_after_it():
    product = factories.product(live=())
    services.move_to_bin(product, by=None)
    services.move_to_bin(product.family, by=None)

    with pytest.raises(Refused, match="to which it belongs, is in the bin: take that back first"):
        services.take_from_bin(fresh(product), by=None)

    services.take_from_bin(fresh(product.family), by=None)
    services.take_from_bin(fresh(product), by=None)
    assert fresh(product).item.binned_at is None


def test_a_draft_that_would_belong_to_something_in_the_bin_is_not_published():
    product, other = factories.product(), factories.family(live=())
    content = services.shared_edition(product).newest.content
    content["fields"]["family"] = other.pk
    services.save_shared_draft(product, content, by=None)
    services.move_to_bin(other, by=None)

    with pytest.raises(Refused, match="names something that is no more: choose again"):
        services.publish(product, SHARED, by=None)

    assert fresh(product).family != other


def test_the_company_profile_is_always_shown():
    with pytest.raises(Refused, match="always shown"):
        services.move_to_bin(factories.profile(), by=None)


def test_an_editor_bins_what_visitors_do_not_see_and_an_administrator_anything():
    editor, chief = person("editor", "editor"), person("chief", "administrator")
    draft, live = factories.article(live=()), factories.article(live=("en",))

    services.move_to_bin(draft, by=editor)
    with pytest.raises(Refused, match="Withdraw it in every language first"):
        services.move_to_bin(live, by=editor)
    with pytest.raises(Refused, match="do not have the right"):
        services.move_to_bin(live, by=person("reader", "reviewer"))

    services.move_to_bin(live, by=chief)


def test_whether_visitors_see_it_is_asked_when_it_is_binned_not_when_it_was_read():
    read_before = factories.article(live=())
    list(read_before.translations.all())
    services.publish(fresh(read_before), "en", by=None)

    with pytest.raises(Refused, match="Withdraw it"):
        services.move_to_bin(read_before, by=person("editor", "editor"))


def test_doing_either_twice_is_one_event(clock):
    article = factories.article()
    for _ in range(2):
        services.move_to_bin(article, by=None)
    for _ in range(2):
        services.take_from_bin(article, by=None)

    kinds = Event.objects.filter(item=article.item, kind__startswith="item.").order_by("pk")
    assert [event.kind for event in kinds] == ["item.binned", "item.unbinned"]
