"""Rights are rows, and the services ask for them, whatever a screen showed."""

import pytest

from accounts.models import Right, User
from multilingual import stores
from publishing import editions, services
from publishing.models import SHARED, Revision
from publishing.services import Part, Refused
from tests import factories
from tests.admin.people import person

pytestmark = pytest.mark.django_db


def fresh(obj):
    return type(obj).objects.get(pk=obj.pk)


def submitted(obj, language="en"):
    services.submit(obj, language, by=None)
    return obj


def approved(obj, language="en"):
    services.approve(submitted(obj, language), language, by=None)
    return obj


def shared_draft(obj):
    content = services.shared_edition(obj).newest.content
    content["fields"]["date"] = "2020-02-02"
    services.save_shared_draft(obj, content, by=None)
    return obj


def rewritten(obj):
    services.save_draft(obj, "en", {"title": "Second"}, by=None)
    return obj


def binned(obj):
    services.withdraw(obj, "zh-hans", by=None)
    services.move_to_bin(obj, by=None)
    return obj


def write_shared(obj, who):
    content = services.shared_edition(obj).newest.content
    content["fields"]["date"] = "2021-01-01"
    services.save_shared_draft(obj, content, by=who)


def english(act):
    return lambda obj, who, *said: act(obj, "en", *said, by=who)


# What is done, on an article that is live in Chinese and a draft in English, after what is done to it before.
ACTIONS = {
    "write en": (None, lambda a, who: services.save_draft(a, "en", {"title": "New"}, by=who)),
    "write zh": (None, lambda a, who: services.save_draft(a, "zh-hans", {"title": "新"}, by=who)),
    "restore en": (
        rewritten,
        lambda a, who: services.restore(
            Revision.objects.get(edition__item=a.item, edition__language="en", number=1), by=who
        ),
    ),
    "submit en": (None, english(services.submit)),
    "approve en": (submitted, english(services.approve)),
    "send en back": (submitted, lambda a, who: services.send_back(a, "en", "Why", by=who)),
    "publish en": (approved, english(services.publish)),
    "push en": (approved, english(services.push)),
    "publish en together": (
        approved,
        lambda a, who: services.publish_together([Part(a, "en")], by=who),
    ),
    "schedule en": (approved, lambda a, who: services.schedule(a, "en", factories.LATER, by=who)),
    "cancel en": (
        approved,
        lambda a, who: services.cancel(
            services.schedule(a, "en", factories.LATER, by=None), by=who
        ),
    ),
    "withdraw zh": (None, lambda a, who: services.withdraw(a, "zh-hans", by=who)),
    "end zh": (None, lambda a, who: services.schedule_end(a, "zh-hans", factories.LATER, by=who)),
    "confirm en": (None, english(services.confirm)),
    "write shared": (None, write_shared),
    "keep shared": (None, lambda a, who: services.keep_shared(a, by=who)),
    "submit shared": (shared_draft, lambda a, who: services.submit(a, SHARED, by=who)),
    "approve shared": (
        lambda a: submitted(shared_draft(a), SHARED),
        lambda a, who: services.approve(a, SHARED, by=who),
    ),
    "publish shared": (
        lambda a: approved(shared_draft(a), SHARED),
        lambda a, who: services.publish(a, SHARED, by=who),
    ),
    "publish en with shared": (
        lambda a: approved(approved(shared_draft(a), SHARED)),
        lambda a, who: services.publish(a, "en", by=who, with_shared=True),
    ),
    "bin": (None, lambda a, who: services.move_to_bin(a, by=who)),
    "take from the bin": (binned, lambda a, who: services.take_from_bin(a, by=who)),
}

WRITES_EN = {"write en", "restore en", "submit en", "confirm en"}
SHARED_PART = {"write shared", "keep shared", "submit shared", "take from the bin"}
PUBLISHES_EN = {"publish en", "push en", "publish en together", "schedule en", "cancel en"}
PUBLISHES_ZH = {"withdraw zh", "end zh", "publish shared"}
ALLOWED = [
    (("editor", "en", ""), WRITES_EN | SHARED_PART),
    (("editor", "zh-hans", "articles"), {"write zh"} | SHARED_PART),
    (("editor", "", ""), {"write zh"} | WRITES_EN | SHARED_PART),
    (("editor", "", "catalog"), set()),
    (("translator", "en", "articles"), WRITES_EN),
    (("translator", "en", "catalog"), set()),
    (("translator", "zh-hans", ""), {"write zh"}),
    (("reviewer", "en", ""), {"approve en", "send en back", "confirm en", "approve shared"}),
    (("reviewer", "zh-hans", "articles"), {"approve shared"}),
    (("reviewer", "", "company"), set()),
    (("publisher", "en", ""), PUBLISHES_EN),
    (("publisher", "zh-hans", ""), PUBLISHES_ZH),
    (("publisher", "", "articles"), PUBLISHES_EN | PUBLISHES_ZH | {"publish en with shared"}),
    (("publisher", "", "catalog"), set()),
    (("administrator", "", ""), set(ACTIONS)),
    (("administrator", "", "catalog"), set()),
    (
        ("administrator", "en", "articles"),
        WRITES_EN | SHARED_PART | PUBLISHES_EN | {"approve en", "send en back", "approve shared"},
    ),
]

# An editor may bin what is live nowhere; this is.
LACKS = ("You do not have the right to do this.", "Withdraw it in every language first.")


def may(action, who):
    before, act = ACTIONS[action]
    item = factories.article(live=("zh-hans",))
    services.keep_shared(item, by=None)
    if before:
        before(item)
    try:
        act(item, who)
    except Refused as refusal:
        return not str(refusal).endswith(LACKS)
    return True


@pytest.mark.parametrize(
    ("right", "allowed"), ALLOWED, ids=[" ".join(right) for right, _allowed in ALLOWED]
)
def test_a_right_allows_its_actions_in_its_language_and_part_of_the_site_and_no_other(
    right, allowed
):
    role, language, app = right
    who = person("somebody")
    Right.objects.create(person=who, role=role, language=language, app=app)

    assert {action for action in ACTIONS if may(action, User.objects.get(pk=who.pk))} == allowed


def test_somebody_without_rights_or_no_longer_active_may_do_nothing():
    former = person("former", "administrator")
    former.is_active = False

    for who in (person("stranger"), former):
        assert [action for action in ACTIONS if may(action, who)] == []


def test_the_shared_part_is_published_by_whoever_publishes_in_every_language_that_is_live():
    item = approved(shared_draft(factories.article(live=("zh-hans",))), SHARED)
    chinese = person("chinese", ("publisher", "zh-hans"))
    list(item.translations.all())  # read before English became live
    services.publish(fresh(item), "en", by=None)

    with pytest.raises(Refused, match="do not have the right"):
        services.publish(item, SHARED, by=chinese)

    services.withdraw(fresh(item), "en", by=None)
    services.publish(fresh(item), SHARED, by=chinese)
    assert str(fresh(item).date) == "2020-02-02"


def test_the_shared_part_of_what_is_live_nowhere_is_published_by_any_publisher_of_that_part():
    item = approved(shared_draft(factories.article(live=())), SHARED)

    services.publish(item, SHARED, by=person("english", ("publisher", "en")))

    assert str(fresh(item).date) == "2020-02-02"


def test_one_button_asks_for_the_right_of_each_step():
    item = factories.article(live=())
    for rights in (("editor", "publisher"), ("reviewer", "publisher"), ("editor", "reviewer")):
        with pytest.raises(Refused, match="do not have the right"):
            services.push(item, "en", by=person("-".join(rights), *rights))

    services.push(item, "en", by=person("all", "editor", "reviewer", "publisher"))

    assert stores.is_live(fresh(item), "en")


def test_a_refused_action_changes_nothing():
    item = approved(factories.article(live=()))

    with pytest.raises(Refused):
        services.publish(item, "en", by=person("reader", "reviewer"))

    assert not stores.is_live(fresh(item), "en")
    assert editions.of(fresh(item), "en").state == "approved"
